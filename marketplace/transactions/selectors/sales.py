"""A seller's sales from the ledger, grouped by day, week, month or model; what was refunded is taken off its sale."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from accounts.models import User
from marketplace.transactions.selectors.balances import CURRENCY

# Each sold line with what the books have of it now: its sale less its reversal, at the moment of the sale.
NET = """
    SELECT sale.at, sold.listing_id, sum(line.cents) FILTER (WHERE account.kind = 'gateway') AS paid,
           -sum(line.cents) FILTER (WHERE account.kind = 'fees') AS fee,
           -sum(line.cents) FILTER (WHERE account.kind = 'seller' AND account.owner_id = sold.seller_id) AS revenue
    FROM marketplace_orderline sold
    JOIN marketplace_journalentry sale ON sale.kind = 'sale' AND sale.cause = 'order-line:' || sold.id
    JOIN marketplace_journalentry entry ON entry.kind IN ('sale', 'refund') AND entry.cause = sale.cause
    JOIN marketplace_journalline line ON line.entry_id = entry.id
    JOIN marketplace_account account ON account.id = line.account_id AND account.currency = %(currency)s
    WHERE sold.state IN ('completed', 'refunded') AND (%(seller)s::bigint IS NULL OR sold.seller_id = %(seller)s)
      AND sale.at >= %(since)s AND sale.at < %(until)s
      AND (%(listing)s::bigint IS NULL OR sold.listing_id = %(listing)s)
    GROUP BY sold.id, sale.at, sold.listing_id
"""
BY_TIME = f"""
    SELECT to_char(date_trunc(%(group)s, at AT TIME ZONE %(zone)s), 'YYYY-MM-DD'), NULL, '', '',
           count(*) FILTER (WHERE paid > 0), coalesce(sum(paid), 0), coalesce(sum(fee), 0), coalesce(sum(revenue), 0)
    FROM ({NET}) net GROUP BY 1 ORDER BY 1
"""  # noqa: S608 - constants
BY_MODEL = f"""
    SELECT listing.id::text, listing.id, listing.slug, listing.name, count(*) FILTER (WHERE paid > 0),
           coalesce(sum(paid), 0), coalesce(sum(fee), 0), coalesce(sum(revenue), 0)
    FROM ({NET}) net JOIN marketplace_listing listing ON listing.id = net.listing_id
    GROUP BY listing.id ORDER BY 8 DESC, listing.id
"""  # noqa: S608 - constants
FOREVER = (
    datetime(2000, 1, 1, tzinfo=timezone.get_default_timezone()),
    datetime(9000, 1, 1, tzinfo=timezone.get_default_timezone()),
)


@dataclass(frozen=True)
class SaleGroup:
    """The sales of one day, week, month ("2026-11" and "2026-11-21") or model (its id), in cents."""

    key: str
    listing_id: int | None
    slug: str
    name: str
    sales: int
    paid_cents: int
    fee_cents: int
    revenue_cents: int


def sales_of(
    user: User | None,
    *,
    group: str,
    since: datetime | None = None,
    until: datetime | None = None,
    listing_id: int | None = None,
) -> tuple[SaleGroup, ...]:
    """By `day`, `week`, `month` or `model`; from `since` on and before `until`. Without a user: of all, for staff.

    Only groups in which something was sold; a refunded sale counts nothing. Times by the oldest first, models by what
    they brought.
    """
    asked = {
        "seller": user.pk if user else None,
        "currency": CURRENCY,
        "since": since or FOREVER[0],
        "until": until or FOREVER[1],
        "listing": listing_id,
        "group": group,
        "zone": timezone.get_current_timezone_name(),
    }
    with connection.cursor() as cursor:
        cursor.execute(BY_MODEL if group == "model" else BY_TIME, asked)
        found = [
            SaleGroup(key, listing, slug, name, *map(int, figures)) for key, listing, slug, name, *figures in cursor
        ]
    if group == "month":
        found = [SaleGroup(row.key[:7], *_rest(row)) for row in found]
    return tuple(row for row in found if row.sales)


def _rest(row: SaleGroup) -> tuple[int | None, str, str, int, int, int, int]:
    return (row.listing_id, row.slug, row.name, row.sales, row.paid_cents, row.fee_cents, row.revenue_cents)


def total_of(rows: tuple[SaleGroup, ...]) -> SaleGroup:
    """All groups as one."""
    return SaleGroup(
        "",
        None,
        "",
        "",
        sum(row.sales for row in rows),
        sum(row.paid_cents for row in rows),
        sum(row.fee_cents for row in rows),
        sum(row.revenue_cents for row in rows),
    )


def start_of(day: date) -> datetime:
    """The first moment of a day here."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
