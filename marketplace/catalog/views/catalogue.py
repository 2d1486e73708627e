"""What everybody finds: the catalogue."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from marketplace.catalog import selectors
from marketplace.catalog.cataloguing import catalogue_context
from marketplace.catalog.filters import FilterForm
from marketplace.catalog.selectors.tags import tag_to_follow
from nexus.foundation.errors import Invalid
from nexus.foundation.pagecache import for_everybody

SORT = "catalogue_sort"


def _form(request: HttpRequest) -> FilterForm:
    """The filters of the address; whoever is signed in finds the order they last chose where it names none."""
    form = FilterForm(request.GET)
    if not request.user.is_authenticated:
        return form
    kept = request.session.get(SORT, "")
    if "sort" in request.GET:
        if "sort" not in form.wrong and form.sort != kept:
            request.session[SORT] = form.sort
        return form
    if not kept:
        return form
    asked = request.GET.copy()
    asked["sort"] = kept
    return FilterForm(asked)


@require_safe
@for_everybody
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every choice is in the address; a wrong one is said and left out, and the rest is shown."""
    form = _form(request)
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
    context["sort_is_kept"] = bool(request.session.get(SORT)) if request.user.is_authenticated else False
    context["followable"] = tag_to_follow(request.user, form.many["tag"])
    return render(request, "marketplace/catalog/catalogue.html", context, status=status)
