"""Searches a person keeps, and how much is new in one."""

from dataclasses import replace
from datetime import datetime

from accounts.models import User
from marketplace.catalog.models import Category, SavedSearch, SearchDoc
from marketplace.catalog.selectors.conditions import SearchQuery, check, chosen_categories, conditions_of
from marketplace.catalog.selectors.similar import similar_ids

NEWS_MOST = 100


def saved_searches_of(user: User) -> list[SavedSearch]:
    """The newest first."""
    return list(SavedSearch.objects.filter(user=user).order_by("-pk"))


def news_of(query: SearchQuery, *, since: datetime) -> int:
    """How many models a search finds that were published after this moment; counted to a hundred."""
    query = replace(query, cursor="", offset=0)
    check(query)
    tree = tuple(Category.objects.order_by("order", "pk"))
    alike = similar_ids(query.like) if query.like is not None else None
    conditions = conditions_of(query, chosen_categories(tree, query.categories), alike=alike)
    return SearchDoc.objects.filter(conditions.all, published_at__gt=since)[:NEWS_MOST].count()
