"""The workshop and the job's page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from generation import photos, selectors, services, shaping, workbench
from generation.engine_states import engine_states
from generation.forms import CreateForm
from generation.job_page import job_page, shaped_page
from generation.models import Job
from generation.service_page import made_a_day, service_page
from generation.source_page import source_of
from generation.visitors import claim_what_was_made, guest_key_of, person_of
from nexus.foundation import limits, tables
from nexus.foundation.errors import NexusError, NotFound

OTHERS = 3
EXAMPLES = (  # the engine reads both languages; the pictures are its own (scripts/sheet.py --each)
    ("teapot", gettext_lazy("a green teapot, 16 cm high")),
    ("chair", gettext_lazy("a walnut chair with five slats")),
    ("lighthouse", gettext_lazy("a red and white lighthouse, 24 m tall")),
    ("gear", gettext_lazy("a steel spur gear with 24 teeth, 10 mm thick")),
    ("boat", gettext_lazy("a wooden sailing boat with two white sails")),
    ("sunflower", gettext_lazy("a potted sunflower with twelve petals")),
    ("robot", gettext_lazy("a robot with an orange body")),
    ("stool", gettext_lazy("an apple on a plate, the plate on a stool")),
)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    claim_what_was_made(request)
    person = person_of(request)
    states = engine_states(kind=Job.Kind.TEXT)
    ready = {state.name: state for state in states if state.configured}
    chosen = ready.get(request.POST.get("engine") or request.GET.get("engine", ""), next(iter(ready.values())))
    form = CreateForm(
        request.POST or None,
        schema=chosen.parameters,
        initial={"prompt": request.GET.get("prompt", "")[: services.PROMPT_MOST]},
    )
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                job = services.submit(
                    owner=person,
                    prompt=form.cleaned_data["prompt"],
                    engine=chosen.name,
                    parameters=form.asked(),
                    group_key="" if person else f"guest:{guest_key_of(request, make=True)}",
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
    recent = selectors.recent_jobs(person, guest_key=guest_key_of(request))
    context = {"form": form, "recent": recent, "examples": EXAMPLES, "engines": states, "chosen": chosen}
    return render(request, "generation/create.html", context, status=status)


@require_GET
def service(request: HttpRequest) -> HttpResponse:
    """Engines and thirty days; `?csv=days` is the table of the plot."""
    if request.GET.get("csv") == "days":
        plot = made_a_day()
        return tables.csv_answer("nexus-made-by-day", plot.columns, plot.rows)
    return render(request, "generation/service.html", {"page": service_page()})


@require_GET
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    claim_what_was_made(request)
    return render(request, "generation/job.html", _page(request, job_id))


@require_GET
def panel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The live part of the job page, drawn by the same template."""
    return render(request, "generation/_panel.html", _page(request, job_id))


@require_GET
def shape(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The model with the address's values in place, as GLB; the same address gives the same bytes."""
    job = selectors.job_seen_by(request.user, job_id)
    if not shaping.can_be_shaped(job):
        raise NotFound(selectors.MISSING)
    limits.take(limits.SHAPING, limits.subject(request))
    data = workbench.build(
        shaping.changed(job.specification or {}, shaping.asked_in(request.GET.dict())), engine=job.engine
    )
    answer = HttpResponse(data, content_type="model/gltf-binary")
    answer["Cache-Control"] = "private, max-age=300"
    if "download" in request.GET:
        answer["Content-Disposition"] = f'attachment; filename="{job.pk}.glb"'
    return answer


@require_POST
def reshape(request: HttpRequest, job_id: UUID) -> HttpResponse:
    asked = shaping.asked_in(QueryDict(request.POST.get("values", "")).dict())
    made = services.reshape(job_id, by=person_of(request), changes=asked, address=limits.address(request))
    return redirect("job", job_id=made.pk)


def _page(request: HttpRequest, job_id: UUID) -> dict[str, object]:
    job = selectors.job_seen_by(request.user, job_id)
    recent = selectors.recent_jobs(person_of(request), guest_key=guest_key_of(request), most=OTHERS + 1)
    others = [row for row in recent if row.id != job_id][:OTHERS]
    shaped = shaped_page(job, shaping.asked_in(request.GET.dict()))
    made_from = {"source": source_of(job), "photo": photos.photo_of(job)}
    return {"page": job_page(request.user, job), "others": others, "shaped": shaped, **made_from}


@require_POST
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    services.cancel(job_id, by=person_of(request))
    messages.success(request, _("Cancelled. What you typed is kept here."))
    return redirect("job", job_id=job_id)


@require_POST
def rename(request: HttpRequest, job_id: UUID) -> HttpResponse:
    services.rename(job_id, by=person_of(request), name=request.POST.get("name", ""))
    return redirect("job", job_id=job_id)


@require_POST
def retry(request: HttpRequest, job_id: UUID) -> HttpResponse:
    again = services.retry(job_id, by=person_of(request), address=limits.address(request))
    return redirect("job", job_id=again.pk)


@require_POST
def delete(request: HttpRequest, job_id: UUID) -> HttpResponse:
    services.delete(job_id, by=person_of(request))
    messages.success(request, _("Deleted, with its files."))
    return redirect("create")
