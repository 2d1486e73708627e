"""What the pages of bounties show, as frozen rows; rights are those of `visibility`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.models import User
from accounts.rights import Viewer, person
from marketplace.bounties import states
from marketplace.bounties.models import Application, Bounty, BountyEvent, Split, Submission
from marketplace.bounties.presenting import (
    TONES,
    Line,
    Stage,
    checked,
    happened,
    required,
    stages,
    status_words,
)
from marketplace.bounties.selectors.visibility import (
    applications_visible_to,
    bounty_seen_by,
    is_party,
    may_settle,
    submissions_visible_to,
)
from marketplace.catalog.models import Picture, Upload
from marketplace.catalog.selectors import model_url
from marketplace.transactions.models import Escrow
from nexus.foundation.storage import links

OPEN_TO_ALL = (
    BountyEvent.Kind.POSTED,
    BountyEvent.Kind.OPENED,
    BountyEvent.Kind.CHANGED,
    BountyEvent.Kind.CHOSEN,
    BountyEvent.Kind.COMPLETED,
    BountyEvent.Kind.CLOSED,
)
EVENTS_SHOWN = 200
APPLICATIONS_SHOWN = 100
EXCERPT_MOST = 180


@dataclass(frozen=True)
class BountyRow:
    """One bounty in a list."""

    id: int
    url: str
    title: str
    excerpt: str
    budget_cents: int
    status: str
    tone: str
    client_name: str
    client_url: str
    deadline: datetime | None
    is_soon: bool
    applicants: int
    opened_at: datetime | None
    wants: tuple[Line, ...]


@dataclass(frozen=True)
class ApplicationRow:
    id: int
    artist_name: str
    artist_url: str
    price_cents: int
    text: str
    state: str
    is_mine: bool
    created_at: datetime


@dataclass(frozen=True)
class WorkRow:
    """One submission as its two sides see it."""

    id: int
    state: str
    message: str
    sent_at: datetime | None
    still_url: str
    alt: str
    preview_url: str
    checks: tuple[Line, ...]
    failed: int
    model_url: str


@dataclass(frozen=True)
class FileRow:
    """The file an artist is preparing."""

    filename: str
    state: str
    stage: str
    progress: int
    reason: str


@dataclass(frozen=True)
class EventRow:
    words: str
    text: str
    at: datetime
    is_message: bool
    is_mine: bool


@dataclass(frozen=True)
class MoneyRow:
    """Where the money of a bounty is, in cents, as far as this viewer may know."""

    budget_cents: int
    price_cents: int | None
    fee_cents: int | None
    revenue_cents: int | None
    returned_cents: int | None
    funding: str
    currency: str


@dataclass(frozen=True)
class BountyPage:
    """Everything that a bounty's page shows to one viewer."""

    id: int
    title: str
    description: str
    description_html: str
    state: str
    status: str
    tone: str
    client_name: str
    client_url: str
    winner_name: str
    winner_url: str
    deadline: datetime | None
    due_at: datetime | None
    created_at: datetime
    requirements: tuple[Line, ...]
    stages: tuple[Stage, ...]
    money: MoneyRow
    applicants: int
    applications: tuple[ApplicationRow, ...]
    own_application: ApplicationRow | None
    works: tuple[WorkRow, ...]
    prepared: FileRow | None
    events: tuple[EventRow, ...]
    is_client: bool
    is_winner: bool
    is_party: bool
    may_settle: bool
    may_apply: bool
    may_close: bool
    may_dispute: bool
    may_hand_in: bool
    may_talk: bool
    split_waits: bool


def rows_of(bounties: QuerySet[Bounty], *, now: datetime | None = None) -> tuple[BountyRow, ...]:
    """A filtered, ordered and cut set as rows, in two queries."""
    now = now or timezone.now()
    shown = bounties.select_related("client").annotate(applicants=applicants())
    return tuple(
        BountyRow(
            id=row.pk,
            url=reverse("bounty", args=[row.pk]),
            title=row.title,
            excerpt=excerpt(row.description_html),
            budget_cents=row.budget_cents,
            status=status_words(row.state),
            tone=TONES[Bounty.State(row.state)],
            client_name=row.client.name,
            client_url=reverse("creator", args=[row.client.username]),
            deadline=row.deadline,
            is_soon=row.deadline is not None and now < row.deadline < now + timedelta(days=7),
            applicants=row.applicants,
            opened_at=row.opened_at,
            wants=required(row.requirements)[:4],
        )
        for row in shown
    )


def excerpt(html: str) -> str:
    """The first words of a sanitised text, without its marks."""
    words = " ".join(unescape(strip_tags(html.replace("<", " <"))).split()).replace(" ,", ",").replace(" .", ".")
    return words if len(words) <= EXCERPT_MOST else words[: EXCERPT_MOST - 1].rsplit(" ", 1)[0] + "…"


def applicants() -> Count:
    """How many artists stand by their application."""
    return Count("applications", filter=~Q(applications__state=Application.State.WITHDRAWN), distinct=True)


def funding(state: str | None) -> str:
    """The contract's word for an escrow's state."""
    words = {Escrow.State.HELD.value: "held", Escrow.State.RELEASED.value: "released"}
    return words.get(state or "", "pending")


