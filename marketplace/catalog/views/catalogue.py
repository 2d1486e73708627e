"""What everybody finds: the catalogue."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.catalog import selectors
from marketplace.catalog.cataloguing import catalogue_context
from marketplace.catalog.filters import FilterForm
from nexus.foundation.errors import Invalid
from nexus.foundation.pagecache import for_everybody


@require_safe
@for_everybody
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every choice is in the address; a wrong one is said and left out, and the rest is shown."""
    form = FilterForm(request.GET)
    query, wrong = form.query()
    status = 400 if wrong else 200
    try:
        page = selectors.search(request.user, query)
    except Invalid as refusal:
        wrong, status = [refusal.message], 400
        query = selectors.SearchQuery(text=query.text[:200])
        page = selectors.search(request.user, query)
    if query.offset and not page.cards:
        wrong, status = [_("There is no page %(number)s of this list; this is its first.") % {"number": form.page}], 404
        form.page, query = "", replace(query, offset=0)
        page = selectors.search(request.user, query)
    context = catalogue_context(request, form, page, wrong)
    return render(request, "marketplace/catalog/catalogue.html", context, status=status)
