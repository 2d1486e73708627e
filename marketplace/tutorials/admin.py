"""Tutorials in the console: the list, the form with its preview, and what is asked before it happens."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import rights
from accounts.models import User
from accounts.roles import KEEP_TUTORIALS
from marketplace.tutorials import selectors, services
from marketplace.tutorials.forms import TutorialForm
from marketplace.tutorials.models import Tutorial
from nexus.foundation.articles import article
from nexus.foundation.console_pages import ask, is_confirmed, own_page
from nexus.foundation.errors import Invalid, NexusError

FORM = ["GET", "HEAD", "POST"]


def tutorial_urls(site: admin.AdminSite) -> list[URLPattern]:
    """The tutorials' pages, for the console that shows them."""
    rows: tuple[tuple[str, Callable[..., HttpResponse], str], ...] = (
        ("window/tutorials/", tutorials, "window_tutorials"),
        ("window/tutorials/new/", write, "window_tutorial_new"),
        ("window/tutorials/<int:tutorial_id>/", write, "window_tutorial"),
        ("window/tutorials/<int:tutorial_id>/<slug:act>/", decide, "window_tutorial_act"),
    )
    return [path(route, site.admin_view(view), name=name) for route, view, name in rows]


def _staff(request: HttpRequest) -> User:
    return rights.staff_with(request.user, KEEP_TUTORIALS)


@require_safe
def tutorials(request: HttpRequest) -> HttpResponse:
    rows = list(selectors.tutorials_kept_by(_staff(request)).defer("text", "parts")[:500])
    return own_page(request, "admin/marketplace/window/tutorials.html", title=_("Tutorials"), rows=rows)


@require_http_methods(FORM)
def write(request: HttpRequest, tutorial_id: int | None = None) -> HttpResponse:
    """A form that keeps what was typed; the preview is drawn of it without saving."""
    person = _staff(request)
    row = selectors.tutorial_kept_by(person, tutorial_id) if tutorial_id else None
    begun = {"title": row.title, "level": row.level, "summary": row.summary, "text": row.text} if row else {}
    form = TutorialForm(request.POST or None, initial=begun)
    parts: tuple[selectors.ShownPart, ...] = ()
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "preview":
            parts = selectors.shown_parts(article(form.cleaned_data["text"]).parts)
        elif (saved := _saved(form, row, person)) is not None:
            messages.success(request, _("Saved."))
            return redirect("admin:window_tutorial", saved.pk)
    context: dict[str, Any] = {"form": form, "row": row, "parts": parts, "status": 400 if form.errors else 200}
    title = row.title if row else _("A new tutorial")
    return own_page(request, "admin/marketplace/window/tutorial.html", title=title, **context)


def _saved(form: TutorialForm, row: Tutorial | None, person: User) -> Tutorial | None:
    """The row; None where the service refused, whose sentences stand at the form then."""
    try:
        if row is None:
            return services.write_tutorial(by=person, **form.cleaned_data)
        return services.change_tutorial(row.pk, by=person, **form.cleaned_data)
    except Invalid as refusal:
        for name, sentences in refusal.fields.items():
            for sentence in sentences:
                form.add_error(name if name in form.fields else None, sentence)
        return None


@require_http_methods(FORM)
def decide(request: HttpRequest, tutorial_id: int, act: str) -> HttpResponse:
    """Publish, withdraw or delete, once it was asked."""
    acts = {
        "publish": (
            services.publish_tutorial, _("Publish this tutorial?"), _("Everybody can read it then."), _("Publish it")),
        "withdraw": (
            services.withdraw_tutorial, _("Withdraw this tutorial?"), _("It becomes a draft that only staff see."),
            _("Withdraw it")),
        "delete": (
            services.delete_tutorial, _("Delete this tutorial?"), _("The audit keeps its text."), _("Delete it")),
    }  # fmt: skip
    if act not in acts:
        raise Http404
    person, wrong, status = _staff(request), "", 200
    row = selectors.tutorial_kept_by(person, tutorial_id)
    service, title, sentence, action = acts[act]
    if is_confirmed(request):
        try:
            service(tutorial_id, by=person)
        except NexusError as refusal:
            wrong, status = refusal.message, refusal.status
        else:
            messages.success(request, _("Done: “%(title)s”.") % {"title": row.title})
            return redirect("admin:window_tutorials")
    back = reverse("admin:window_tutorial", args=[tutorial_id])
    words, danger = [f"“{row.title}”", sentence], act == "delete"
    return ask(
        request, title=title, words=words, action=action, back=back, is_danger=danger, wrong=wrong, status=status
    )
