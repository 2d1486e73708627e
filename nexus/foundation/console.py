"""What the console's tables share: services own the rows, so staff look and act, but never edit."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import display_for_field, label_for_field, lookup_field
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseRedirect, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from nexus.foundation import audit, console_filters, tables
from nexus.foundation.console_pages import REASON_MOST, Words, ask
from nexus.foundation.errors import NexusError
from nexus.foundation.sayings import said

COUNTED = 10_000
CSV_ROWS = 500  # read at once
MOST = 100  # rows of one act: each is a transaction of its own


class Pages(Paginator):  # type: ignore[type-arg]
    """Pages of a table that may be huge: counted to `COUNTED`, beyond that PostgreSQL's own estimate."""

    @cached_property
    def count(self) -> int:
        rows = cast("QuerySet[Any]", self.object_list).order_by()
        found = int(rows[:COUNTED].count())
        return found if found < COUNTED else max(COUNTED, self._estimate(rows))

    def _estimate(self, rows: "QuerySet[Any]") -> int:
        sql, values = rows.values("pk").query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", values)
            [answer] = cursor.fetchone()
        plan = json.loads(answer) if isinstance(answer, str) else answer
        return int(plan[0]["Plan"]["Plan Rows"])


@dataclass(frozen=True)
class Act:
    """Something staff may do to rows of a table: asked for again on a page of its own, then done row by row.

    `service(pk, by=person)` does it (with `reason=` where `asks` is the question a reason answers) and writes its own
    audit row; what it refuses is told by the row's name. Only who holds `permission` ("app.codename") sees it.
    """

    name: str
    label: Words
    permission: str
    service: Callable[..., object]
    asks: Words = ""
    warns: Words = ""

    def __call__(self, table: "ReadOnly", request: HttpRequest, rows: "QuerySet[Any]") -> TemplateResponse | None:
        found = list(rows.order_by("pk")[: MOST + 1])
        reason = request.POST.get("reason", "").strip()
        wrong = self._wrong(request, found, reason)
        if wrong is None:
            self._do(request, found, reason)
            return None
        chosen = [(ACTION_CHECKBOX_NAME, row.pk) for row in found[:MOST]]
        return ask(
            request,
            title=self.label,
            action=self.label,
            back=request.path,
            warns=self.warns,
            rows=[{"name": str(row)} for row in found[:MOST]],
            carried=[("action", self.name), *chosen],
            asks=self.asks,
            reason=reason,
            wrong=wrong,
            status=400 if wrong else 200,
        )

    def _wrong(self, request: HttpRequest, rows: list[Any], reason: str) -> str | None:
        """None where it may be done, "" where it is still to be asked, else what is wrong with the answer."""
        if len(rows) > MOST:
            return _("Choose at most %(n)d at once.") % {"n": MOST}
        if not request.POST.get("confirmed"):
            return ""
        if self.asks and not reason:
            return _("Write the reason.")
        if len(reason) > REASON_MOST:
            return _("The reason has at most %(n)d characters.") % {"n": REASON_MOST}
        return None

    def _do(self, request: HttpRequest, rows: list[Any], reason: str) -> None:
        done = 0
        for row in rows:
            try:
                self.service(row.pk, by=request.user, **({"reason": reason} if self.asks else {}))
            except NexusError as refusal:
                messages.error(request, f"{row}: {said(refusal.message)}")
            else:
                done += 1
        if done:
            messages.success(request, _("%(label)s: done for %(n)d.") % {"label": self.label, "n": done})


