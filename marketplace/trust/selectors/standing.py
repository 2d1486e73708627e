"""A creator's standing: account, payouts, and where each model may appear: why, who acts next, and by when."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from marketplace.catalog.models import Listing, Picture, SearchDoc
from marketplace.catalog.selectors.cards import model_url
from marketplace.transactions.models import PayoutAccount
from marketplace.trust import rules, states
from marketplace.trust.models import Appeal, Case, Decision
from marketplace.trust.selectors import decision_url, standing_strikes
from marketplace.trust.selectors.notices import case_url

MOST = 200


@dataclass(frozen=True)
class Line:
    """One fact about an account: whether it is well, in words, with the way to mend it."""

    name: str
    words: str
    is_well: bool
    url: str = ""


@dataclass(frozen=True)
class Placing:
    """Where one model may appear. `who` acts next (empty: nobody has to), `until` the day by which."""

    name: str
    url: str
    in_search: bool
    in_trending: bool
    on_homepage: bool
    why: str
    who: str
    until: datetime | None


def account_of(person: User) -> tuple[Line, ...]:
    """The account itself and its payouts."""
    strikes = standing_strikes(person.pk)
    connected = PayoutAccount.objects.filter(user=person, connected_at__isnull=False, ended_at=None).exists()
    return (
        Line(_("Account"), _("Open.") if person.is_active else _("Closed by staff."), person.is_active),
        Line(_("Strikes"), _strikes(strikes), not strikes, "/reports/"),
        Line(
            _("Payouts"),
            _("An account is connected.") if connected else _("No account is connected: what you earn waits for you."),
            connected,
            reverse("payouts"),
        ),
    )


def _strikes(number: int) -> str:
    if not number:
        return _("None.")
    words = _("%(n)d of %(most)d stand. At %(most)d staff may close the account.")
    return words % {"n": number, "most": rules.STRIKES_MOST}


def placings_of(person: User) -> tuple[Placing, ...]:
    """Each of one's models, the newest first."""
    shelf = Picture.objects.filter(listing=OuterRef("pk"), kind=Picture.Kind.SHELF)
    rows = (
        Listing.objects.filter(seller=person, audience=Listing.Audience.PUBLIC)
        .annotate(is_found=Exists(SearchDoc.objects.filter(listing=OuterRef("pk"))), has_shelf=Exists(shelf))
        .order_by("-pk")[:MOST]
    )
    found = list(rows)
    hid = Decision.objects.filter(
        case__listing__in=[row.pk for row in found],
        case__state__in=states.HIDING,
        act__in=(*states.STRIKING, Decision.Act.NOTICE),
    )
    decisions = {row.case.listing_id: row for row in hid.select_related("case", "appeal").order_by("pk")}
    return tuple(_placing(row, person, decisions.get(row.pk), row.is_found, row.has_shelf) for row in found)


def _placing(row: Listing, person: User, hid: Decision | None, is_found: bool, has_shelf: bool) -> Placing:
    shown = row.state == Listing.State.APPROVED and not row.hidden_by and person.is_active
    url, until = model_url(row.pk, row.slug), None
    why, who = _of_state(row, person)
    if row.hidden_by and hid is not None and hid.case.due_at is not None:
        url, until = case_url(hid.case_id), hid.case.due_at
        why, who = _of_notice(hid.case)
    elif row.hidden_by and hid is not None:
        url = decision_url(hid.pk)
        appeal: Appeal | None = getattr(hid, "appeal", None)
        if appeal is None:
            until = hid.appeal_until
        elif appeal.state == Appeal.State.WAITING:
            who = _("somebody else of the staff")
        else:
            who = ""
    elif shown and not is_found:
        why, who = _("It comes into the search in a moment."), ""
    elif shown and row.sensitive:
        why, who = _("Sensitive models stay off the homepage."), ""
    elif shown and not has_shelf:
        why, who = _("It has no picture for the homepage yet."), ""
    on_homepage = shown and is_found and has_shelf and not row.sensitive
    return Placing(row.name, url, shown and is_found, shown and is_found, on_homepage, why, who, until)


def _of_notice(case: Case) -> tuple[str, str]:
    if case.state == Case.State.NOTICED:
        return _("Hidden by a copyright notice."), _("you: answer the notice")
    return _("Hidden by a copyright notice; you answered it."), _("whoever sent the notice, else it is shown again")


def _of_state(row: Listing, person: User) -> tuple[str, str]:
    if not person.is_active:
        return _("Your account is closed."), _("you: appeal")
    if row.hidden_by:
        return _("Hidden by a decision of the staff."), _("you: appeal")
    return {
        Listing.State.DRAFT: (_("A draft: only you see it."), _("you: submit it")),
        Listing.State.PENDING: (_("In review: staff look at it, the oldest first."), _("the staff")),
        Listing.State.REJECTED: (_("Not accepted; its page says why."), _("you: change and submit it")),
        Listing.State.ARCHIVED: (_("Archived by you."), _("you: put it back when you like")),
    }.get(Listing.State(row.state), (_("On show."), ""))
