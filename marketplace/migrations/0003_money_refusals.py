"""What the database itself refuses about money: entries that do not balance, are added to, changed or deleted;
accounts that become another's; sold lines at another price; seals out of order; payouts and escrows that change."""

from django.db import migrations

ACCOUNTS = """
INSERT INTO marketplace_account (kind, owner_id, currency)
VALUES ('gateway', NULL, 'USD'), ('fees', NULL, 'USD'), ('escrow', NULL, 'USD')
ON CONFLICT DO NOTHING
"""

# Which transaction wrote an entry: its lines come in the same one, or not at all. Unknown to Django on purpose.
WRITTEN_IN = """
ALTER TABLE marketplace_journalentry ADD COLUMN written_in xid8 NOT NULL DEFAULT pg_current_xact_id();
"""

REFUSE_CHANGE = """
CREATE FUNCTION money_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A row of % is never changed or deleted; write a reversal.', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER journal_entry_stays BEFORE UPDATE OR DELETE ON marketplace_journalentry
    FOR EACH ROW EXECUTE FUNCTION money_refuse_change();
CREATE TRIGGER journal_entry_is_not_emptied BEFORE TRUNCATE ON marketplace_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION money_refuse_change();
CREATE TRIGGER journal_line_stays BEFORE UPDATE OR DELETE ON marketplace_journalline
    FOR EACH ROW EXECUTE FUNCTION money_refuse_change();
CREATE TRIGGER journal_line_is_not_emptied BEFORE TRUNCATE ON marketplace_journalline
    FOR EACH STATEMENT EXECUTE FUNCTION money_refuse_change();
CREATE TRIGGER account_stays BEFORE UPDATE ON marketplace_account
    FOR EACH ROW EXECUTE FUNCTION money_refuse_change();
"""

BALANCE = """
CREATE FUNCTION money_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    entry bigint;
    found record;
BEGIN
    IF TG_TABLE_NAME = 'marketplace_journalline' THEN entry := NEW.entry_id; ELSE entry := NEW.id; END IF;
    SELECT count(*) AS lines, coalesce(sum(line.cents), 0) AS total, count(DISTINCT account.currency) AS currencies
        INTO found
        FROM marketplace_journalline line JOIN marketplace_account account ON account.id = line.account_id
        WHERE line.entry_id = entry;
    IF found.lines < 2 OR found.total <> 0 OR found.currencies > 1 THEN
        RAISE EXCEPTION 'Journal entry % has % lines that sum to % in % currencies; it needs two or more that sum to 0 in one.',
            entry, found.lines, found.total, found.currencies USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER journal_entry_balances AFTER INSERT ON marketplace_journalentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION money_entry_balances();
CREATE CONSTRAINT TRIGGER journal_line_balances AFTER INSERT ON marketplace_journalline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION money_entry_balances();

CREATE FUNCTION money_entry_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT written_in FROM marketplace_journalentry WHERE id = NEW.entry_id) <> pg_current_xact_id() THEN
        RAISE EXCEPTION 'Journal entry % is written already; no line is added to it.', NEW.entry_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER journal_entry_is_whole BEFORE INSERT ON marketplace_journalline
    FOR EACH ROW EXECUTE FUNCTION money_entry_is_whole();
"""

SOLD = """
CREATE FUNCTION money_sold_line_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Order line % was sold; it stays.', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.order_id, NEW.buyer_id, NEW.seller_id, NEW.listing_id, NEW.licence,
        NEW.price_cents, NEW.discount_cents, NEW.tip_cents, NEW.paid_cents, NEW.fee_cents, NEW.revenue_cents)
        IS DISTINCT FROM
       (OLD.order_id, OLD.buyer_id, OLD.seller_id, OLD.listing_id, OLD.licence,
        OLD.price_cents, OLD.discount_cents, OLD.tip_cents, OLD.paid_cents, OLD.fee_cents, OLD.revenue_cents) THEN
        RAISE EXCEPTION 'Order line % was sold; what was sold, by whom, to whom and for what does not change.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state <> OLD.state AND NOT (OLD.state = 'completed' AND NEW.state = 'refunded') THEN
        RAISE EXCEPTION 'Order line % is %; it cannot become %.', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER order_line_sold_stays BEFORE UPDATE OR DELETE ON marketplace_orderline
    FOR EACH ROW WHEN (OLD.state IN ('completed', 'refunded')) EXECUTE FUNCTION money_sold_line_stays();
"""

