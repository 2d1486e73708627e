"""What a model's and a creator's page show, as plain values for their templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from generation import shaping
from marketplace.catalog.licences import name_of
from marketplace.catalog.machine import absolute, creator_graph, embed_code, json_ld, model_graph
from marketplace.catalog.models import Listing
from marketplace.catalog.print_words import printed
from marketplace.catalog.provenance import is_genuine
from marketplace.catalog.selectors import ModelPage
from marketplace.catalog.selectors.creators import CreatorPage
from marketplace.catalog.selectors.parametric import shapes_of
from marketplace.catalog.slicers import SLICERS
from nexus.foundation.languages import figures
from nexus.foundation.sayings import said
from nexus.templatetags.ui import bytes_short, size_cm, thousands

FILM_MAKES = 3
AUTO_BYTES = 8 * 1024 * 1024
INCH = 25.4
STATE_TONES = {"approved": "good", "pending": "note", "rejected": "bad"}


@dataclass(frozen=True)
class Way:
    """A link that is a chip or a way on."""

    text: str
    url: str
    kind: str = ""


@dataclass(frozen=True)
class Cut:
    """What of a price is its creator's, for the home page's drawing; `split` is where the bar is cut, of 520."""

    percent: str
    paid_cents: int
    yours_cents: int
    fee_cents: int
    split: str
    rest_from: str
    rest: str
    middle: str


def home_cut(paid_cents: int = 1400) -> Cut:
    """An example price as the fee of this installation cuts it."""
    fee = round(paid_cents * settings.FEE_BASIS_POINTS / 10_000)
    split = 516 * (paid_cents - fee) / paid_cents
    return Cut(
        percent=number_format((10_000 - settings.FEE_BASIS_POINTS) / 100).removesuffix(".0").removesuffix(",0"),
        paid_cents=paid_cents,
        yours_cents=paid_cents - fee,
        fee_cents=fee,
        split=f"{split:.0f}",
        rest_from=f"{split + 4:.0f}",
        rest=f"{516 - split:.0f}",
        middle=f"{split / 2:.0f}",
    )


def model_context(request: HttpRequest, page: ModelPage) -> dict[str, Any]:
    offered = [offer for offer in page.offers if offer.licence not in page.viewer.held]
    free = next((offer for offer in offered if offer.price_cents == 0), None)
    problems, origin = problems_of(page.facts), origin_of(page)
    settings_rows = print_rows(page.print_settings)
    return {
        "page": page,
        "viewer": page.viewer,
        "size_mm": (page.facts or {}).get("size_mm"),
        "auto": 0 < page.preview_bytes < AUTO_BYTES,
        "crumbs": _crumbs(page),
        "facts": facts_of(page.facts),
        "problems": problems,
        "formats": [f"{row.format.upper()} {bytes_short(row.size)}" for row in page.formats],
        "offered": offered,
        "free_offer": free,
        "is_for_sale": page.is_public and bool(offered),
        "origin": origin,
        "reasons": reasons_of(page),
        "held_version": page.viewer.taken or page.version,
        "held_names": ", ".join(str(name_of(licence)) for licence in page.viewer.held),
        "again_url": again_url(page),
        "state_words": state_words(page),
        "state_tone": STATE_TONES.get(page.state, ""),
        "signed_in": request.user.is_authenticated,
        "tabs": _tabs(page, problems, has_origin=bool(origin), has_settings=bool(settings_rows)),
        "film": _film(page),
        "print_rows": settings_rows,
        "refund_days": settings.REFUND_DAYS,
        "graph": json_ld(model_graph(page)) if page.is_public else "",
        "embed_code": embed_code(page) if page.is_public else "",
        "oembed_url": f"{absolute(reverse('oembed'))}?{urlencode({'url': absolute(page.url), 'format': 'json'})}",
        "share_url": absolute(page.url),
        "slicers": SLICERS.items(),
        **_sliders(page),
    }


def _sliders(page: ModelPage) -> dict[str, Any]:
    """What of a parametric model its holders, and those of a free one everybody, may change on its page."""
    shapes = shapes_of(page.specification, page.provenance)
    is_open = page.viewer.can_download or any(offer.price_cents == 0 for offer in page.offers)
    return {"shapes": shapes, "may_shape": is_open, "surfaces": shaping.surfaces() if shapes and is_open else []}


def _tabs(page: ModelPage, problems: list[Any], *, has_origin: bool, has_settings: bool) -> list[dict[str, Any]]:
    """The parts of the page, in their order; a part that is not there has no tab."""
    talks = page.is_public or page.state == Listing.State.ARCHIVED
    rows: list[tuple[str, str, int | None, bool]] = [
        (_("Description"), "#about", None, True),
        (_("Files"), "#files", None, bool(page.formats)),
        (_("Report"), "#report", len(problems), bool(page.facts)),
        (_("Prints"), "#prints", page.make_count, talks or has_settings),
        (_("Reviews"), "#reviews", page.rating_count, talks),
        (_("Questions"), "#questions", page.thread_count, talks),
        (_("Versions"), "#versions", None, len(page.versions) > 1),
        (_("Origin"), "#origin", None, has_origin),
        (_("Related"), "#related", None, bool(page.related)),
    ]
    return [{"text": text, "url": url, "count": count, "current": False} for text, url, count, there in rows if there]


@dataclass(frozen=True)
class Frame:
    """One picture of the filmstrip; `url` is what the stage then shows, nothing for the model in 3D."""

    text: str
    thumbnail: str
    url: str = ""
    icon: str = ""
    href: str = ""


USUAL_TURN, USUAL_ABOVE = 30, 15  # the side that pictures show by themselves


@dataclass(frozen=True)
class Pose:
    """One picture that the creator took: nothing to show until it is drawn."""

    url: str


def poses_of(page: ModelPage, angles: Sequence[Sequence[int]]) -> list[Pose]:
    """The pictures in their order; the first one is the cover."""
    drawn = {(row.turn, row.above): row.url for row in page.pictures if row.kind in {"large", "view"}}
    return [Pose(drawn.get((angle[0], angle[1]), "")) for angle in angles]


def pose_context(page: ModelPage, angles: Sequence[Sequence[int]]) -> dict[str, Any]:
    """The part of a creator's page where pictures are taken and ordered."""
    cover = page.picture("large")
    wanted = tuple(angles[0]) if angles else (None, None)
    poses = poses_of(page, angles)
    is_cover_drawn = cover is None or (cover.turn, cover.above) == wanted
    return {
        "poses": poses,
        "is_posed": is_cover_drawn and all(one.url for one in poses),
        "pose": {"turn": USUAL_TURN, "above": USUAL_ABOVE},
    }


