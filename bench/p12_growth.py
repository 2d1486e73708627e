"""P12, the part of search: the list by pages and the routed facets at ten times the rows, against themselves."""

import os
from functools import partial

import django

from bench import crowd
from bench.figures import Line, keep
from bench.p1_catalogue import ASKED, milliseconds

ROUNDS, MOST = 3, 1.3
SMALL = 10_000


def main() -> None:
    django.setup()
    from marketplace.catalog import selectors
    from marketplace.catalog.selectors import SearchQuery

    small = int(os.environ.get("BENCH_SMALL_LISTINGS", str(SMALL)))
    figures: dict[str, list[list[float]]] = {}
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
    lines = [
        Line(f"{name}: at {small * 10:,} rows, against {small:,}", "ms", large, little, judged="ratio", most=MOST)
        for name, (little, large) in figures.items()
    ]
    keep("P12", "growth of search at ten times the rows", lines, ["payments and jobs are measured by P8 and P4"])


if __name__ == "__main__":
    main()
