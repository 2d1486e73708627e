"""Searches people keep, and the news in them: told at most once a day, each model once."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import structlog
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext, override

from accounts.models import User
from accounts.services.notifications import notify
from marketplace.catalog.filters import filters_of
from marketplace.catalog.models import SavedSearch, SearchDoc
from marketplace.catalog.selectors.saved import news_of
from nexus.foundation.errors import Conflict, Invalid, NexusError, NotFound

MOST = 50  # a person
NAME_MOST, QUERY_MOST = 80, 1500
EVERY = timedelta(days=1)
AT_ONCE = 500  # searches looked through in one run of the duty
MISSING = "There is no such saved search, or it is not yours."

log = structlog.get_logger(__name__)


@transaction.atomic
def save_search(*, by: User, name: str, query: Mapping[str, Any], notify_of_news: bool = True) -> SavedSearch:
    """Keep a search; the same filters again change its name. Raises Invalid for a wrong filter, or Conflict."""
    name = name.strip()
    if not name or len(name) > NAME_MOST or "\x00" in name:
        sentence = f"A name has 1 to {NAME_MOST} characters."
        raise Invalid(sentence, fields={"name": [sentence]})
    values = {key: words if len(words) > 1 else words[0] for key, words in filters_of(query).values.items()}
    if not values:
        sentence = "Choose at least one filter or word to look for."
        raise Invalid(sentence, fields={"query": [sentence]})
    if len(json.dumps(values)) > QUERY_MOST:
        raise Invalid("This search is too long to keep.", fields={"query": ["Too long."]})
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # so that two at once stay within the limit
    known = SavedSearch.objects.filter(user=by, query=values).first()
    if known is None and SavedSearch.objects.filter(user=by).count() >= MOST:
        raise Conflict(f"You keep {MOST} searches already. Delete one first.", code="too_many")
    made = known or SavedSearch(user=by, query=values)
    made.name, made.notify = name, notify_of_news
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as failure:
        raise Conflict("This search is kept already.", code="kept_already") from failure
    return made


@transaction.atomic
def change_search(search_id: int, *, by: User, notify_of_news: bool) -> SavedSearch:
    """Turn the news on or off; what came while it was off is no news."""
    row = SavedSearch.objects.select_for_update().filter(pk=search_id, user=by).first()
    if row is None:
        raise NotFound(MISSING)
    if notify_of_news and not row.notify:
        row.seen_until = row.look_at = timezone.now()
    row.notify = notify_of_news
    row.save(update_fields=["notify", "seen_until", "look_at"])
    return row


def forget_search(search_id: int, *, by: User) -> None:
    if not SavedSearch.objects.filter(pk=search_id, user=by).delete()[0]:
        raise NotFound(MISSING)


def tell_news(now: datetime | None = None) -> int:
    """Look through the searches that are due and tell of new models (a duty); how many people were told something."""
    at, told = now or timezone.now(), 0
    due = SavedSearch.objects.filter(notify=True, look_at__lte=at, user__is_active=True).order_by("look_at", "pk")
    newest = SearchDoc.objects.order_by("-published_at").values_list("published_at", flat=True).first()
    for search_id in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        told += _look_through(search_id, at, newest)
    return told


@transaction.atomic
def _look_through(search_id: int, at: datetime, newest: datetime | None) -> bool:
    due = SavedSearch.objects.select_for_update(skip_locked=True, of=("self",)).select_related("user")
    row = due.filter(pk=search_id, notify=True, look_at__lte=at).first()
    if row is None:
        return False
    since, row.look_at = row.seen_until, at + EVERY
    number = 0
    if newest is not None and newest > since:
        try:
            number = news_of(filters_of(row.query).asked, since=since)
        except NexusError as wrong:  # a category that is gone finds nothing, and its owner sees it in the list
            log.info("saved_search.not_readable", search=row.pk, reason=wrong.message)
        row.seen_until = newest
    row.save(update_fields=["look_at", "seen_until"])
    if not number:
        return False
    with override(row.user.language):
        words = ngettext("%(count)s new model for “%(name)s”", "%(count)s new models for “%(name)s”", number)
        title = words % {"count": number, "name": row.name}
    url = f"{reverse('catalogue')}?{urlencode({**row.query, 'sort': 'newest'}, doseq=True)}"
    source, about = f"saved_search:{row.pk}:{since.isoformat()}", f"search:{row.pk}"
    return notify(row.user_id, "saved_search", title=title, url=url, source=source, about=about) is not None
