"""A seller's year as the tax office asks for it: what was sold, kept, given back and paid out, month by month.

Every figure is a sum of ledger lines at the moment of their entry: a refund counts in the month in which it was booked,
and the balance at the end of a month is the one before it with that month's lines.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from accounts.models import User
from marketplace.transactions.selectors.balances import CURRENCY
from marketplace.transactions.selectors.sales import start_of

# The seller's own line of each entry, and what the marketplace kept in the same entry.
MOVED = """
    SELECT date_trunc('month', entry.at AT TIME ZONE %(zone)s)::date AS month, entry.kind,
           count(*), coalesce(-sum(own.cents), 0)::bigint, coalesce(sum(fees.cents), 0)::bigint
    FROM marketplace_journalline own
    JOIN marketplace_account account ON account.id = own.account_id AND account.kind = 'seller'
        AND account.owner_id = %(seller)s AND account.currency = %(currency)s
    JOIN marketplace_journalentry entry ON entry.id = own.entry_id
    LEFT JOIN LATERAL (
        SELECT -sum(line.cents) AS cents FROM marketplace_journalline line
        JOIN marketplace_account kept ON kept.id = line.account_id AND kept.kind = 'fees'
        WHERE line.entry_id = entry.id) fees ON true
    WHERE entry.at < %(until)s
    GROUP BY 1, 2 ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Month:
    """One month, in cents. What leaves the balance is below zero; `balance_cents` is what was left at its end."""

    first: date
    sales: int
    sold_cents: int  # what buyers paid
    awarded_cents: int  # what bounties paid
    refunded_cents: int
    fee_cents: int  # what was kept of all that, less what came back with refunds
    paid_out_cents: int  # sent, less what came back
    spent_cents: int  # orders paid from the balance, less what came back
    balance_cents: int

    @property
    def earned_cents(self) -> int:
        return self.sold_cents + self.awarded_cents + self.refunded_cents - self.fee_cents


@dataclass(frozen=True)
class Statement:
    """A calendar year of one seller."""

    year: int
    seller: str
    email: str
    currency: str
    opening_cents: int
    months: tuple[Month, ...]
    total: Month  # its balance is the closing one
    is_running: bool


def years_of(user: User) -> tuple[int, ...]:
    """The years in which this person's balance moved, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT extract(year FROM entry.at AT TIME ZONE %(zone)s)::int FROM marketplace_journalline own
               JOIN marketplace_account account ON account.id = own.account_id AND account.kind = 'seller'
                   AND account.owner_id = %(seller)s AND account.currency = %(currency)s
               JOIN marketplace_journalentry entry ON entry.id = own.entry_id ORDER BY 1 DESC""",
            _asked(user),
        )
        return tuple(int(year) for (year,) in cursor.fetchall())


def statement_of(user: User, year: int, *, now: datetime | None = None) -> Statement:
    """One year's statement, from January to December, or to the running month."""
    today = timezone.localtime(now or timezone.now()).date()
    last = 12 if year < today.year else today.month if year == today.year else 0
    found = _moved(user, until=start_of(date(year + 1, 1, 1)))
    opening = sum(own for month, _, _, own, _ in found if month.year < year)
    months: list[Month] = []
    for number in range(1, last + 1):
        first = date(year, number, 1)
        rows = {kind: (count, own, fee) for month, kind, count, own, fee in found if month == first}
        months.append(_month(first, rows, before=months[-1].balance_cents if months else opening))
    return Statement(
        year=year,
        seller=user.name,
        email=user.email,
        currency=CURRENCY,
        opening_cents=opening,
        months=tuple(months),
        total=_total(date(year, 1, 1), months, opening),
        is_running=year == today.year,
    )


def _moved(user: User, *, until: datetime) -> list[tuple[date, str, int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(MOVED, {**_asked(user), "until": until})
        return [(month, str(kind), int(count), int(own), int(fee)) for month, kind, count, own, fee in cursor]


def _asked(user: User) -> dict[str, str | int]:
    return {"seller": user.pk, "currency": CURRENCY, "zone": timezone.get_current_timezone_name()}


def _month(first: date, rows: dict[str, tuple[int, int, int]], *, before: int) -> Month:
    """What one month's entries come to; a price is the seller's part of it and the fee together."""

    def own(*kinds: str) -> int:
        return sum(rows.get(kind, (0, 0, 0))[1] for kind in kinds)

    def fee(*kinds: str) -> int:
        return sum(rows.get(kind, (0, 0, 0))[2] for kind in kinds)

    return Month(
        first=first,
        sales=rows.get("sale", (0, 0, 0))[0],
        sold_cents=own("sale") + fee("sale"),
        awarded_cents=own("escrow_paid") + fee("escrow_paid"),
        refunded_cents=own("refund") + fee("refund"),
        fee_cents=fee("sale", "escrow_paid", "refund"),
        paid_out_cents=own("payout", "payout_returned"),
        spent_cents=own("balance_spent", "balance_returned"),
        balance_cents=before + sum(cents for _, cents, _ in rows.values()),
    )


def _total(first: date, months: list[Month], opening: int) -> Month:
    return Month(
        first=first,
        sales=sum(month.sales for month in months),
        sold_cents=sum(month.sold_cents for month in months),
        awarded_cents=sum(month.awarded_cents for month in months),
        refunded_cents=sum(month.refunded_cents for month in months),
        fee_cents=sum(month.fee_cents for month in months),
        paid_out_cents=sum(month.paid_out_cents for month in months),
        spent_cents=sum(month.spent_cents for month in months),
        balance_cents=months[-1].balance_cents if months else opening,
    )
