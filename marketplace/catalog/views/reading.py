"""Pages to read: licences and ranking."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.catalog import ranking
from marketplace.catalog.licences import TERMS, current_version, text_of
from marketplace.catalog.selectors import similar
from marketplace.catalog.selectors.finding import RANKED
from nexus.foundation import markdown
from nexus.foundation.languages import figures
from nexus.templatetags.ui import thousands


@require_safe
def licences(request: HttpRequest) -> HttpResponse:
    rows = [
        {"terms": terms, "version": (number := current_version(name)), "html": markdown.render(text_of(name, number))}
        for name, terms in TERMS.items()
    ]
    return render(request, "marketplace/catalog/licences.html", {"rows": rows})


@require_safe
def how_we_rank(request: HttpRequest) -> HttpResponse:
    """The rules of every order, with the numbers that the orders themselves are made with."""
    context = {
        "ranked": thousands(RANKED),
        "holder_weight": ranking.HOLDER_WEIGHT,
        "popular_days": figures(f"{ranking.POPULAR_DAYS:g}"),
        "view_weight": ranking.VIEW_WEIGHT,
        "like_weight": ranking.LIKE_WEIGHT,
        "sale_weight": ranking.HOLDER_TREND_WEIGHT,
        "half_life": ranking.HALF_LIFE_DAYS,
        "trending_days": ranking.TRENDING_DAYS,
        "trending_most": ranking.TRENDING_MOST,
        "trending_least": ranking.TRENDING_LEAST,
        "prior": figures(f"{ranking.RATING_PRIOR:g}"),
        "prior_count": ranking.RATING_PRIOR_COUNT,
        **{
            name: figures(f"{part:g}")
            for name, part in (
                ("words_part", similar.WORDS_PART),
                ("tags_part", similar.TAGS_PART),
                ("category_part", similar.CATEGORY_PART),
                ("shape_part", similar.SHAPE_PART),
            )
        },
    }
    return render(request, "marketplace/catalog/how_we_rank.html", context)
