"""What the database itself refuses about money: entries that do not balance, are added to, changed or deleted;
accounts that become another's; sold lines at another price."""

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
        NEW.price_cents, NEW.discount_cents, NEW.paid_cents, NEW.fee_cents, NEW.revenue_cents)
        IS DISTINCT FROM
       (OLD.order_id, OLD.buyer_id, OLD.seller_id, OLD.listing_id, OLD.licence,
        OLD.price_cents, OLD.discount_cents, OLD.paid_cents, OLD.fee_cents, OLD.revenue_cents) THEN
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

TAKE_BACK = """
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
    dependencies = [("marketplace", "0001_initial")]

    operations = [
        migrations.RunSQL(ACCOUNTS, migrations.RunSQL.noop),
        migrations.RunSQL(WRITTEN_IN + REFUSE_CHANGE + BALANCE + SOLD, TAKE_BACK),
    ]