# Sealed entries stay as they are sealed, in one unbroken row of numbers.
SEALS = """
CREATE FUNCTION money_seal_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number <> coalesce((SELECT max(number) FROM marketplace_seal), 0) + 1 THEN
        RAISE EXCEPTION 'Seal % does not follow the last one.', NEW.number USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER seal_follows BEFORE INSERT ON marketplace_seal
    FOR EACH ROW EXECUTE FUNCTION money_seal_follows();
CREATE TRIGGER seal_stays BEFORE UPDATE OR DELETE ON marketplace_seal
    FOR EACH ROW EXECUTE FUNCTION money_refuse_change();
CREATE TRIGGER seal_is_not_emptied BEFORE TRUNCATE ON marketplace_seal
    FOR EACH STATEMENT EXECUTE FUNCTION money_refuse_change();
"""

# A payout keeps its amount and its payee, moves forward only, and is never deleted; so do the yeses of staff.
PAYOUTS = """
CREATE FUNCTION money_payout_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Payout % is booked; it stays.', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.id, NEW.user_id, NEW.account_id, NEW.amount_cents, NEW.available_cents, NEW.currency)
        IS DISTINCT FROM (OLD.id, OLD.user_id, OLD.account_id, OLD.amount_cents, OLD.available_cents, OLD.currency)
        OR (OLD.reference <> '' AND NEW.reference <> OLD.reference) THEN
        RAISE EXCEPTION 'Payout % is booked; who gets how much does not change.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN
        (('held', 'requested'), ('held', 'failed'), ('requested', 'paid'), ('requested', 'failed')) THEN
        RAISE EXCEPTION 'Payout % is %; it cannot become %.', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER payout_stays BEFORE UPDATE OR DELETE ON marketplace_payout
    FOR EACH ROW EXECUTE FUNCTION money_payout_stays();
CREATE TRIGGER payout_is_not_emptied BEFORE TRUNCATE ON marketplace_payout
    FOR EACH STATEMENT EXECUTE FUNCTION money_refuse_change();
CREATE TRIGGER payout_release_stays BEFORE UPDATE OR DELETE ON marketplace_payoutrelease
    FOR EACH ROW EXECUTE FUNCTION money_refuse_change();
"""

ESCROW = """
CREATE FUNCTION escrow_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Escrow % held money; it stays.', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.order_id, NEW.payer_id, NEW.amount_cents, NEW.currency) IS DISTINCT FROM
       (OLD.order_id, OLD.payer_id, OLD.amount_cents, OLD.currency) THEN
        RAISE EXCEPTION 'Escrow % holds money; whose and how much does not change.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'released' OR NEW.state NOT IN ('held', 'released') THEN
        RAISE EXCEPTION 'Escrow % is %; it cannot become %.', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER escrow_held_stays BEFORE UPDATE OR DELETE ON marketplace_escrow
    FOR EACH ROW WHEN (OLD.state IN ('held', 'released')) EXECUTE FUNCTION escrow_refuse_change();
"""

TAKE_BACK = """
DROP TRIGGER escrow_held_stays ON marketplace_escrow;
DROP FUNCTION escrow_refuse_change();
DROP TRIGGER payout_release_stays ON marketplace_payoutrelease;
DROP TRIGGER payout_is_not_emptied ON marketplace_payout;
DROP TRIGGER payout_stays ON marketplace_payout;
DROP FUNCTION money_payout_stays();
DROP TRIGGER seal_is_not_emptied ON marketplace_seal;
DROP TRIGGER seal_stays ON marketplace_seal;
DROP TRIGGER seal_follows ON marketplace_seal;
DROP FUNCTION money_seal_follows();
DROP TRIGGER order_line_sold_stays ON marketplace_orderline;
DROP FUNCTION money_sold_line_stays();
DROP TRIGGER journal_entry_is_whole ON marketplace_journalline;
DROP FUNCTION money_entry_is_whole();
DROP TRIGGER journal_line_balances ON marketplace_journalline;
DROP TRIGGER journal_entry_balances ON marketplace_journalentry;
DROP FUNCTION money_entry_balances();
DROP TRIGGER account_stays ON marketplace_account;
DROP TRIGGER journal_line_is_not_emptied ON marketplace_journalline;
DROP TRIGGER journal_line_stays ON marketplace_journalline;
DROP TRIGGER journal_entry_is_not_emptied ON marketplace_journalentry;
DROP TRIGGER journal_entry_stays ON marketplace_journalentry;
DROP FUNCTION money_refuse_change();
ALTER TABLE marketplace_journalentry DROP COLUMN written_in;
"""


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0002_catalogue_ground")]

    operations = [
        migrations.RunSQL(ACCOUNTS, migrations.RunSQL.noop),
        migrations.RunSQL(WRITTEN_IN + REFUSE_CHANGE + BALANCE + SOLD + SEALS + PAYOUTS + ESCROW, TAKE_BACK),
    ]
