"""What the books say each gateway has moved, by the gateway's own references."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

# The gateway account's lines of each entry, named by the payment or payout they belong to. What an order was paid from
# a balance comes in and goes out again: it nets to nothing and no gateway is asked for it. An entry that belongs to
# nothing keeps its own name, so that it stands alone and is found. A payout that no gateway was asked for is left out.
BOOKED = """
WITH moved AS (
    SELECT entry.kind, entry.cause, entry.at, account.currency, sum(line.cents) AS cents
    FROM marketplace_journalline line
    JOIN marketplace_account account ON account.id = line.account_id AND account.kind = 'gateway'
    JOIN marketplace_journalentry entry ON entry.id = line.entry_id
    GROUP BY entry.id, account.currency
), ordered AS (
    SELECT moved.*, coalesce(sold.order_id, spent.order_id, back.order_id, escrow.order_id) AS order_id,
           payout.id AS payout_id, payout.reference AS payout_reference, held.gateway AS payout_gateway
    FROM moved
    LEFT JOIN marketplace_orderline sold
        ON moved.kind IN ('sale', 'refund') AND moved.cause = 'order-line:' || sold.id
    LEFT JOIN marketplace_payment spent ON moved.kind = 'balance_spent' AND moved.cause = 'payment:' || spent.id
    LEFT JOIN marketplace_refund refund ON moved.kind = 'balance_returned' AND moved.cause = 'refund:' || refund.id
    LEFT JOIN marketplace_orderline back ON back.id = refund.line_id
    LEFT JOIN marketplace_escrow escrow
        ON moved.kind IN ('escrow_held', 'escrow_returned') AND moved.cause = 'escrow:' || escrow.id
    LEFT JOIN marketplace_payout payout
        ON moved.kind IN ('payout', 'payout_returned') AND moved.cause = 'payout:' || payout.id
    LEFT JOIN marketplace_payoutaccount held ON held.id = payout.account_id
), named AS (
    SELECT CASE
               WHEN ordered.payout_id IS NOT NULL
                   THEN 'payout:' || ordered.payout_reference
               WHEN payment.reference <> '' THEN 'payment:' || payment.reference
               WHEN ordered.order_id IS NOT NULL THEN 'order:' || ordered.order_id
               ELSE 'entry:' || ordered.kind || ' ' || ordered.cause END AS subject,
           coalesce(ordered.payout_gateway, payment.gateway, '') AS gateway,
           ordered.currency, ordered.cents, ordered.at
    FROM ordered
    LEFT JOIN marketplace_payment payment ON payment.order_id = ordered.order_id AND payment.state = 'succeeded'
    WHERE ordered.payout_id IS NULL OR ordered.payout_reference <> ''
)
SELECT gateway, subject, currency, sum(cents)::bigint, max(at) FROM named GROUP BY gateway, subject, currency
"""


@dataclass(frozen=True)
class Booked:
    """What the books have of one payment or payout: cents in are positive; `at` is the newest entry's moment."""

    gateway: str
    subject: str
    currency: str
    cents: int
    at: datetime


def booked() -> tuple[Booked, ...]:
    """Every payment and payout the books know, netted."""
    with connection.cursor() as cursor:
        cursor.execute(BOOKED)
        return tuple(Booked(*row) for row in cursor.fetchall())
