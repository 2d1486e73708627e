"""A seller's weeks and best sellers, and the plot, table and file made of them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from marketplace.transactions import selectors
from marketplace.transactions.models import OrderLine
from tests import make

pytestmark = pytest.mark.django_db
SATURDAY = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def seller():
    return make.person("seller")


def sold(seller, cents: int, *, at: datetime, name: str = "") -> OrderLine:
    line = make.bought(make.for_sale(cents, seller=seller, name=name)).lines.get()
    OrderLine.objects.filter(pk=line.pk).update(created_at=at)
    line.refresh_from_db()
    return line


def test_weeks_begin_on_monday_and_stand_also_where_nothing_was_sold(seller) -> None:
    monday = sold(seller, 1000, at=datetime(2026, 11, 16, 0, 0, tzinfo=UTC))
    sunday = sold(seller, 2000, at=datetime(2026, 11, 15, 23, 59, tzinfo=UTC))

    weeks = selectors.weeks_of(seller, now=SATURDAY)

    assert len(weeks) == 12
    assert (weeks[-1].monday.isoformat(), weeks[-1].cents) == ("2026-11-16", monday.revenue_cents)
    assert (weeks[-2].monday.isoformat(), weeks[-2].cents) == ("2026-11-09", sunday.revenue_cents)
    assert {week.cents for week in weeks[:-2]} == {0}


def test_each_week_knows_the_same_week_of_the_year_before(seller) -> None:
    line = sold(seller, 1000, at=datetime(2025, 11, 18, tzinfo=UTC))

    weeks = selectors.weeks_of(seller, now=SATURDAY)

    assert weeks[-1].before_cents == line.revenue_cents
    assert weeks[-1].cents == 0


def test_what_brought_most_stands_first_and_others_sales_are_not_counted(seller) -> None:
    for name, cents in (("Chair", 500), ("Table", 3000)):
        sold(seller, cents, at=timezone.now(), name=name)
    make.bought(make.for_sale(9000))

    assert [row.name for row in selectors.best_sellers_of(seller)] == ["Table", "Chair"]


def test_the_dashboard_draws_the_weeks_and_gives_them_as_a_file(client, seller) -> None:
    line = sold(seller, 1000, at=timezone.now() - timedelta(minutes=1))
    client.force_login(seller)

    page = client.get("/dashboard/").content.decode()
    rows = client.get("/dashboard/?csv=weeks").content.decode("utf-8-sig").splitlines()

    assert page.count('<svg class="plot plot-') == 3
    assert "Example" not in page
    assert len(rows) == 13
    assert rows[-1].endswith(f"{line.revenue_cents / 100:.2f}")


def test_without_a_sale_the_plot_is_an_example_and_there_is_no_file(client, seller) -> None:
    client.force_login(seller)

    page = client.get("/dashboard/").content.decode()

    assert "plot-example" in page
    assert client.get("/dashboard/?csv=weeks").headers["Content-Type"].startswith("text/html")
