"""What crawlers may read and where it stands: robots.txt, the sitemap's index and its files."""

from collections.abc import Callable, Sequence
from datetime import datetime
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from marketplace.catalog.selectors import feeds
from marketplace.catalog.selectors.feeds import Place
from marketplace.tutorials.models import Tutorial

FILE = 10_000  # addresses a file
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
CLOSED = ("/admin/", "/accounts/", "/settings/", "/cart/", "/checkout/", "/library/", "/dashboard/", "/notifications/")
READING = ("/", "/models/", "/bounties/", "/learn/", "/how-we-rank/", "/licences/", "/rules/", "/privacy/", "/terms/")


def _tutorials() -> list[Place]:
    rows = Tutorial.objects.filter(state=Tutorial.State.PUBLISHED).order_by("pk")
    return [Place(f"/learn/{slug}/", at) for slug, at in rows.values_list("slug", "updated_at")[:FILE]]


SECTIONS: dict[str, Callable[[], Sequence[Place]]] = {
    "pages": lambda: [Place(path, None) for path in READING],
    "creators": lambda: feeds.creator_places(most=FILE),
    "collections": lambda: feeds.collection_places(most=FILE),
    "tutorials": _tutorials,
}


@require_safe
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), ""]
    return HttpResponse("\n".join([*lines, f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]), content_type="text/plain")


@require_safe
def index(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    files = [f"{name}.xml" for name in SECTIONS]
    files += [f"models-{start}.xml" for start in feeds.model_starts(every=FILE)]
    rows = "".join(f"<sitemap><loc>{escape(settings.SITE_URL)}/sitemap/{name}</loc></sitemap>" for name in files)
    return _xml(f'<sitemapindex xmlns="{NAMESPACE}">{rows}</sitemapindex>')


@require_safe
def section(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001 - a view
    if name not in SECTIONS:
        raise Http404
    return _addresses(SECTIONS[name]())


@require_safe
def models(request: HttpRequest, after: int) -> HttpResponse:  # noqa: ARG001 - a view
    return _addresses(feeds.model_places(after=min(after, 2**62), most=FILE))


def _addresses(places: Sequence[Place]) -> HttpResponse:
    rows = "".join(
        f"<url><loc>{escape(settings.SITE_URL + place.url)}</loc>{_changed(place.changed_at)}</url>" for place in places
    )
    return _xml(f'<urlset xmlns="{NAMESPACE}">{rows}</urlset>')


def _changed(at: datetime | None) -> str:
    return f"<lastmod>{at.isoformat(timespec='seconds')}</lastmod>" if at else ""


def _xml(body: str) -> HttpResponse:
    answer = HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n', content_type="application/xml")
    answer.headers["Cache-Control"] = "public, max-age=600"
    return answer
