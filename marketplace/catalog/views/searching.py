"""Around the search: suggestions while one types, the feed of a search, and searches that people keep."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from marketplace.catalog.filters import FilterForm
from marketplace.catalog.selectors.feeds import feed_entries
from marketplace.catalog.selectors.saved import saved_searches_of
from marketplace.catalog.selectors.suggesting import suggestions_for
from marketplace.catalog.services import saved_searches
from nexus.foundation.errors import Invalid, NexusError
from nexus.foundation.pagecache import for_everybody

FEED_KIND = "application/atom+xml; charset=utf-8"


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """For the field in the header: at most eight, as JSON."""
    rows = suggestions_for(request.GET.get("q", "").replace("\x00", ""))
    answer = JsonResponse({"suggestions": [{"kind": row.kind, "text": row.text, "url": row.url} for row in rows]})
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer


@require_safe
@for_everybody
def feed(request: HttpRequest) -> HttpResponse:
    """The newest models of a search as Atom; the filters are the catalogue's own. Sensitive ones are left out."""
    form = FilterForm(request.GET)
    if form.wrong:
        raise Invalid(next(iter(form.wrong.values())))
    question = urlencode(form.values, doseq=True)
    address = settings.SITE_URL + reverse("catalogue") + (f"?{question}" if question else "")
    own = settings.SITE_URL + reverse("catalogue_feed") + (f"?{question}" if question else "")
    title = _("New models for “%(words)s”") % {"words": form.text} if form.text else _("New models")
    made = Atom1Feed(title=title, link=address, description="", feed_url=own, feed_guid=own, language="en")
    for row in feed_entries(form.asked):
        made.add_item(
            title=row.name,
            link=settings.SITE_URL + row.url,
            unique_id=f"{settings.SITE_URL}/models/{row.id}/",
            description=row.words,
            author_name=row.creator,
            author_link=settings.SITE_URL + row.creator_url,
            pubdate=row.published_at,
            updateddate=row.updated_at,
            categories=row.tags,
        )
    return HttpResponse(made.writeString("utf-8"), content_type=FEED_KIND)


@never_cache
@login_required
@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    rows = [
        {"row": row, "url": f"{reverse('catalogue')}?{urlencode(row.query, doseq=True)}"}
        for row in saved_searches_of(request.user)
    ]
    return render(request, "marketplace/catalog/saved.html", {"rows": rows})


@login_required
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the search whose address the form carries, and go back to it."""
    assert isinstance(request.user, User)
    words = QueryDict(request.POST.get("query", "")[:4000])
    query = {name: words.getlist(name) for name in words}
    way_back = f"{reverse('catalogue')}?{urlencode(query, doseq=True)}"
    try:
        saved_searches.save_search(
            by=request.user,
            name=request.POST.get("name", ""),
            query=query,
            notify_of_news=request.POST.get("notify") == "1",
        )
    except NexusError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Kept. You find it under Settings, Saved searches."))
    return redirect(way_back)


@login_required
@require_POST
def change_saved(request: HttpRequest, search_id: int) -> HttpResponse:
    assert isinstance(request.user, User)
    if request.POST.get("do") == "delete":
        saved_searches.forget_search(search_id, by=request.user)
        messages.success(request, _("Deleted."))
    else:
        wanted = request.POST.get("notify") == "1"
        saved_searches.change_search(search_id, by=request.user, notify_of_news=wanted)
        messages.success(request, _("You hear of new models.") if wanted else _("You hear nothing of it any more."))
    return redirect("saved_searches")
