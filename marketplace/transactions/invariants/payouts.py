"""The sealed chain, payouts, and what sellers and the gateway hold."""

from marketplace.transactions.invariants.base import Invariant

GUARDS = ("seal_follows", "seal_stays", "seal_is_not_emptied", "payout_stays", "payout_release_stays")

PAYOUTS: tuple[Invariant, ...] = (
    Invariant(
        "I2_chain_holds",
        "Every seal is the digest of the one before it and of its entry with all lines, as they are now.",
        r"""SELECT count(*) FROM (
            SELECT seal.number, seal.digest, row_number() OVER chain AS place,
                   lag(seal.digest, 1, ''::varchar) OVER chain AS before,
                   entry.id || '|' || entry.kind || '|' || entry.cause || '|'
                       || (extract(epoch FROM entry.at) * 1000000)::bigint || '|'
                       || (SELECT coalesce(string_agg(line.account_id || ':' || line.cents, ','
                                                      ORDER BY line.account_id, line.cents), '')
                           FROM marketplace_journalline line WHERE line.entry_id = entry.id) AS sealed
            FROM marketplace_seal seal LEFT JOIN marketplace_journalentry entry ON entry.id = seal.entry_id
            WINDOW chain AS (ORDER BY seal.number)) told
            WHERE number <> place
               OR digest IS DISTINCT FROM encode(sha256(convert_to(before || E'\n' || sealed, 'UTF8')), 'hex')""",
    ),
    Invariant(
        "I2_payouts_are_guarded",
        "The triggers that refuse changed seals and payouts are there and on.",
        f"""SELECT {len(GUARDS)} - count(*) FROM pg_trigger
            WHERE tgenabled = 'O' AND tgname IN ({", ".join(f"'{name}'" for name in GUARDS)})""",  # noqa: S608 - constants
    ),
    Invariant(
        "I7_paid_out_as_the_gateway_says",
        "A payout that ended stands as the test gateway has its transfer.",
        """SELECT count(*) FROM marketplace_payout p
            JOIN marketplace_payoutaccount a ON a.id = p.account_id AND a.gateway = 'test'
            LEFT JOIN marketplace_testtransfer t ON t.id::text = p.reference
            WHERE CASE p.state WHEN 'paid' THEN t.state IS DISTINCT FROM 'paid'
                               WHEN 'failed' THEN p.reference <> '' AND t.state IS DISTINCT FROM 'failed'
                               WHEN 'held' THEN p.reference <> '' ELSE false END""",
    ),
    Invariant(
        "I9_gateway_holds_the_rest",
        "The gateway holds what was paid in, less what went back to buyers and out to sellers.",
        """SELECT count(*) FROM (SELECT 1 WHERE
            (SELECT coalesce(sum(line.cents), 0) FROM marketplace_journalline line
             JOIN marketplace_account account ON account.id = line.account_id WHERE account.kind = 'gateway')
            <> (SELECT coalesce(sum(amount_cents), 0) FROM marketplace_payment
                WHERE state = 'succeeded' AND gateway <> 'balance')
             - (SELECT coalesce(sum(refund.amount_cents), 0) FROM marketplace_refund refund
                JOIN marketplace_payment payment ON payment.id = refund.payment_id
                WHERE refund.state IN ('sending', 'done') AND payment.gateway <> 'balance')
             - (SELECT coalesce(sum(returned_cents), 0) FROM marketplace_escrow)
             - (SELECT coalesce(sum(amount_cents), 0) FROM marketplace_payout WHERE state <> 'failed')) differs""",
    ),
    Invariant(
        "I9_paid_out_within_the_available",
        "No payout is of more than was available when it was asked for.",
        "SELECT count(*) FROM marketplace_payout WHERE amount_cents > available_cents OR amount_cents = 0",
    ),
    Invariant(
        "I9_available_is_what_the_ledger_had",
        "What a payout called available is no more than the ledger had: sales that were old enough and not given back, "
        "awards, and what came back to the balance, less what had left it.",
        # A refund of the minute before may be of either side: it takes no lock on the seller's account.
        """SELECT count(*) FROM marketplace_payout payout
            JOIN marketplace_journalentry asked ON asked.kind = 'payout' AND asked.cause = 'payout:' || payout.id
            JOIN marketplace_account account ON account.kind = 'seller' AND account.owner_id = payout.user_id
                AND account.currency = payout.currency
            LEFT JOIN LATERAL (
                SELECT coalesce(-sum(line.cents), 0) AS cents FROM marketplace_journalline line
                JOIN marketplace_journalentry entry ON entry.id = line.entry_id
                WHERE line.account_id = account.id AND entry.kind <> 'refund' AND entry.at < asked.at
                  AND (entry.kind <> 'sale' OR (entry.at <= payout.matured_until AND NOT EXISTS (
                      SELECT 1 FROM marketplace_journalentry back WHERE back.kind = 'refund'
                         AND back.cause = entry.cause AND back.at < asked.at - interval '1 minute')))) had ON true
            WHERE payout.matured_until IS NOT NULL AND payout.available_cents > had.cents""",
    ),
    Invariant(
        "I10_one_payout_in_flight",
        "No seller has two payouts on their way.",
        """SELECT count(*) FROM (SELECT 1 FROM marketplace_payout WHERE state IN ('requested', 'held')
            GROUP BY user_id HAVING count(*) > 1) broken""",
    ),
    Invariant(
        "I10_payouts_are_booked_once",
        "Every payout is taken from its seller's account once, and given back once if and only if it failed.",
        """SELECT count(*) FROM (
            SELECT 'payout:' || p.id AS cause, p.user_id, -p.amount_cents::numeric AS out,
                   CASE p.state WHEN 'failed' THEN p.amount_cents::numeric ELSE 0 END AS back
            FROM marketplace_payout p) payout
            FULL JOIN (
                SELECT entry.cause, min(account.owner_id) AS user_id,
                       coalesce(-sum(line.cents) FILTER (WHERE entry.kind = 'payout'), 0) AS out,
                       coalesce(-sum(line.cents) FILTER (WHERE entry.kind = 'payout_returned'), 0) AS back
                FROM marketplace_journalentry entry
                JOIN marketplace_journalline line ON line.entry_id = entry.id
                JOIN marketplace_account account ON account.id = line.account_id AND account.kind = 'seller'
                WHERE entry.kind IN ('payout', 'payout_returned') GROUP BY entry.cause) books
            USING (cause) WHERE (payout.user_id, payout.out, payout.back)
                IS DISTINCT FROM (books.user_id, books.out, books.back)""",
    ),
    Invariant(
        "I10_large_payouts_had_two",
        "A payout that needs two releases went on only with two, of people who are not its payee.",
        """SELECT (SELECT count(*) FROM marketplace_payout p WHERE p.needs_release AND p.state IN ('requested', 'paid')
                    AND (SELECT count(DISTINCT r.by_id) FROM marketplace_payoutrelease r
                         WHERE r.payout_id = p.id AND r.by_id <> p.user_id) < 2)
                + (SELECT count(*) FROM marketplace_payoutrelease WHERE by_id = payee_id)""",
    ),
    Invariant(
        "I11_below_zero_only_by_refunds",
        "A seller is below zero only by refunds that came after a payout, never by a payout or a purchase.",
        """SELECT count(*) FROM (
            SELECT account.id FROM marketplace_account account
            JOIN marketplace_journalline line ON line.account_id = account.id
            JOIN marketplace_journalentry entry ON entry.id = line.entry_id
            WHERE account.kind = 'seller' AND entry.kind <> 'refund'
            GROUP BY account.id HAVING sum(line.cents) > 0) broken""",
    ),
)
