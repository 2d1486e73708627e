"""The books, the lines sold and the payments taken."""

from marketplace.transactions.invariants.base import SETTLED, Invariant

GUARDS = (
    "journal_entry_stays",
    "journal_entry_is_not_emptied",
    "journal_entry_balances",
    "journal_entry_is_whole",
    "journal_line_stays",
    "journal_line_is_not_emptied",
    "journal_line_balances",
    "account_stays",
    "order_line_sold_stays",
    "review_rests_on_a_right",
)

SALES: tuple[Invariant, ...] = (
    Invariant(
        "I1_entries_balance",
        "Every journal entry has two lines or more, in one currency, that sum to zero.",
        """SELECT count(*) FROM (
            SELECT entry.id FROM marketplace_journalentry entry
            LEFT JOIN marketplace_journalline line ON line.entry_id = entry.id
            LEFT JOIN marketplace_account account ON account.id = line.account_id
            GROUP BY entry.id
            HAVING count(line.id) < 2 OR sum(line.cents) <> 0 OR count(DISTINCT account.currency) > 1) broken""",
    ),
    Invariant(
        "I1_books_balance",
        "All lines together sum to zero in every currency.",
        """SELECT count(*) FROM (
            SELECT account.currency FROM marketplace_journalline line
            JOIN marketplace_account account ON account.id = line.account_id
            GROUP BY account.currency HAVING sum(line.cents) <> 0) broken""",
    ),
    Invariant(
        "I2_history_is_guarded",
        "The triggers that refuse changed and unbalanced entries, and reviews without a right, are there and on.",
        f"""SELECT {len(GUARDS)} - count(*) FROM pg_trigger
            WHERE tgenabled = 'O' AND tgname IN ({", ".join(f"'{name}'" for name in GUARDS)})""",  # noqa: S608 - constants
    ),
    Invariant(
        "I3_sold_once",
        "No buyer has two completed lines of one listing and licence.",
        """SELECT count(*) FROM (
            SELECT 1 FROM marketplace_orderline WHERE state = 'completed'
            GROUP BY buyer_id, listing_id, licence HAVING count(*) > 1) broken""",
    ),
    Invariant(
        "I3_sales_are_booked",
        "Every sold, paid line has exactly one sale entry, and every sale entry such a line.",
        f"""SELECT count(*) FROM
            (SELECT 'order-line:' || id AS cause FROM marketplace_orderline
             WHERE state IN {SETTLED} AND paid_cents > 0) line
            FULL JOIN (SELECT cause, count(*) AS times FROM marketplace_journalentry
                       WHERE kind = 'sale' GROUP BY cause) entry
            USING (cause) WHERE line.cause IS NULL OR entry.cause IS NULL OR entry.times <> 1""",  # noqa: S608 - constants
    ),
    Invariant(
        "I4_lines_add_up",
        "Fee and revenue of every line add up to what was paid, and that to price and tip less the discount.",
        """SELECT count(*) FROM marketplace_orderline
            WHERE fee_cents + revenue_cents <> paid_cents OR paid_cents + discount_cents <> price_cents + tip_cents""",
    ),
    Invariant(
        "I4_fees_are_half_even",
        "The fee of every line is the share it was taken with, of what was paid, rounded half-even to the cent.",
        """SELECT count(*) FROM (
            SELECT fee_cents, paid_cents::bigint * fee_basis_points AS parts FROM marketplace_orderline
            WHERE fee_basis_points IS NOT NULL) line
            WHERE fee_cents <> parts / 10000 + CASE
                WHEN parts % 10000 > 5000 OR (parts % 10000 = 5000 AND parts / 10000 % 2 = 1) THEN 1 ELSE 0 END""",
    ),
    Invariant(
        "I4_books_match_lines",
        "Every sale entry books exactly the fee, revenue and price its line has stored.",
        """SELECT count(*) FROM marketplace_orderline line
            JOIN marketplace_journalentry entry ON entry.kind = 'sale' AND entry.cause = 'order-line:' || line.id
            LEFT JOIN LATERAL (
                SELECT coalesce(sum(booked.cents) FILTER (WHERE account.kind = 'gateway'), 0) AS paid,
                       coalesce(-sum(booked.cents) FILTER (WHERE account.kind = 'fees'), 0) AS fee,
                       coalesce(-sum(booked.cents) FILTER (
                           WHERE account.kind = 'seller' AND account.owner_id = line.seller_id), 0) AS revenue
                FROM marketplace_journalline booked JOIN marketplace_account account ON account.id = booked.account_id
                WHERE booked.entry_id = entry.id) books ON true
            WHERE (books.paid, books.fee, books.revenue) IS DISTINCT FROM
                  (line.paid_cents::numeric, line.fee_cents::numeric, line.revenue_cents::numeric)""",
    ),
    Invariant(
        "I5_paid_what_was_asked",
        "An order's total is the sum of its lines or its escrow, and a taken payment is of that amount and currency.",
        """SELECT (SELECT count(*) FROM marketplace_order o WHERE o.total_cents <>
                    (SELECT coalesce(sum(paid_cents), 0) FROM marketplace_orderline WHERE order_id = o.id)
                  + (SELECT coalesce(sum(amount_cents), 0) FROM marketplace_escrow WHERE order_id = o.id))
                + (SELECT count(*) FROM marketplace_payment p JOIN marketplace_order o ON o.id = p.order_id
                   WHERE p.state = 'succeeded' AND (p.amount_cents, p.currency) <> (o.total_cents, o.currency))""",
    ),
    Invariant(
        "I6_one_payment_an_order",
        "A sold order with a price has exactly one taken payment; an order that was not sold has none.",
        """SELECT count(*) FROM marketplace_order o WHERE
            (SELECT count(*) FROM marketplace_payment p WHERE p.order_id = o.id AND p.state = 'succeeded')
            <> CASE WHEN o.state IN ('pending', 'failed') OR o.total_cents = 0 THEN 0 ELSE 1 END""",
    ),
    Invariant(
        "I6_lines_follow_orders",
        "The lines of an order are pending, failed or sold as the order is.",
        f"""SELECT count(*) FROM marketplace_orderline line JOIN marketplace_order o ON o.id = line.order_id
            WHERE CASE WHEN o.state IN ('pending', 'failed') THEN line.state <> o.state
                       ELSE line.state NOT IN {SETTLED} END""",  # noqa: S608 - constants
    ),
    Invariant(
        "I7_settled_as_the_gateway_says",
        "A decided payment of the test gateway stands as the gateway has it.",
        """SELECT count(*) FROM marketplace_payment p
            LEFT JOIN marketplace_testpayment t ON t.id::text = p.reference
            WHERE p.gateway = 'test' AND
                CASE p.state WHEN 'succeeded' THEN t.state IS DISTINCT FROM 'succeeded'
                             WHEN 'returned' THEN t.state IS DISTINCT FROM 'returned' ELSE false END""",
    ),
    Invariant(
        "I12_files_follow_money",
        "Every completed line has its living entitlement, and every bought one its completed line.",
        """SELECT count(*) FROM
            (SELECT id, buyer_id, listing_id, licence FROM marketplace_orderline WHERE state = 'completed') line
            FULL JOIN (SELECT transaction_id, holder_id, listing_id, licence FROM marketplace_entitlement
                       WHERE ended_at IS NULL AND reason IN ('bought', 'free') AND transaction_id IS NOT NULL) held
            ON held.transaction_id = line.id AND held.holder_id = line.buyer_id
               AND held.listing_id = line.listing_id AND held.licence = line.licence
            WHERE line.id IS NULL OR held.transaction_id IS NULL""",
    ),
    Invariant(
        "I13_not_from_oneself",
        "Nobody bought their own listing, and the line's seller is the listing's.",
        """SELECT count(*) FROM marketplace_orderline line
            JOIN marketplace_listing listing ON listing.id = line.listing_id
            WHERE line.buyer_id = line.seller_id OR line.seller_id <> listing.seller_id""",
    ),
    Invariant(
        "I13_reviews_rest_on_a_right",
        "Nobody reviewed their own model, and whoever reviewed one has or had the right to it.",
        """SELECT count(*) FROM marketplace_review review
            JOIN marketplace_listing listing ON listing.id = review.listing_id
            WHERE listing.seller_id = review.author_id
               OR NOT EXISTS (SELECT 1 FROM marketplace_entitlement held
                              WHERE held.listing_id = review.listing_id AND held.holder_id = review.author_id)""",
    ),
    Invariant(
        "I15_free_takes_no_payment",
        "An order of nothing asked no gateway, and no discount is above its price.",
        """SELECT (SELECT count(*) FROM marketplace_payment p JOIN marketplace_order o ON o.id = p.order_id
                   WHERE o.total_cents = 0)
                + (SELECT count(*) FROM marketplace_orderline WHERE discount_cents > price_cents)""",
    ),
)
