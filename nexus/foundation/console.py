"""What the console's tables share: services own the rows, so staff look and act, but never edit."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from nexus.foundation.console_pages import REASON_MOST, Words, ask
from nexus.foundation.errors import NexusError
from nexus.foundation.sayings import said

COUNTED = 10_000
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


class ReadOnly(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]
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
