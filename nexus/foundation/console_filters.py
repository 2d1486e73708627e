"""The filter with which one of the staff likes to open a table of the console: kept when they say so."""

from typing import ClassVar

from django.db import models
from django.http import QueryDict

NOT_KEPT = frozenset({"p", "e", "q", "all", "_facets", "_popup", "_to_field", "_changelist_filters"})
QUERY_MOST = 1000


class KeptFilter(models.Model):
    """One a person and table. `person_id` is a plain number: this room knows no people."""

    person_id = models.BigIntegerField()
    table = models.CharField(max_length=80)
    query = models.CharField(max_length=QUERY_MOST)

    class Meta:
        app_label = "nexus"
        constraints: ClassVar = [models.UniqueConstraint(fields=["person_id", "table"], name="kept_filter_once")]

    def __str__(self) -> str:
        return f"{self.table} of {self.person_id}"


def filter_of(params: QueryDict) -> str:
    """What of an address is a filter or an order: without the page and the words that were searched."""
    kept = params.copy()
    for name in NOT_KEPT:
        kept.pop(name, None)
    return kept.urlencode()


def kept(person_id: int, table: str) -> str:
    """The filter that this person keeps for a table; empty where there is none."""
    return KeptFilter.objects.filter(person_id=person_id, table=table).values_list("query", flat=True).first() or ""


def keep(person_id: int, table: str, query: str) -> bool:
    """Keep a filter instead of the one before, or none; answers whether it was short enough to be kept."""
    if len(query) > QUERY_MOST:
        return False
    if query:
        KeptFilter.objects.update_or_create(person_id=person_id, table=table, defaults={"query": query})
    else:
        KeptFilter.objects.filter(person_id=person_id, table=table).delete()
    return True
