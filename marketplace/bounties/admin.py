"""Bounties in the staff console: tables to look at, and the page on which a dispute is decided."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts import rights
from accounts.models import User
from accounts.roles import SETTLE_BOUNTY
from marketplace.bounties import selectors
from marketplace.bounties.forms import DecisionForm
from marketplace.bounties.models import Application, Bounty, BountyEvent, Split, Submission
from marketplace.bounties.services import disputes
from marketplace.transactions import money
from marketplace.transactions.models import Escrow, EscrowReturn
from nexus.foundation.console import ReadOnly, ReadOnlyRows
from nexus.foundation.console_pages import ask, is_confirmed, own_page
from nexus.foundation.errors import NexusError

MOVES_MONEY = frozenset({"divide", "release", "close"})
_SHARES = gettext_lazy("The artist gets %(artist)s less the fee; %(back)s goes back to the client.")
_ALL_BACK = gettext_lazy("%(back)s goes back to the client.")


def _staff(request: HttpRequest) -> User:
    return rights.staff_with(request.user, SETTLE_BOUNTY)


class Applications(ReadOnlyRows):
    model = Application
    fields = ("artist", "price_cents", "state", "created_at")
    readonly_fields = fields


class Submissions(ReadOnlyRows):
    model = Submission
    fields = ("listing", "state", "created_at", "sent_at")
    readonly_fields = fields


class Events(ReadOnlyRows):
    model = BountyEvent
    fields = ("at", "kind", "actor", "text")
    readonly_fields = fields


@admin.register(Bounty)
class BountyAdmin(ReadOnly):
    list_display = ("id", "title", "client", "winner", "state", "budget", "due_at", "created_at")
    list_filter = ("state", "created_at")
    list_select_related = ("client", "winner")
    search_fields = ("=id", "title", "client__username", "winner__username")
    ordering = ("-id",)
    exclude = ("description_html",)
    inlines = (Applications, Submissions, Events)

    @admin.display(ordering="budget_cents")
    def budget(self, bounty: Bounty) -> str:
        return money.text(bounty.budget_cents)


@admin.register(Split)
class SplitAdmin(ReadOnly):
    list_display = ("id", "bounty", "artist_cents", "state", "proposed_by", "decided_by", "created_at")
    list_filter = ("state",)
    list_select_related = ("bounty", "proposed_by", "decided_by")
    ordering = ("-id",)


@admin.register(Escrow)
class EscrowAdmin(ReadOnly):
    list_display = ("id", "title", "payer", "payee", "state", "amount_cents", "paid_cents", "returned_cents", "held_at")
    list_filter = ("state",)
    list_select_related = ("payer", "payee")
    search_fields = ("=id", "=order__id", "title", "payer__username", "payee__username")
    ordering = ("-id",)


@admin.register(EscrowReturn)
class EscrowReturnAdmin(ReadOnly):
    list_display = ("id", "escrow", "amount_cents", "state", "reason", "created_at", "done_at")
    list_filter = ("state",)
    list_select_related = ("escrow",)
    search_fields = ("=id", "=escrow__id")
    ordering = ("-id",)


def bounty_urls(site: admin.AdminSite) -> list[URLPattern]:
    """The pages on which disputes are decided, for the console that shows them."""
    return [
        path("bounties/", site.admin_view(_disputes), name="bounty_disputes"),
        path("bounties/<int:bounty_id>/", site.admin_view(_decide), name="bounty_decide"),
    ]


@require_safe
def _disputes(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the oldest first."""
    rows = selectors.disputes_for(_staff(request))
    title = _("Disputes about bounties")
    return own_page(request, "admin/marketplace/bounty_disputes.html", title=title, rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
def _decide(request: HttpRequest, bounty_id: int) -> HttpResponse:
    """One bounty with its record, and what may be done: divide, release or refuse a division, close an open one."""
    person, status = _staff(request), 200
    form = DecisionForm(request.POST or None)
    page = selectors.decision_page(person, bounty_id)
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                if form.cleaned_data["decision"] in MOVES_MONEY and not is_confirmed(request):
                    return _asked(request, form, page)
                words = _decided(form, person, bounty_id)
            except NexusError as refusal:
                if refusal.status in {401, 404}:
                    raise
                form.refuse(refusal)
                status = refusal.status
            else:
                messages.success(request, words)
                return redirect("admin:bounty_disputes")
    context = {"page": page.bounty, "split": page.split, "offers": page.offers, "form": form}
    title = page.bounty.title
    return own_page(request, "admin/marketplace/bounty_decide.html", title=title, status=status, **context)


def _asked(request: HttpRequest, form: DecisionForm, page: selectors.DecisionPage) -> HttpResponse:
    """Say what the decision will move, and let the person decide; Invalid for a part that is too large."""
    said, sums = form.cleaned_data, page.bounty.money
    artist = said["artist"] or 0
    if said["decision"] == "divide":
        disputes.check_part(artist, price_cents=sums.price_cents or 0)
    elif page.split is not None:
        artist = page.split.artist_cents
    parts = {"artist": money.text(artist), "back": money.text(sums.budget_cents - artist)}
    title, action, words = {
        "divide": (_("Divide the escrow?"), _("Divide it"), _SHARES % parts),
        "release": (_("Release this division?"), _("Release it"), _SHARES % parts),
        "close": (_("Close this bounty?"), _("Close it"), _ALL_BACK % {"back": money.text(sums.budget_cents)}),
    }[said["decision"]]
    waits = said["decision"] == "divide" and disputes.needs_second(sums.budget_cents)
    then = _("A second person has to release it first.") if waits else _("This cannot be taken back.")
    carried = [("decision", said["decision"]), ("artist", request.POST.get("artist", "")), ("reason", said["reason"])]
    return ask(
        request,
        title=title,
        words=[words, then],
        rows=[{"name": page.bounty.title}],
        action=action,
        back=request.path,
        carried=carried,
        is_danger=not waits,
    )


def _decided(form: DecisionForm, person: User, bounty_id: int) -> str:
    said = form.cleaned_data
    if said["decision"] == "release":
        disputes.release_split(bounty_id, by=person)
        return _("Released. Both sides are told.")
    if said["decision"] == "refuse":
        disputes.refuse_split(bounty_id, by=person, reason=said["reason"])
        return _("Not released; the dispute stays open.")
    if said["decision"] == "close":
        disputes.close_by_staff(bounty_id, by=person, reason=said["reason"])
        return _("Closed; the escrow goes back whole.")
    outcome = disputes.settle(bounty_id, by=person, artist_cents=said["artist"] or 0, reason=said["reason"])
    return _("Held until a second person releases it.") if outcome.held else _("Divided. Both sides are told.")
