"""Discounts, tips, refunds and certificates."""

from marketplace.transactions.invariants.base import SETTLED, Invariant

SHOPPING: tuple[Invariant, ...] = (
    Invariant(
        "I8_refunds_are_booked_once",
        "Every refunded, paid line has exactly one booked refund and one refund entry, and no other line has one.",
        """SELECT count(*) FROM
            (SELECT 'order-line:' || id AS cause, id FROM marketplace_orderline
             WHERE state = 'refunded' AND paid_cents > 0) line
            FULL JOIN (SELECT cause, count(*) AS times FROM marketplace_journalentry
                       WHERE kind = 'refund' GROUP BY cause) entry USING (cause)
            FULL JOIN (SELECT 'order-line:' || line_id AS cause, count(*) AS times FROM marketplace_refund
                       WHERE state IN ('sending', 'done') GROUP BY line_id) asked USING (cause)
            WHERE line.id IS NULL OR entry.times IS DISTINCT FROM 1 OR asked.times IS DISTINCT FROM 1""",
    ),
    Invariant(
        "I8_refunds_mirror_sales",
        "Every refund entry is its sale's entry with the other sign, account by account.",
        """SELECT count(*) FROM
            (SELECT entry.cause, line.account_id, line.cents FROM marketplace_journalentry entry
             JOIN marketplace_journalline line ON line.entry_id = entry.id WHERE entry.kind = 'refund') back
            FULL JOIN
            (SELECT entry.cause, line.account_id, line.cents FROM marketplace_journalentry entry
             JOIN marketplace_journalline line ON line.entry_id = entry.id
             WHERE entry.kind = 'sale' AND entry.cause IN
                (SELECT cause FROM marketplace_journalentry WHERE kind = 'refund')) sold
            USING (cause, account_id) WHERE back.cents IS DISTINCT FROM -sold.cents""",
    ),
    Invariant(
        "I8_gateway_gave_back_what_was_booked",
        "Every refund that is done was given by the test gateway with our key and amount, and it gave no other.",
        """SELECT count(*) FROM
            (SELECT refund.id::text AS key, refund.amount_cents FROM marketplace_refund refund
             JOIN marketplace_payment payment ON payment.id = refund.payment_id
             WHERE refund.state = 'done' AND payment.gateway = 'test') ours
            FULL JOIN (SELECT key, amount_cents FROM marketplace_testrefund
                       WHERE key NOT IN (SELECT id::text FROM marketplace_escrowreturn)) theirs USING (key)
            WHERE ours.amount_cents IS DISTINCT FROM theirs.amount_cents
                AND NOT (ours.key IS NULL AND EXISTS (SELECT 1 FROM marketplace_refund sent
                    WHERE sent.id::text = theirs.key AND sent.state = 'sending'
                        AND sent.amount_cents = theirs.amount_cents))""",
    ),
    Invariant(
        "I8_refunds_stay_within_payments",
        "What went back of an order is at most what was paid for it, and its state says how much.",
        """SELECT count(*) FROM marketplace_order o
            LEFT JOIN LATERAL (
                SELECT coalesce(sum(line.paid_cents) FILTER (WHERE line.state = 'refunded'), 0) AS back,
                       coalesce(sum(line.paid_cents) FILTER (WHERE line.state = 'completed'), 0) AS kept
                FROM marketplace_orderline line WHERE line.order_id = o.id) sums ON true
            WHERE sums.back > o.total_cents
                OR o.state <> CASE WHEN o.state IN ('pending', 'failed') THEN o.state
                                   WHEN sums.back = 0 THEN 'completed'
                                   WHEN sums.kept = 0 THEN 'refunded' ELSE 'partly_refunded' END""",
    ),
    Invariant(
        "I9_balances_pay_what_was_paid",
        "Every payment from a balance is booked once with its amount, and comes back to it with its refunds.",
        """SELECT (SELECT count(*) FROM
                    (SELECT 'payment:' || id AS cause, amount_cents AS cents FROM marketplace_payment
                     WHERE gateway = 'balance' AND state = 'succeeded') paid
                    FULL JOIN (SELECT entry.cause, line.cents FROM marketplace_journalentry entry
                               JOIN marketplace_journalline line ON line.entry_id = entry.id
                               JOIN marketplace_account account ON account.id = line.account_id
                               WHERE entry.kind = 'balance_spent' AND account.kind = 'seller') booked USING (cause)
                    WHERE paid.cents IS DISTINCT FROM booked.cents)
                + (SELECT count(*) FROM
                    (SELECT 'refund:' || refund.id AS cause, refund.amount_cents AS cents FROM marketplace_refund refund
                     JOIN marketplace_payment payment ON payment.id = refund.payment_id
                     WHERE payment.gateway = 'balance' AND refund.state = 'done') back
                    FULL JOIN (SELECT entry.cause, -line.cents AS cents FROM marketplace_journalentry entry
                               JOIN marketplace_journalline line ON line.entry_id = entry.id
                               JOIN marketplace_account account ON account.id = line.account_id
                               WHERE entry.kind = 'balance_returned' AND account.kind = 'seller') booked USING (cause)
                    WHERE back.cents IS DISTINCT FROM booked.cents)""",
    ),
    Invariant(
        "I12_rights_end_with_refunds",
        "No refunded line gives a right any more, and every living right of a line has its certificate.",
        f"""SELECT (SELECT count(*) FROM marketplace_entitlement held
                   JOIN marketplace_orderline line ON line.id = held.transaction_id
                   WHERE held.ended_at IS NULL AND held.reason IN ('bought', 'free') AND line.state <> 'completed')
                + (SELECT count(*) FROM marketplace_entitlement held
                   JOIN marketplace_orderline line ON line.id = held.transaction_id
                   WHERE line.state IN {SETTLED} AND held.certificate IS NULL)""",  # noqa: S608 - constants
    ),
    Invariant(
        "I15_coupons_count_their_uses",
        "A coupon was used as often as orders hold it, never above its limit, and only orders that ended free it.",
        """SELECT (SELECT count(*) FROM marketplace_coupon coupon
                   WHERE coupon.used > coalesce(coupon.max_uses, coupon.used)
                    OR coupon.used <> (SELECT count(*) FROM marketplace_couponuse held
                                       WHERE held.coupon_id = coupon.id AND held.released_at IS NULL))
                + (SELECT count(*) FROM marketplace_couponuse held JOIN marketplace_order o ON o.id = held.order_id
                   WHERE (held.released_at IS NOT NULL) <> (o.state = 'failed'))""",
    ),
    Invariant(
        "I15_discounts_have_a_coupon",
        "A discount stands only on lines of the coupon's creator in an order that used it, never above the price.",
        """SELECT count(*) FROM marketplace_orderline line
            LEFT JOIN marketplace_couponuse held ON held.order_id = line.order_id
            LEFT JOIN marketplace_coupon coupon ON coupon.id = held.coupon_id
            WHERE line.discount_cents > line.price_cents
                OR (line.discount_cents > 0 AND coupon.creator_id IS DISTINCT FROM line.seller_id)""",
    ),
)
