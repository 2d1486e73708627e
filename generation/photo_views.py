"""A photo becomes a model: brought, shown with what was found in it, marked, then made."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from generation import inputs, photos, pictures, services
from generation.models import Job
from generation.photo_forms import SIDES, PhotoForm
from generation.visitors import guest_key_of, person_of
from nexus.foundation import limits
from nexus.foundation.errors import NexusError
from nexus.foundation.storage import links
from nexus.foundation.storage.models import StoredFile

ROOM_FOR_FORM = 64 * 1024  # what a form weighs beside its file
ENGINE = "relief"


def _weighed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse a body that is too large before any of it is read; the token is looked for only after that."""
    guarded = csrf_protect(view)

    def first(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > inputs.MOST_BYTES + ROOM_FOR_FORM:
            raise inputs.PictureTooLarge(_("A photo has at most %(most)d MB.") % {"most": inputs.MOST_BYTES // 2**20})
        return guarded(request, *args, **kwargs)

    return csrf_exempt(first)


@_weighed
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Take a photo in, through the gate; where it is refused, say why and ask for another."""
    problem, status = "", 200
    if request.method == "POST":
        sent = request.FILES.get("photo")
        if sent is None:
            problem, status = _("Choose a photo first."), 400
        else:
            try:
                data = b"".join(sent.chunks())
                name = str(sent.name or "photo")
                file = pictures.bring(data, filename=name, by=person_of(request), address=limits.address(request))
            except NexusError as refusal:
                problem, status = refusal.message, refusal.status
            else:
                return redirect("photo", token=photos.token_of(file))
    return render(request, "generation/photo.html", {"problem": problem}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: HttpRequest, token: str) -> HttpResponse:
    """The photo with what was found in it; `act=make` makes the model, anything else shows the outline anew."""
    file = photos.photo_known_by(token)
    form = PhotoForm(request.POST if request.method == "POST" else None)
    page: dict[str, Any] = {"form": form, "photo_url": links.open_url(file), "token": token, "sides": SIDES}
    status = 200
    if request.method == "POST":
        if not form.is_valid():
            status = 400
        elif request.POST.get("act") == "make":
            try:
                return redirect("job", job_id=_made(request, file, form).pk)
            except NexusError as refusal:
                form.add_error(None, refusal.message)
                status = refusal.status
    try:
        page["look"] = _looked(request, file, form)
    except NexusError as refusal:
        page["trouble"] = refusal.message
        status = status if status >= 400 else refusal.status
    part = "generation/_photo_look.html" if request.headers.get("X-Fragment") else "generation/photo.html"
    return render(request, part, page, status=status)


def _looked(request: HttpRequest, file: StoredFile, form: PhotoForm) -> photos.Look:
    box, strokes = (form.box(), form.cleaned_data["marks"]) if form.is_valid() else (None, [])
    return photos.look(file, box=box, strokes=strokes, who=limits.subject(request))


def _made(request: HttpRequest, file: StoredFile, form: PhotoForm) -> Job:
    person = person_of(request)
    return services.submit(
        owner=person,
        prompt=form.cleaned_data["words"],
        kind=Job.Kind.IMAGE,
        engine=ENGINE,
        parameters=form.parameters(),
        group_key="" if person else f"guest:{guest_key_of(request, make=True)}",
        name=form.cleaned_data["words"] or photos.name_of(file),
        address=limits.address(request),
        images=[file],
    )


@require_safe
def veil(_request: HttpRequest, token: str, name: str) -> HttpResponse:
    """The outline over a photo, as PNG; its name changes with the marks, so it may be kept."""
    photos.photo_known_by(token)
    answer = HttpResponse(photos.veil_known_by(name), content_type="image/png")
    answer["Cache-Control"] = "private, max-age=600"
    return answer
