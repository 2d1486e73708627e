"""The pages of bounties: the list, posting, and one page on which its people act; each act is one service."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from marketplace.bounties import selectors
from marketplace.bounties.forms import ApplyForm, BountyFilter, BountyForm, TextForm, WorkFileForm
from marketplace.bounties.requirements import FORMATS
from marketplace.bounties.services import applying, disputes, posting, talk, work
from marketplace.transactions.selectors import checkout_url_of
from nexus.foundation.errors import NexusError, NotAllowed, NotSignedIn

PAGES = ["GET", "HEAD", "POST"]
SORT_WORDS = {
    "newest": gettext_lazy("Newest"),
    "budget": gettext_lazy("Budget, high first"),
    "deadline": gettext_lazy("Deadline, soonest first"),
    "fewest": gettext_lazy("Fewest applications"),
}
STATUS_WORDS = {
    "open": gettext_lazy("Open"),
    "in-progress": gettext_lazy("In progress"),
    "completed": gettext_lazy("Completed"),
    "all": gettext_lazy("All"),
}
MINE_WORDS = {
    "posted": gettext_lazy("Posted by me"),
    "applied": gettext_lazy("Applied for"),
    "working": gettext_lazy("My work"),
}
TEXTS = {  # the acts of the page that take one text, by the prefix of their form: its label
    "message": gettext_lazy("Message"),
    "changes": gettext_lazy("What has to change"),
    "dispute": gettext_lazy("What is wrong"),
    "work": gettext_lazy("A word to the client"),
}


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotSignedIn("Sign in to take part in bounties.")
    return request.user


@require_safe
def bounties(request: HttpRequest) -> HttpResponse:
    """All bounties everybody may see, by filters in the address."""
    filters = BountyFilter(request.GET)
    if filters.mine and not request.user.is_authenticated:
        filters.mine = ""
    found = selectors.find_bounties(request.user, filters.query())
    kept = {
        name: value
        for name, value in {
            "q": filters.text,
            "status": "" if filters.status == "open" else filters.status,
            "mine": filters.mine,
            "format": filters.format,
            "budget_min": filters.budget,
            "sort": "" if filters.sort == "newest" else filters.sort,
        }.items()
        if value
    }
    context = {
        "filters": filters,
        "found": found,
        "views": _views(request, filters, kept),
        "formats": FORMATS,
        "sorts": SORT_WORDS,
        "is_filtered": bool(kept),
        "previous_url": _page_url(kept, filters.page - 1) if filters.page > 1 else "",
        "next_url": _page_url(kept, filters.page + 1) if filters.page < found.pages else "",
    }
    return render(request, "marketplace/bounties/bounties.html", context)


def _page_url(kept: dict[str, str], page: int) -> str:
    return f"{reverse('bounties')}?{urlencode({**kept, 'page': page})}"


def _views(request: HttpRequest, filters: BountyFilter, kept: dict[str, str]) -> list[dict[str, Any]]:
    rest = {name: value for name, value in kept.items() if name not in {"status", "mine"}}
    rows = [
        {
            "text": words,
            "url": f"{reverse('bounties')}?{urlencode({**rest, 'status': name})}",
            "count": None,
            "current": not filters.mine and name == filters.status,
        }
        for name, words in STATUS_WORDS.items()
    ]
    if request.user.is_authenticated:
        rows += [
            {
                "text": words,
                "url": f"{reverse('bounties')}?{urlencode({**rest, 'mine': name})}",
                "count": None,
                "current": name == filters.mine,
            }
            for name, words in MINE_WORDS.items()
        ]
    return rows


@never_cache
@login_required
@require_http_methods(PAGES)
def new(request: HttpRequest) -> HttpResponse:
    """Say what is to be made, then pay its budget into escrow."""
    person, status = _person(request), 200
    form = BountyForm(request.POST or None, initial={"title": request.GET.get("title", "")[: posting.TITLE_MOST]})
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                made = posting.make_bounty(by=person, **form.wish())
            except NexusError as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                return _to_payment(request, made.pk)
    context = {"form": form, "fee_basis_points": settings.FEE_BASIS_POINTS}
    return render(request, "marketplace/bounties/edit.html", context, status=status)


@never_cache
@login_required
@require_http_methods(PAGES)
def edit(request: HttpRequest, bounty_id: int) -> HttpResponse:
    person, status = _person(request), 200
    found = selectors.bounty_seen_by(person, bounty_id)
    if found.client_id != person.pk:
        raise NotAllowed("Only the client of this bounty may do this.")
    first = BountyForm.first(
        title=found.title,
        description=found.description,
        budget_cents=found.budget_cents,
        deadline=found.deadline,
        asked=found.requirements,
    )
    form = BountyForm(request.POST or None, initial=first, budget_fixed=found.opened_at is not None)
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                posting.change_bounty(bounty_id, by=person, **form.wish())
            except NexusError as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                messages.success(request, _("Saved."))
                return redirect("bounty", bounty_id)
    return render(request, "marketplace/bounties/edit.html", {"form": form, "bounty": found}, status=status)


def _to_payment(request: HttpRequest, bounty_id: int) -> HttpResponse:
    back = request.build_absolute_uri(reverse("bounty", args=[bounty_id]))
    try:
        found = posting.fund(bounty_id, by=_person(request), return_url=back)
    except NexusError as refusal:
        if refusal.status in {401, 403, 404}:
            raise
        messages.error(request, refusal.message)
        return redirect("bounty", bounty_id)
    where = checkout_url_of(found.escrow.order) if found.escrow else ""
    return redirect(where or reverse("bounty", args=[bounty_id]))


@never_cache
@require_safe
def bounty(request: HttpRequest, bounty_id: int) -> HttpResponse:
    """One bounty; a client who comes back from the card page waits here for the escrow, not on the redirect."""
    posting.look_at_payment(bounty_id, by=request.user if isinstance(request.user, User) else None)
    return _page(request, bounty_id)


@never_cache
@require_safe
def panel(request: HttpRequest, bounty_id: int) -> HttpResponse:
    """The moving part of the page: the payment, or the check of a file; the same fragment as on the page."""
    posting.look_at_payment(bounty_id, by=request.user if isinstance(request.user, User) else None)
    return render(request, "marketplace/bounties/_panel.html", _context(request, bounty_id))


def _context(request: HttpRequest, bounty_id: int, **forms: Any) -> dict[str, Any]:
    page = selectors.bounty_page(request.user, bounty_id)
    shown: dict[str, Any] = {
        "page": page,
        "apply_form": ApplyForm(),
        "file_form": WorkFileForm(),
        "most_bytes": settings.UPLOAD_MAX_BYTES,
        "most_mb": settings.UPLOAD_MAX_BYTES // 2**20,
        "fee_percent": f"{settings.FEE_BASIS_POINTS / 100:g}",
        **{f"{name}_form": TextForm(prefix=name, label=str(label)) for name, label in TEXTS.items()},
    }
    return shown | forms


def _page(request: HttpRequest, bounty_id: int, *, status: int = 200, **forms: Any) -> HttpResponse:
    return render(request, "marketplace/bounties/bounty.html", _context(request, bounty_id, **forms), status=status)


def _bounty_of(request: HttpRequest, kind: str, object_id: int) -> int:
    """The bounty that an act on an application or a submission leads back to."""
    return selectors.bounty_of(_person(request), kind, object_id)


def _answered(
    request: HttpRequest, bounty_id: int, act: Callable[[], object], *, done: str, form: Any = None, name: str = ""
) -> HttpResponse:
    """Run one service; a refusal goes to the form it belongs to, with what was typed, or becomes a message."""
    status = 400
    if form is None or form.is_valid():
        try:
            act()
        except NexusError as refusal:
            if refusal.status in {401, 404}:
                raise
            status = refusal.status
            if form is None:
                messages.error(request, refusal.message)
                return redirect("bounty", bounty_id)
            form.refuse(refusal)
        else:
            messages.success(request, done)
            return redirect("bounty", bounty_id)
    return _page(request, bounty_id, status=status, **{f"{name}_form": form})


def _text_form(request: HttpRequest, name: str, *, required: bool = True) -> TextForm:
    return TextForm(request.POST, prefix=name, label=str(TEXTS[name]), required=required)


@login_required
@require_POST
def fund(request: HttpRequest, bounty_id: int) -> HttpResponse:
    return _to_payment(request, bounty_id)


@login_required
@require_POST
def close(request: HttpRequest, bounty_id: int) -> HttpResponse:
    return _answered(
        request,
        bounty_id,
        lambda: posting.close(bounty_id, by=_person(request)),
        done=_("Closed. What was in escrow goes back to your card."),
    )


@login_required
@require_POST
def apply(request: HttpRequest, bounty_id: int) -> HttpResponse:
    form = ApplyForm(request.POST)
    return _answered(
        request,
        bounty_id,
        lambda: applying.apply(
            bounty_id,
            by=_person(request),
            price_cents=form.cleaned_data["price"],
            text=form.cleaned_data["text"],
        ),
        done=_("You have applied. The client sees it now."),
        form=form,
        name="apply",
    )


@login_required
@require_POST
def withdraw(request: HttpRequest, application_id: int) -> HttpResponse:
    back = _bounty_of(request, "application", application_id)
    act = lambda: applying.withdraw(application_id, by=_person(request))  # noqa: E731 - the act of this button
    return _answered(request, back, act, done=_("Your application is withdrawn."))


@login_required
@require_POST
def choose(request: HttpRequest, application_id: int) -> HttpResponse:
    back = _bounty_of(request, "application", application_id)
    act = lambda: applying.choose(application_id, by=_person(request))  # noqa: E731 - the act of this button
    return _answered(request, back, act, done=_("Chosen. The artist can start, and you can write to one another."))


@login_required
@require_POST
def upload(request: HttpRequest, bounty_id: int) -> HttpResponse:
    form = WorkFileForm(request.POST, request.FILES)

    def act() -> object:
        sent = form.cleaned_data["file"]
        return work.prepare(bounty_id, by=_person(request), filename=sent.name, chunks=sent.chunks())

    return _answered(request, bounty_id, act, done=_("Received. It is being checked."), form=form, name="file")


@login_required
@require_POST
def hand_in(request: HttpRequest, bounty_id: int) -> HttpResponse:
    form = _text_form(request, "work", required=False)
    return _answered(
        request,
        bounty_id,
        lambda: work.hand_in(bounty_id, by=_person(request), message=form.cleaned_data["text"]),
        done=_("Handed in. The client looks at it now."),
        form=form,
        name="work",
    )


@login_required
@require_POST
def accept(request: HttpRequest, submission_id: int) -> HttpResponse:
    back = _bounty_of(request, "submission", submission_id)
    act = lambda: work.accept(submission_id, by=_person(request))  # noqa: E731 - the act of this button
    return _answered(request, back, act, done=_("Accepted and paid. The files are in your library."))


@login_required
@require_POST
def request_changes(request: HttpRequest, submission_id: int) -> HttpResponse:
    back, form = _bounty_of(request, "submission", submission_id), _text_form(request, "changes")
    return _answered(
        request,
        back,
        lambda: work.request_changes(submission_id, by=_person(request), text=form.cleaned_data["text"]),
        done=_("Sent. The artist hands in anew."),
        form=form,
        name="changes",
    )


@login_required
@require_POST
def dispute(request: HttpRequest, bounty_id: int) -> HttpResponse:
    form = _text_form(request, "dispute")
    return _answered(
        request,
        bounty_id,
        lambda: disputes.open_dispute(bounty_id, by=_person(request), text=form.cleaned_data["text"]),
        done=_("Staff read it and decide. Until then you can both write here."),
        form=form,
        name="dispute",
    )


@login_required
@require_POST
def message(request: HttpRequest, bounty_id: int) -> HttpResponse:
    form = _text_form(request, "message")
    return _answered(
        request,
        bounty_id,
        lambda: talk.send_message(bounty_id, by=_person(request), text=form.cleaned_data["text"]),
        done=_("Sent."),
        form=form,
        name="message",
    )
