"""/healthz (the process lives), /readyz (what it stands on answers), /metrics (for those named in METRICS_ALLOW)."""

import contextlib
import os
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from prometheus_client.core import GaugeMetricFamily
from redis import RedisError
from rest_framework.request import Request
from rest_framework.response import Response

from generation.models import Job
from marketplace.transactions import invariants
from nexus.api import base
from nexus.api.studio import shapes as studio
from nexus.foundation import heartbeat, limits
from nexus.foundation.outbox import Delivery, OutboxMessage
from nexus.foundation.tasks import MAX_TRIES


def healthz(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    failing = _failing(CHECKS)
    return JsonResponse(
        {"status": "failing" if failing else "ready", "failing": failing}, status=503 if failing else 200
    )


def _failing(names: Iterable[str]) -> dict[str, str]:
    """The parts that do not answer, each with the reason."""
    failing = {}
    for name in names:
        try:
            sentence = CHECKS[name]()
        except Exception as failure:  # noqa: BLE001 - whatever fails is what /readyz is for
            sentence = f"{type(failure).__name__}"
        if sentence:
            failing[name] = sentence
    return failing


class Health(base.View):
    """Of Studio's GPU half: whether what its jobs stand on answers."""

    strict: ClassVar[bool] = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who asks and how often is told by the very parts that may be away."""
        with contextlib.suppress(DatabaseError, RedisError):
            super().initial(request, *args, **kwargs)

    @base.call("Whether database, queue and storage answer", gives={200: studio.Health})
    def get(self, request: Request) -> Response:
        failing = _failing(PARTS)
        if not failing:
            return Response({"status": "ok"})
        names = " and ".join(PARTS[name] for name in failing)
        sentence = f"Not answering right now: {names}. Please try again later."
        return Response({"status": "failing", "error": sentence}, status=503)


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _valkey() -> str:
    cache.set("readyz", 1, timeout=5)
    return "" if cache.get("readyz") == 1 else "does not keep what it is given"


def _storage() -> str:
    name = default_storage.save(f"ready/{os.getpid()}", ContentFile(b"ready"))
    default_storage.delete(name)
    return ""


def _worker() -> str:
    age = heartbeat.age()
    return "" if age is not None and age < heartbeat.FRESH else "no worker has run a task in the last 60 s"


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "valkey": _valkey,
    "storage": _storage,
    "worker": _worker,
}


PARTS = {"database": "the database", "valkey": "the queue", "storage": "the storage"}  # what a job needs


class Rows:
    """Figures that are read from the database when Prometheus asks."""

    def collect(self) -> list[GaugeMetricFamily]:
        jobs = GaugeMetricFamily("nexus_jobs", "Jobs by state", labels=["state"])
        for state, number in Job.objects.values_list("state").annotate(Count("pk")).order_by("state"):
            jobs.add_metric([state], number)
        oldest = OutboxMessage.objects.filter(relayed_at=None).aggregate(oldest=Min("created_at"))["oldest"]
        age = GaugeMetricFamily("nexus_outbox_age_seconds", "Age of the oldest fact not handed on")
        age.add_metric([], (timezone.now() - oldest).total_seconds() if oldest else 0)
        given_up = GaugeMetricFamily("nexus_deliveries_given_up", "Deliveries that wait for a person")
        given_up.add_metric([], Delivery.objects.filter(done_at=None, attempts__gte=MAX_TRIES).count())
        money = GaugeMetricFamily("nexus_money_violations", "Rows that break a money invariant", labels=["invariant"])
        for name, number in invariants.violations().items():
            money.add_metric([name], number)
        return [jobs, age, given_up, money]


def metrics(request: HttpRequest) -> HttpResponse:
    if limits.address(request) not in settings.METRICS_ALLOW:
        return HttpResponse("Metrics are not open to this address.\n", status=403, content_type="text/plain")
    rows = b"".join(_plain(family) for family in Rows().collect())
    return HttpResponse(generate_latest(REGISTRY) + rows, content_type=CONTENT_TYPE_LATEST)


def _plain(family: GaugeMetricFamily) -> bytes:
    lines = [f"# HELP {family.name} {family.documentation}", f"# TYPE {family.name} gauge"]
    for sample in family.samples:
        labels = ",".join(f'{key}="{value}"' for key, value in sample.labels.items())
        lines.append(f"{sample.name}{{{labels}}} {sample.value}" if labels else f"{sample.name} {sample.value}")
    return ("\n".join(lines) + "\n").encode()
