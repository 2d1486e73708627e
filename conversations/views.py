"""The studio's pages: sessions, one session with its talk and its model, and what a person says there."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from conversations import selectors, studio_page
from conversations.design_page import DesignPage, design_page
from conversations.forms import SayForm
from conversations.services import sessions, talk
from nexus.foundation.errors import NexusError, NotSignedIn

TABS = ("model", "source", "compare")
EXAMPLES = (
    gettext_lazy("a small quadcopter frame for 1404 motors"),
    gettext_lazy("an enclosure for a Raspberry Pi 4 with a lid, walls 2.4 mm"),
    gettext_lazy("a wall hook for a 30 mm pipe, two M4 screws"),
    gettext_lazy("a gear pair, 20 and 40 teeth, module 1.5, 8 mm thick"),
    gettext_lazy("an organiser 200 by 120 mm with six compartments"),
)


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotSignedIn("Sign in to use the studio.")
    return request.user


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def studio(request: HttpRequest) -> HttpResponse:
    """One's sessions, and the place to begin a new one."""
    person, status = _person(request), 200
    form = SayForm(request.POST or None, initial={"text": request.GET.get("text", "")[:2000]})
    if request.method == "POST":
        if form.is_valid():
            try:
                chat = talk.begin(person, form.cleaned_data["text"])
            except NexusError as refusal:
                form.add_error("text", refusal.sentence)
                status = refusal.status
            else:
                return redirect("studio_session", chat.session_id)
        else:
            status = 400
    context = {"form": form, "sessions": studio_page.session_rows(person), "examples": EXAMPLES}
    return render(request, "conversations/studio.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The talk beside the model; a POST is what the person says."""
    person, status = _person(request), 200
    form = SayForm(request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            try:
                talk.say(_chat_id(person, session_id), by=person, text=form.cleaned_data["text"])
            except NexusError as refusal:
                form.add_error("text", refusal.sentence)
                status = refusal.status
            else:
                return redirect("studio_session", session_id)
        else:
            status = 400
    return render(request, "conversations/session.html", _context(request, session_id, form), status=status)


@never_cache
@login_required
@require_GET
def panel(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The live part of a session's page, drawn by the same template."""
    return render(request, "conversations/_session.html", _context(request, session_id, SayForm()))


@login_required
@require_POST
def delete(request: HttpRequest, session_id: UUID) -> HttpResponse:
    sessions.delete_session(session_id, by=_person(request))
    messages.success(request, _("Deleted, with its models."))
    return redirect("studio")


@login_required
@require_POST
def rename(request: HttpRequest, session_id: UUID) -> HttpResponse:
    name = " ".join(request.POST.get("name", "").split())[: sessions.NAME_MOST]
    sessions.change_session(session_id, by=_person(request), name=name)
    return redirect("studio_session", session_id)


def _chat_id(person: User, session_id: UUID) -> UUID:
    first = selectors.session_of(person, session_id).chats.order_by("id").first()
    return (first or sessions.make_chat(session_id, by=person)).pk


def _context(request: HttpRequest, session_id: UUID, form: SayForm) -> dict[str, object]:
    asked = request.GET.get("version", "")
    version = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else None
    tab = request.GET.get("tab", "model")
    page: DesignPage = design_page(_person(request), session_id, version=version, compare=tab == "compare")
    return {"page": page, "form": form, "tab": tab if tab in TABS else "model", "version": version}
