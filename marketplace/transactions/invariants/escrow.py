"""Money held for bounties: what is held, paid and returned, and who got the files for it."""

from marketplace.transactions.invariants.base import Invariant

ESCROWS: tuple[Invariant, ...] = (
    Invariant(
        "I14_escrow_holds_the_budgets",
        "The escrow account holds the budgets of open, running and disputed bounties: no cent more or less.",
        """SELECT count(*) FROM (SELECT 1 WHERE
            (SELECT coalesce(-sum(line.cents), 0) FROM marketplace_journalline line
             JOIN marketplace_account account ON account.id = line.account_id WHERE account.kind = 'escrow')
            <> (SELECT coalesce(sum(amount_cents), 0) FROM marketplace_escrow WHERE state = 'held')) differs""",
    ),
    Invariant(
        "I14_bounties_have_their_escrow",
        "An open, running or disputed bounty has its whole budget held; an ended one has nothing held.",
        """SELECT count(*) FROM marketplace_bounty bounty
            LEFT JOIN marketplace_escrow escrow ON escrow.id = bounty.escrow_id
            WHERE CASE WHEN bounty.state IN ('open', 'in_progress', 'disputed')
                       THEN (escrow.state, escrow.amount_cents) IS DISTINCT FROM ('held', bounty.budget_cents)
                       WHEN bounty.state = 'completed' THEN escrow.state IS DISTINCT FROM 'released'
                       ELSE false END""",
    ),
    Invariant(
        "I14_held_is_somebodys",
        "Money is held only for a bounty, and a closed one gives it back (its payment may have come late).",
        """SELECT count(*) FROM marketplace_escrow escrow
            LEFT JOIN marketplace_bounty bounty ON bounty.escrow_id = escrow.id
            WHERE escrow.state = 'held' AND bounty.id IS NULL""",
    ),
    Invariant(
        "I14_escrow_is_booked",
        "Each escrow has exactly the entries of its state, with exactly the amounts it has stored.",
        """SELECT count(*) FROM marketplace_escrow escrow
            LEFT JOIN LATERAL (
                SELECT coalesce(sum(booked.cents) FILTER (
                           WHERE entry.kind = 'escrow_held' AND account.kind = 'gateway'), 0) AS held,
                       coalesce(-sum(booked.cents) FILTER (
                           WHERE entry.kind = 'escrow_paid' AND account.kind = 'fees'), 0) AS fee,
                       coalesce(-sum(booked.cents) FILTER (
                           WHERE entry.kind = 'escrow_paid' AND account.kind = 'seller'
                             AND account.owner_id = escrow.payee_id), 0) AS revenue,
                       coalesce(-sum(booked.cents) FILTER (
                           WHERE entry.kind = 'escrow_returned' AND account.kind = 'gateway'), 0) AS returned
                FROM marketplace_journalentry entry
                JOIN marketplace_journalline booked ON booked.entry_id = entry.id
                JOIN marketplace_account account ON account.id = booked.account_id
                WHERE entry.cause = 'escrow:' || escrow.id) books ON true
            WHERE (books.held, books.fee, books.revenue, books.returned) IS DISTINCT FROM
                  (CASE WHEN escrow.state IN ('held', 'released') THEN escrow.amount_cents ELSE 0 END::numeric,
                   escrow.fee_cents::numeric, escrow.revenue_cents::numeric, escrow.returned_cents::numeric)""",
    ),
    Invariant(
        "I14_orders_hold_their_escrow",
        "An escrow is held or released exactly when its order was paid.",
        """SELECT count(*) FROM marketplace_escrow escrow JOIN marketplace_order o ON o.id = escrow.order_id
            WHERE (o.state = 'completed') <> (escrow.state IN ('held', 'released'))""",
    ),
    Invariant(
        "I14_returns_are_written",
        "What a released escrow returns is asked of the gateway, once, and what the gateway returned is that.",
        """SELECT count(*) FROM marketplace_escrow escrow
            FULL JOIN marketplace_escrowreturn back ON back.escrow_id = escrow.id
            LEFT JOIN marketplace_testrefund refund ON refund.key = back.id::text
            WHERE coalesce(escrow.returned_cents, 0) <> coalesce(back.amount_cents, 0)
               OR (back.state = 'done' AND refund.amount_cents <> back.amount_cents)""",
    ),
    Invariant(
        "I10_large_splits_had_two",
        "A division that needs a release was done only with one, and nobody divides a bounty of their own.",
        """SELECT count(*) FROM marketplace_split split JOIN marketplace_bounty bounty ON bounty.id = split.bounty_id
            WHERE split.state = 'done'
              AND ((split.needs_release AND split.decided_by_id IS NULL)
                   OR split.decided_by_id = split.proposed_by_id
                   OR split.proposed_by_id IN (bounty.client_id, bounty.winner_id)
                   OR split.decided_by_id IN (bounty.client_id, bounty.winner_id))""",
    ),
    Invariant(
        "I10_splits_are_guarded",
        "The trigger that refuses changed divisions is there and on.",
        "SELECT 1 - count(*) FROM pg_trigger WHERE tgenabled = 'O' AND tgname = 'split_stays'",
    ),
    Invariant(
        "I12_awards_follow_bounties",
        "Every completed bounty with accepted work gave its client the files, and no award came another way.",
        """SELECT count(*) FROM
            (SELECT work.listing_id, bounty.client_id FROM marketplace_submission work
             JOIN marketplace_bounty bounty ON bounty.id = work.bounty_id
             WHERE work.state = 'accepted' AND bounty.state = 'completed') paid
            FULL JOIN (SELECT listing_id, holder_id FROM marketplace_entitlement
                       WHERE reason = 'award' AND ended_at IS NULL) held
            ON held.listing_id = paid.listing_id AND held.holder_id = paid.client_id
            WHERE paid.listing_id IS NULL OR held.listing_id IS NULL""",
    ),
)