def bounty_page(viewer: Viewer, bounty_id: int) -> BountyPage:
    """One bounty for one viewer; NotFound where it is not theirs to see."""
    bounty = bounty_seen_by(viewer, bounty_id)
    who, party = person(viewer), is_party(viewer, bounty)
    is_client, is_winner = (who is not None and who.pk == side for side in (bounty.client_id, bounty.winner_id))
    works = _works(viewer, bounty)
    own = _own_application(who, bounty)
    runs = bounty.state in {Bounty.State.IN_PROGRESS, Bounty.State.DISPUTED}
    waits = any(work.state == Submission.State.SENT for work in works)
    return BountyPage(
        id=bounty.pk,
        title=bounty.title,
        description=bounty.description,
        description_html=bounty.description_html,
        state=bounty.state,
        status=status_words(bounty.state),
        tone=TONES[Bounty.State(bounty.state)],
        client_name=bounty.client.name,
        client_url=reverse("creator", args=[bounty.client.username]),
        winner_name=bounty.winner.name if bounty.winner else "",
        winner_url=reverse("creator", args=[bounty.winner.username]) if bounty.winner else "",
        deadline=bounty.deadline,
        due_at=bounty.due_at,
        created_at=bounty.created_at,
        requirements=required(bounty.requirements),
        stages=stages(bounty.state, handed_in=waits, funded=bounty.opened_at is not None),
        money=_money(bounty, shows_price=party),
        applicants=bounty.applications.exclude(state=Application.State.WITHDRAWN).count(),
        applications=_applications(viewer, bounty) if is_client or may_settle(viewer) else (),
        own_application=own,
        works=works,
        prepared=_prepared(bounty) if is_winner and runs else None,
        events=_events(who, bounty, party=party),
        is_client=is_client,
        is_winner=is_winner,
        is_party=party,
        may_settle=may_settle(viewer),
        may_apply=bounty.state == Bounty.State.OPEN and not is_client and own is None,
        may_close=is_client and bounty.state in {Bounty.State.UNFUNDED, Bounty.State.OPEN},
        may_dispute=(is_client or is_winner) and bounty.state == Bounty.State.IN_PROGRESS,
        may_hand_in=is_winner and runs and not waits,
        may_talk=party and bounty.state in {*states.HOLDING, Bounty.State.COMPLETED} and bounty.winner_id is not None,
        split_waits=party and bounty.splits.filter(state=Split.State.HELD).exists(),
    )


def _money(bounty: Bounty, *, shows_price: bool) -> MoneyRow:
    held = bounty.escrow
    done = held is not None and held.state == Escrow.State.RELEASED and shows_price
    return MoneyRow(
        budget_cents=bounty.budget_cents,
        price_cents=bounty.price_cents if shows_price else None,
        fee_cents=held.fee_cents if held and done else None,
        revenue_cents=held.revenue_cents if held and done else None,
        returned_cents=held.returned_cents if held and done else None,
        funding=funding(held.state if held else None),
        currency=bounty.currency,
    )


def _application(row: Application, viewer: User | None) -> ApplicationRow:
    return ApplicationRow(
        id=row.pk,
        artist_name=row.artist.name,
        artist_url=reverse("creator", args=[row.artist.username]),
        price_cents=row.price_cents,
        text=row.text,
        state=row.state,
        is_mine=viewer is not None and viewer.pk == row.artist_id,
        created_at=row.created_at,
    )


def _applications(viewer: Viewer, bounty: Bounty) -> tuple[ApplicationRow, ...]:
    rows = applications_visible_to(viewer, bounty).exclude(state=Application.State.WITHDRAWN)
    return tuple(_application(row, person(viewer)) for row in rows.order_by("price_cents", "pk")[:APPLICATIONS_SHOWN])


def _own_application(who: User | None, bounty: Bounty) -> ApplicationRow | None:
    if who is None:
        return None
    rows = Application.objects.filter(bounty=bounty, artist=who).exclude(state=Application.State.WITHDRAWN)
    row = rows.select_related("artist").first()
    return _application(row, who) if row else None


def _works(viewer: Viewer, bounty: Bounty) -> tuple[WorkRow, ...]:
    rows = submissions_visible_to(viewer, bounty).exclude(sent_at=None).prefetch_related("listing__pictures__file")
    return tuple(_work(row, bounty) for row in rows.order_by("-pk"))


def _work(row: Submission, bounty: Bounty) -> WorkRow:
    pictures = {picture.kind: links.open_url(picture.file) for picture in row.listing.pictures.all()}
    made = checked(row.checks, bounty.requirements)
    return WorkRow(
        id=row.pk,
        state=row.state,
        message=row.message,
        sent_at=row.sent_at,
        still_url=pictures.get(Picture.Kind.LARGE, pictures.get(Picture.Kind.STILL, "")),
        alt=row.listing.text_twin or row.listing.name,
        preview_url=pictures.get(Picture.Kind.PREVIEW, ""),
        checks=made,
        failed=sum(check.passed is False for check in made),
        model_url=model_url(row.listing_id, row.listing.slug) if row.state == Submission.State.ACCEPTED else "",
    )


def _prepared(bounty: Bounty) -> FileRow | None:
    row = bounty.submissions.filter(state=Submission.State.PREPARING).first()
    upload = Upload.objects.filter(pk__in=row.upload_ids).order_by("-pk").first() if row else None
    if upload is None:
        return None
    return FileRow(upload.filename, upload.state, upload.stage, upload.progress, upload.reason)


def _events(who: User | None, bounty: Bounty, *, party: bool) -> tuple[EventRow, ...]:
    rows = BountyEvent.objects.filter(bounty=bounty).select_related("actor")
    if not party:
        rows = rows.filter(kind__in=OPEN_TO_ALL)
    newest = rows.order_by("-pk")[:EVENTS_SHOWN]
    return tuple(
        EventRow(
            words=happened(row.kind, row.actor.name if row.actor else ""),
            text=_event_text(row) if party else "",
            at=row.at,
            is_message=row.kind == BountyEvent.Kind.MESSAGE,
            is_mine=who is not None and row.actor_id == who.pk,
        )
        for row in reversed(newest)
    )


def _event_text(row: BountyEvent) -> str:
    return "" if row.kind == BountyEvent.Kind.CHOSEN else row.text
