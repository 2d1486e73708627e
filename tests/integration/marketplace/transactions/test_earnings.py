"""What a seller earned step by step and model by model, from the ledger, and the plots and files made of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from marketplace.catalog.services import follows
from marketplace.transactions import selectors
from marketplace.transactions.models import OrderLine
from marketplace.transactions.selectors.earnings import starts_of
from marketplace.transactions.services import levels, refunds
from tests import make

pytestmark = pytest.mark.django_db
SATURDAY = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
WEEKS, DAYS, YEAR = (selectors.PERIODS[name] for name in ("12w", "30d", "year"))


@pytest.fixture
def seller():
    return make.person("seller")


def sold(seller, cents: int, *, at: datetime, name: str = "") -> OrderLine:
    with time_machine.travel(at, tick=True):
        return make.bought(make.for_sale(cents, seller=seller, name=name)).lines.get()


def test_weeks_begin_on_monday_and_stand_also_where_nothing_was_sold(seller) -> None:
    monday = sold(seller, 1000, at=datetime(2026, 11, 16, 0, 0, tzinfo=UTC))
    sunday = sold(seller, 2000, at=datetime(2026, 11, 15, 23, 59, tzinfo=UTC))

    steps = selectors.earned_by(seller, WEEKS, now=SATURDAY).steps

    assert len(steps) == 12
    assert (steps[-1].start, steps[-1].cents) == (date(2026, 11, 16), monday.revenue_cents)
    assert (steps[-2].start, steps[-2].cents) == (date(2026, 11, 9), sunday.revenue_cents)
    assert {step.cents for step in steps[:-2]} == {0}


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [(DAYS, date(2026, 10, 23), date(2026, 11, 21)), (YEAR, date(2025, 12, 1), date(2026, 11, 1))],
)
def test_days_and_months_end_with_the_running_one(period, first, last) -> None:
    starts = starts_of(period, now=SATURDAY)

    assert (len(starts), starts[0], starts[-1]) == (period.steps, first, last)


@pytest.mark.parametrize(("period", "day"), [(WEEKS, 18), (YEAR, 2)])
def test_each_step_knows_the_same_one_of_the_year_before(seller, period, day) -> None:
    line = sold(seller, 1000, at=datetime(2025, 11, day, tzinfo=UTC))

    steps = selectors.earned_by(seller, period, now=SATURDAY).steps

    assert (steps[-1].before_cents, steps[-1].cents) == (line.revenue_cents, 0)


def test_a_refunded_sale_is_taken_off_the_day_it_was_made(seller) -> None:
    now = timezone.now()
    kept, back = (sold(seller, cents, at=now - timedelta(days=3)) for cents in (500, 700))
    refunds.ask_refund(back.order_id, by=back.buyer)

    found = selectors.earned_by(seller, DAYS)

    assert (found.sales, found.revenue_cents, found.steps[-4].cents) == (1, kept.revenue_cents, kept.revenue_cents)
    assert selectors.revenue_of(seller) == kept.revenue_cents


def test_what_brought_most_stands_first_and_others_sales_are_not_counted(seller) -> None:
    for name, cents in (("Chair", 500), ("Table", 3000)):
        sold(seller, cents, at=timezone.now() - timedelta(minutes=1), name=name)
    make.bought(make.for_sale(9000))

    assert [row.name for row in selectors.best_sellers_of(seller)] == ["Table", "Chair"]
    assert selectors.best_sellers_of(None)[0].cents == 8325


def test_the_dashboard_draws_the_weeks_and_gives_them_as_a_file(client, seller) -> None:
    line = sold(seller, 1000, at=timezone.now() - timedelta(minutes=1), name="=chair")
    client.force_login(seller)

    page = client.get("/dashboard/").content.decode()
    rows = client.get("/dashboard/?csv=earned").content.decode("utf-8-sig").splitlines()
    models = client.get("/dashboard/?csv=models").content.decode("utf-8-sig").splitlines()

    assert page.count('<svg class="plot plot-') == 3
    assert "plot-example" not in page
    assert len(rows) == 13
    assert rows[-1].endswith(f"{line.revenue_cents / 100:.2f}")
    assert models[1] == f"{line.listing_id},'=chair,1,10.00,0.75,9.25"


def test_a_period_and_a_model_are_chosen_by_the_address(client, seller) -> None:
    chair, table = (sold(seller, cents, at=timezone.now() - timedelta(days=2)) for cents in (1000, 2000))
    client.force_login(seller)

    def last(query):
        rows = client.get(f"/dashboard/?csv=earned&{query}").content.decode("utf-8-sig").splitlines()
        return len(rows), rows[-3].rpartition(",")[2]

    assert last("period=30d") == (31, f"{(chair.revenue_cents + table.revenue_cents) / 100:.2f}")
    assert last(f"period=30d&model={chair.listing_id}") == (31, f"{chair.revenue_cents / 100:.2f}")
    assert last("period=nonsense&model=nonsense")[0] == 13


def test_without_a_sale_the_plot_is_an_example_and_there_is_no_file(client, seller) -> None:
    client.force_login(seller)

    page = client.get("/dashboard/").content.decode()

    assert "plot-example" in page
    assert client.get("/dashboard/?csv=earned").headers["Content-Type"].startswith("text/html")


def test_first_steps_go_one_by_one_and_then_the_list_is_gone() -> None:
    seller = make.rich_seller(10_000)
    left = {step.name for step in selectors.first_steps_of(seller) if not step.done}
    assert left == {"Tell who you are", "Find a first follower", "Get a first payout"}

    make.paid_out(seller)
    make.people.change_profile(seller, display_name="Ida", bio="Chairs.")
    follows.follow_creator(seller.username, by=make.person())

    assert selectors.first_steps_of(seller) == ()


def test_a_level_follows_what_was_earned_and_what_was_given_back() -> None:
    seller = make.person()
    order = make.bought(make.for_sale(120_000, seller=seller))
    levels.follow_order(order.pk)
    seller.refresh_from_db()
    assert seller.creator_level == "Silver"
    assert selectors.standing_of_level(111_000) == selectors.Standing("Silver", "Gold", 111_000, 1_000_000, 889_000)

    refunds.ask_refund(order.pk, by=order.buyer)
    levels.follow_line(order.lines.get().pk)
    seller.refresh_from_db()
    assert seller.creator_level == "Bronze"
    assert selectors.standing_of_level(9_000_000).next_level == ""