def _film(page: ModelPage) -> list[Frame]:
    """3D, the stills that are there, and what people printed; nothing where there is only the one."""
    names = {"large": _("Still"), "view": _("Another side")}
    frames = [Frame(_("3D"), page.still_url, href=page.large_url)]
    frames += [Frame(names[row.kind], row.url, url=row.url, href=row.url) for row in page.pictures if row.kind in names]
    frames += [
        Frame(_("A print"), made.photo_url, url=made.photo_url, href=made.photo_url) for made in page.makes[:FILM_MAKES]
    ]
    return frames if len(frames) > 1 and page.still_url and not page.sensitive else []


def print_rows(found: dict[str, Any] | None) -> list[tuple[str, str]]:
    """How the creator prints it, as pairs for components/facts.html."""
    names = {
        "material": _("Material"),
        "supports": _("Supports"),
        "nozzle_mm": _("Nozzle"),
        "layer_mm": _("Layer height"),
        "infill_percent": _("Infill"),
        "walls": _("Walls"),
        "scale_percent": _("Scale"),
        "nozzle_celsius": _("Nozzle temperature"),
        "bed_celsius": _("Bed temperature"),
        "minutes": _("Time"),
        "grams": _("Weight"),
        "brim": _("Brim"),
        "printer": _("Printer"),
        "note": _("Note"),
    }
    units = {"mm": " mm", "percent": " %", "celsius": " °C", "minutes": " min", "grams": " g"}
    supports = {"none": _("none"), "touching_bed": _("where they touch the bed"), "everywhere": _("everywhere")}
    rows = []
    for name, value in (found or {}).items():
        if isinstance(value, bool):
            text = _("yes") if value else _("no")
        elif isinstance(value, int | float):
            text = figures(f"{value:g}{units.get(name.rpartition('_')[2], '')}")
        else:
            text = supports.get(str(value), str(value)) if name == "supports" else str(value)
        rows.append((names.get(name, name), text))
    return rows


