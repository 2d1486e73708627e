"""The workshop and the job's page."""

import secrets
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from generation import registry, selectors, services
from generation.forms import CreateForm
from generation.job_page import job_page
from nexus.foundation import limits
from nexus.foundation.errors import NexusError

GUEST = "guest_key"
EXAMPLES = (
    "a round oak table 120 cm wide with four legs",
    "a tall blue vase, 30 cm high",
    "a small house with a red roof and two windows",
    "a walnut chair with five slats",
)


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _guest_key(request: HttpRequest, *, make: bool = False) -> str:
    """What was made in this browser before signing in; claimed at the first page after it."""
    if make and GUEST not in request.session:
        request.session[GUEST] = secrets.token_urlsafe(18)
    return str(request.session.get(GUEST, ""))


def _claim(request: HttpRequest) -> None:
    person, key = _person(request), _guest_key(request)
    if person and key:
        services.claim_guest_jobs(person, guest_key=key)
        del request.session[GUEST]


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    _claim(request)
    person = _person(request)
    form = CreateForm(request.POST or None, initial={"prompt": request.GET.get("prompt", "")[: services.PROMPT_MOST]})
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                job = services.submit(
                    owner=person,
                    prompt=form.cleaned_data["prompt"],
                    parameters={name: form.cleaned_data[name] for name in ("style", "complexity")},
                    group_key="" if person else f"guest:{_guest_key(request, make=True)}",
                    address=limits.address(request),
                )
            except NexusError as refusal:
                form.add_error(
                    "prompt" if "prompt" in refusal.fields or refusal.code.startswith("prompt") else None,
                    refusal.message,
                )
                status = refusal.status
            else:
                return redirect("job", job_id=job.pk)
        else:
            status = 400
    recent = selectors.recent_jobs(person, guest_key=_guest_key(request))
    engines = [{"name": engine.name, "why_not": engine.ready()} for engine in registry.engines().values()]
    context = {"form": form, "recent": recent, "examples": EXAMPLES, "engines": engines}
    return render(request, "generation/create.html", context, status=status)


@require_GET
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    _claim(request)
    return render(request, "generation/job.html", _page(request, job_id))


@require_GET
def panel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The live part of the job page, drawn by the same template."""
    return render(request, "generation/_panel.html", _page(request, job_id))


def _page(request: HttpRequest, job_id: UUID) -> dict[str, object]:
    return {"page": job_page(request.user, job_id)}


@require_POST
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    services.cancel(job_id, by=_person(request))
    messages.success(request, _("Cancelled. What you typed is kept here."))
    return redirect("job", job_id=job_id)


@require_POST
def rename(request: HttpRequest, job_id: UUID) -> HttpResponse:
    services.rename(job_id, by=_person(request), name=request.POST.get("name", ""))
    return redirect("job", job_id=job_id)


@require_POST
def retry(request: HttpRequest, job_id: UUID) -> HttpResponse:
    again = services.retry(job_id, by=_person(request), address=limits.address(request))
    return redirect("job", job_id=again.pk)


@require_POST
def delete(request: HttpRequest, job_id: UUID) -> HttpResponse:
    services.delete(job_id, by=_person(request))
    messages.success(request, _("Deleted, with its files."))
    return redirect("create")
