"""P12: a page of the list, routed facets, purchases and empty jobs at ten times the rows, against themselves."""

import os
from functools import partial
from pathlib import Path
from typing import Any

import django

from bench import crowd, p4_jobs
from bench import shop as shops
from bench.figures import Line, keep
from bench.p1_catalogue import ASKED, milliseconds
from bench.processes import said_into

ROUNDS, MOST = 3, 1.3
SMALL = 10_000
EACH, LISTINGS, BUYERS = 30, 400, 8
Growth = list[list[float]]  # the rounds at the small number of rows, and at ten times as many


def means(act: Any, over: Any) -> list[float]:
    rounds = [milliseconds(act, list(over(number))) for number in range(ROUNDS)]
    return [sum(one) / len(one) for one in rounds]


def purchases(small: int) -> Growth:
    """Milliseconds of a purchase after so many sales of others, one client."""
    from marketplace.transactions import invariants

    shop = shops.opened(BUYERS, max(LISTINGS, small * 10 // shops.PAST_BUYERS + 1))
    template = shops.buy(shop.buyers[0], shop.listings[0])
    pairs = iter([(buyer, listing) for listing in shop.listings[1:] for buyer in shop.buyers])
    found, before = [], 0
    for number in (small, small * 10):
        shops.sold_before(shop, template, start=before, to=number)
        before = number
        milliseconds(lambda pair: shops.buy(*pair), [next(pairs) for _ in range(10)])
        found.append(means(lambda pair: shops.buy(*pair), lambda _round: [next(pairs) for _ in range(EACH)]))
    wrong = {name: count for name, count in invariants.violations().items() if count}
    if wrong:
        raise RuntimeError(f"the books are wrong after {before:,} copied sales: {wrong}")
    return found


def jobs(small: int) -> Growth:
    """Milliseconds of an empty job in this process (POST, relay, worker) after so many ended ones."""
    from generation.models import Job, JobEvent
    from nexus.foundation.outbox import Delivery, OutboxMessage

    product = p4_jobs.empty_stages()
    job = Job.objects.get(pk=p4_jobs.one_job(product))
    number, other = f"g - {shops.COPIES}", "md5('job' || g)::uuid"  # below nothing, so that new rows are the newest
    rows: list[tuple[Any, Any, dict[str, str]]] = [(Job, job.pk, {"id": other})]
    for place, event in enumerate(JobEvent.objects.filter(job=job)):
        rows.append((JobEvent, event.pk, {"id": f"{number} - {shops.COPIES} * {place}", "job_id": other}))
    for place, message in enumerate(OutboxMessage.objects.filter(ids__job=str(job.pk))):
        rows.append((OutboxMessage, message.pk, {"id": f"{number} - {shops.COPIES} * {place}"}))
        for step, sent in enumerate(Delivery.objects.filter(message=message)):
            done = {
                "id": f"{number} - {shops.COPIES} * {10 * place + step}",
                "message_id": f"{number} - {shops.COPIES} * {place}",
            }
            rows.append((Delivery, sent.pk, done | {"done_at": "now()", "next_try_at": "NULL"}))
    found, before = [], 0
    for total in (small, small * 10):
        shops.copied(rows, start=before, to=total)
        before = total
        milliseconds(lambda _: p4_jobs.one_job(product), list(range(10)))
        found.append(means(lambda _: p4_jobs.one_job(product), lambda _round: range(EACH)))
    return found


def main() -> None:
    django.setup()
    from django.conf import settings

    from marketplace.catalog import selectors
    from marketplace.catalog.selectors import SearchQuery

    small = int(os.environ.get("BENCH_SMALL_LISTINGS", str(SMALL)))
    figures: dict[str, Growth] = {}
    for number in (small, small * 10):
        crowd.grow(number)
        queries = {
            "a page of the list": [SearchQuery(offset=24 * (place % 10)) for place in range(ASKED)],
            "words and facets": [
                SearchQuery(text=f"{one} {other}") for one in crowd.COMMON for other in crowd.vocabulary()[200:212]
            ],
        }
        for name, asked in queries.items():
            act = partial(selectors.search, None, counted=name != "a page of the list")
            milliseconds(act, asked[:20])
            rounds = [milliseconds(act, asked) for _ in range(ROUNDS)]
            figures.setdefault(name, []).append([sum(one) / len(one) for one in rounds])
    with said_into(Path(settings.VAR) / "p12.log"):
        figures["a purchase, one client"] = purchases(small)
        figures["an empty job in one process"] = jobs(small)
    lines = [
        Line(f"{name}: at {small * 10:,} rows, against {small:,}", "ms", large, little, judged="ratio", most=MOST)
        for name, (little, large) in figures.items()
    ]
    notes = [
        "rows: listings; completed sales with entries, rights and payments; ended jobs with events, facts and deliveries",
        "search and purchases stand in one database, as in a shop; all invariants hold over the copied sales",
    ]
    keep("P12", "growth at ten times the rows", lines, notes)


if __name__ == "__main__":
    main()