def creator_context(request: HttpRequest, page: CreatorPage) -> dict[str, Any]:
    address = reverse("creator", args=[page.username])

    def at(sort: str, number: int) -> str:
        chosen = {**({"sort": sort} if sort != "newest" else {}), **({"page": str(number)} if number > 1 else {})}
        return f"{address}?{urlencode(chosen)}" if chosen else address

    names = {
        "newest": _("Newest"),
        "popular": _("Popular"),
        "rating": _("Best rated"),
        "price": _("Cheapest"),
        "-price": _("Dearest"),
    }
    last = page.number - 1 if page.number > 1 else 0
    return {
        "page": page,
        "signed_in": request.user.is_authenticated,
        "sorts": [{"text": text, "url": at(sort, 1), "current": sort == page.sort} for sort, text in names.items()],
        "previous_url": at(page.sort, last) if last else "",
        "next_url": at(page.sort, page.number + 1) if page.number < page.pages else "",
        "address": absolute(address),
        "graph": json_ld(creator_graph(page)),
        "robots": "noindex" if request.GET else "",
    }


def problems_of(facts: dict[str, Any] | None, *, notes: bool = False) -> list[dict[str, Any]]:
    """What the check found, in the reader's language; mere notes only where they are asked for."""
    rows = (facts or {}).get("problems", ())
    return [
        {**row, "sentence": said(row.get("sentence", ""))} for row in rows if notes or row.get("severity") != "info"
    ]


@dataclass(frozen=True)
class Reason:
    """A mark of a model and what it rests on."""

    text: str
    why: str
    icon: str
    tone: str = ""


def reasons_of(page: ModelPage) -> list[Reason]:
    """The marks of a model, each with what we know that makes it true."""
    facts, found = page.facts or {}, []
    if page.ai_generated:
        made = page.provenance and is_genuine(page.provenance)
        why = _("Made here by a generator; its record is signed.") if made else _("Its creator says so.")
        found.append(Reason(_("AI-generated"), why, "bot"))
    if page.parametric:
        why = _("Its measures are kept as parameters, so it can be made again otherwise.")
        found.append(Reason(_("Parametric"), why, "sliders-horizontal"))
    if facts.get("closed"):
        bodies = int(facts.get("bodies") or 1)
        why = ngettext("Closed all round, %(count)d body.", "Closed all round, %(count)d bodies.", bodies)
        found.append(Reason(_("Watertight"), why % {"count": bodies}, "circle-check", "good"))
        prints, why = printed(facts)
        if prints:
            found.append(Reason(_("Print-checked"), why, "printer-check", "good"))
        else:
            found.append(Reason(_("Not ready to print"), why, "printer", "warn"))
    if page.sensitive:
        found.append(Reason(_("Sensitive"), _("Not for everybody's eyes; kept off the home page."), "eye-off", "warn"))
    return found


