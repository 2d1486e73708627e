"""The page where OpenSCAD sources are written: examples, and what is wrong with one at which line."""

from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.rights import Viewer
from generation import registry, selectors, services, workbench
from generation.mesh.scad.refusal import place_in
from generation.models import Job
from generation.source_page import ENGINE, text_of
from generation.visitors import claim_what_was_made, guest_key_of, person_of
from nexus.foundation import limits
from nexus.foundation.errors import NexusError, NotFound, Unavailable

MOST = 200_000
CHECK_SECONDS = 15.0  # a reading, and the start of a child that is to do it
EXAMPLES = (("box", _("Box with a lid")), ("knob", _("Knob")), ("bracket", _("Bracket")), ("vase", _("Twisted vase")))


class SourceForm(forms.Form):
    """A name and a source."""

    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    source = forms.CharField(
        label=_("OpenSCAD source"),
        max_length=MOST,
        strip=False,
        widget=forms.Textarea(
            attrs={
                "rows": 24, "wrap": "off", "spellcheck": "false", "autocapitalize": "off", "autocomplete": "off",
                "data-source": "",
            }
        ),
        error_messages={"required": _("Write at least one solid, for example: cube(10);")},
    )  # fmt: skip

    def clean_source(self) -> str:
        source: str = self.cleaned_data["source"]
        if not source.strip():
            raise forms.ValidationError(self.fields["source"].error_messages["required"], code="required")
        return source


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    claim_what_was_made(request)
    person = person_of(request)
    form = SourceForm(request.POST or None, initial=_initial(request))
    status, place = 200, (0, 0)
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                job = _submitted(request, form.cleaned_data["name"], form.cleaned_data["source"])
            except NexusError as refusal:
                form.add_error("source", refusal.message)
                status, place = refusal.status, place_in(refusal.message)
            else:
                return redirect("job", job_id=job.pk)
    engine = registry.engines().get(ENGINE)
    context = {
        "form": form,
        "line": place[0],
        "column": place[1],
        "examples": EXAMPLES,
        "why_not": engine.ready() if engine else _("This engine is switched off here."),
        "recent": selectors.recent_jobs(person, guest_key=guest_key_of(request)),
    }
    return render(request, "generation/create_source.html", context, status=status)


def _submitted(request: HttpRequest, name: str, source: str) -> Job:
    """The source is read before a job is made of it, so that its author hears of mistakes where they can be mended."""
    person = person_of(request)
    registry.choose(ENGINE, kind=Job.Kind.DESIGN)
    limits.take(limits.SHAPING, limits.subject(request))
    return services.submit(
        owner=person,
        prompt=name.strip() or _title(source),
        name=name.strip(),
        kind=Job.Kind.DESIGN,
        engine=ENGINE,
        parameters={"source": source},
        specification=_read(source),
        group_key="" if person else f"guest:{guest_key_of(request, make=True)}",
        address=limits.address(request),
    )


def _read(source: str) -> dict[str, Any] | None:
    """The specification of a source; None where nobody is free to read it now: then the job will. Raises Invalid."""
    asked = {
        "act": "plan",
        "engine": registry.path_of(ENGINE),
        "options": registry.options_of(ENGINE),
        "kind": Job.Kind.DESIGN.value,
        "prompt": "",
        "parameters": {"source": source},
        "seed": 0,
    }
    try:
        specification: dict[str, Any] = workbench.ask(asked, seconds=CHECK_SECONDS)[0]["specification"]
    except Unavailable:
        return None
    return specification


def _title(source: str) -> str:
    """The comment that a source begins with, else a plain name."""
    first = next((line.strip() for line in source.split("\n") if line.strip()), "")
    said = first.lstrip("/* ").rstrip("*/ ") if first.startswith(("//", "/*")) else ""
    return said[:120].rstrip(" .") if said and not said.startswith("[") else "OpenSCAD model"


def _initial(request: HttpRequest) -> dict[str, str]:
    """The source of the example or of the job that the address names; a name that is none leaves the page empty."""
    example = request.GET.get("example", "")
    if example in dict(EXAMPLES):
        return {"source": _example(example)}
    try:
        job = _job_named(request.user, request.GET.get("from", ""))
    except NotFound:
        job = None
    return {"source": text_of(job) or "", "name": job.name} if job else {}


def _job_named(viewer: Viewer, text: str) -> Job | None:
    try:
        number = UUID(text)
    except ValueError:
        return None
    return selectors.job_seen_by(viewer, number)


@cache
def _example(name: str) -> str:
    return (Path(__file__).parent / "examples" / f"{name}.scad").read_text(encoding="utf-8")