class LookOnly:
    """No adding, changing or deleting, whoever looks."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class Table(admin.ModelAdmin):  # type: ignore[type-arg]
    """What every table of the console has: a filter that its reader keeps, and the rows of it as CSV."""

    change_list_template = "admin/table.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list; `?csv` is its rows as a file. Who comes from elsewhere finds the filter they keep."""
        table = self.opts.label_lower
        person_id = cast("int", request.user.pk)
        if request.method == "POST" and "keep_filter" in request.POST:
            return self._keep(request, person_id, table)
        if "csv" in request.GET:
            return self._csv(request)
        query = console_filters.filter_of(request.GET)
        kept = console_filters.kept(person_id, table)
        if kept and not request.GET and request.method == "GET" and not _from_here(request):
            return HttpResponseRedirect(f"{request.path}?{kept}")
        words = request.GET.copy()
        words["csv"] = "1"
        more = {"kept_filter": kept, "own_filter": query, "csv_query": words.urlencode()}
        return super().changelist_view(request, {**(extra_context or {}), **more})

    def _keep(self, request: HttpRequest, person_id: int, table: str) -> HttpResponseBase:
        wanted = console_filters.filter_of(QueryDict(request.POST["keep_filter"]))
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not console_filters.keep(person_id, table, wanted):
            messages.error(request, _("This filter is too long to be kept."))
        elif wanted:
            messages.success(request, _("You find this filter here from now on."))
        else:
            messages.success(request, _("The list opens without a filter again."))
        return HttpResponseRedirect(f"{request.path}?{wanted}" if wanted else request.path)

    def _csv(self, request: HttpRequest) -> HttpResponseBase:
        """Every row of the filter, in the columns of the list. Who took it, and of what, stays in the audit."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = request.GET.copy()
        asked.pop("csv")
        request.GET = asked  # type: ignore[assignment]
        try:
            shown = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(request.path)
        columns = [str(name) for name in shown.list_display if name != "action_checkbox"]
        with transaction.atomic():
            target = f"table:{self.opts.label_lower}"
            audit.note("table.export", actor_id=request.user.pk, target=target, query=asked.urlencode())
        language = get_language() or settings.LANGUAGE_CODE
        heads = [capfirst(str(label_for_field(name, self.model, self))) for name in columns]
        rows = self._cells(shown.queryset.iterator(chunk_size=CSV_ROWS), columns, language)
        answer = StreamingHttpResponse(tables.csv_stream(heads, rows), content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="{self.opts.model_name}.csv"'
        return answer

    def _cells(self, rows: Iterable[Model], columns: Sequence[str], language: str) -> Iterator[list[str]]:
        for row in rows:
            with override(language):  # the answer is sent after its request has ended
                cells = [self._cell(row, name) for name in columns]
            yield cells

    def _cell(self, row: Model, name: str) -> str:
        field, _attr, value = lookup_field(name, row, self)
        if field is None:
            shown = value
        elif getattr(field, "many_to_one", False):
            shown = getattr(row, field.name)
        elif isinstance(value, bool):
            shown = _("yes") if value else _("no")
        elif isinstance(value, datetime):
            shown = value.isoformat()
        else:
            shown = display_for_field(value, field, "") if field.choices else value
        return "" if shown is None else strip_tags(str(shown))


class Audited(Table):
    """A table that staff edit: each change leaves its audit row, in the list as on the page of one row."""

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            changed = {name: str(form.cleaned_data.get(name, ""))[:200] for name in form.changed_data}
            self._note(request, obj, "change" if change else "add", changed=changed)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        with transaction.atomic():
            self._note(request, obj, "delete", name=str(obj))
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> None:
        with transaction.atomic():
            for row in queryset.order_by("pk"):
                self._note(request, row, "delete", name=str(row))
            super().delete_queryset(request, queryset)

    def _note(self, request: HttpRequest, row: Model, act: str, **data: Any) -> None:
        name = self.opts.model_name
        audit.note(f"{name}.{act}", actor_id=request.user.pk, target=f"{name}:{row.pk}", **data)


def _from_here(request: HttpRequest) -> bool:
    """Whether the reader was at this very list: then an address without a filter means no filter."""
    return urlsplit(request.headers.get("Referer", "")).path == request.path


class ReadOnly(LookOnly, Table):
    """A table to look at, with the acts that its reader may do."""

    paginator = Pages
    show_full_result_count = False
    list_per_page = 50
    acts: tuple[Act, ...] = ()

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """The table's acts as Django's actions; its own delete is none of them."""
        found: dict[str, Any] = dict(super().get_actions(request))
        found.pop("delete_selected", None)
        mine = (act for act in self.acts if request.user.has_perm(act.permission))
        return {**found, **{act.name: (act, act.name, act.label) for act in mine}}


class ReadOnlyRows(LookOnly, admin.TabularInline):  # type: ignore[type-arg]
    """Rows below another row, to look at."""

    template = "admin/rows.html"
    extra = 0
    can_delete = False