def _crumbs(page: ModelPage) -> list[Way]:
    crumbs = [Way(_("Explore"), reverse("catalogue"))]
    if page.category_parent:
        slug, name = page.category_parent
        crumbs.append(Way(name, f"{reverse('catalogue')}?{urlencode({'category': slug})}"))
    if page.category_slug:
        crumbs.append(Way(page.category_name, f"{reverse('catalogue')}?{urlencode({'category': page.category_slug})}"))
    return [*crumbs, Way(page.name, "")]


def facts_of(facts: dict[str, Any] | None) -> list[tuple[str, str]]:
    """The measured facts as pairs for components/facts.html."""
    if not facts:
        return []
    size = facts.get("size_mm") or []
    pairs = [
        (_("Size"), size_cm(size)),
        ("", figures(" × ".join(f"{side / INCH:.1f}" for side in size) + " in") if size else ""),
        (_("Triangles"), thousands(facts.get("triangles"))),
        (_("Vertices"), thousands(facts.get("vertices"))),
        (_("Parts"), thousands(facts.get("parts"))),
        (_("Materials"), _materials(facts)),
        (_("Watertight"), _("yes") if facts.get("closed") else _("no")),
        (_("Bodies"), thousands(facts.get("bodies"))),
        (_("Volume"), _volume(facts.get("volume_mm3"))),
        (_("UV"), _("yes") if facts.get("uv") else _("none")),
        (_("Rig"), _("yes") if facts.get("rigged") else _("none")),
        (_("Animations"), ", ".join(clip["name"] or "?" for clip in facts.get("animations") or ()) or _("none")),
    ]
    return [(term, value) for term, value in pairs if value]


def _materials(facts: dict[str, Any]) -> str:
    count, textures = len(facts.get("materials") or ()), int(facts.get("textures") or 0)
    if not textures:
        return _("%(count)d, no textures") % {"count": count}
    return _("%(count)d, textures up to %(side)d pixels") % {"count": count, "side": facts.get("max_texture") or 0}


def _volume(cubic_mm: float | None) -> str:
    """A volume as people write it: "42,790 cm³", "3.14 cm³", "820 mm³", "1.25 m³"."""
    if cubic_mm is None:
        return ""
    if cubic_mm < 1e3:
        value, unit = cubic_mm, "mm³"
    elif cubic_mm < 1e8:
        value, unit = cubic_mm / 1e3, "cm³"
    else:
        value, unit = cubic_mm / 1e9, "m³"
    places = 0 if value >= 99.95 else 1 if value >= 9.995 else 2
    return figures(f"{value:,.{places}f} {unit}")


def origin_of(page: ModelPage) -> list[tuple[str, str]]:
    """Where a generated model comes from; empty where the signature does not hold."""
    found = page.provenance
    if not found or not is_genuine(found):
        return []
    return [
        (_("Prompt"), str(found["prompt"])),
        (_("Engine"), f"{found['engine']} {found['engine_version']}".strip()),
        (_("Seed"), str(found["seed"])),
        ("SHA-256", str(found["sha256"].get("glb", ""))[:16] + "…"),
    ]


def again_url(page: ModelPage) -> str:
    """Where one may make a model of the same words with changes of one's own."""
    prompt = (page.provenance or {}).get("prompt")
    return f"/create/?{urlencode({'prompt': prompt})}" if prompt else ""


def state_words(page: ModelPage) -> str:
    """What the creator and staff read above a listing that is not on show."""
    if page.hidden_by:
        return _("Hidden by staff. Nobody finds it; who holds it keeps it.")
    return {
        Listing.State.DRAFT: _("A draft: only you see it."),
        Listing.State.PENDING: _("In review: staff look at it, the oldest first."),
        Listing.State.REJECTED: _("Not accepted: %(reason)s") % {"reason": said(page.reject_reason)},
        Listing.State.ARCHIVED: _("Archived: off the shop; who holds it keeps it."),
    }.get(Listing.State(page.state), "")
