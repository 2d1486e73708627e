"""A division of an escrow remembers that it needs a second person; the database refuses it done without one."""

from django.db import migrations, models
from django.db.models import Q

REMEMBER = "UPDATE marketplace_split SET needs_release = true WHERE state = 'held' OR decided_by_id IS NOT NULL"

# A division keeps its bounty, its part and whether it needs a second person, and moves forward only.
GUARD = """
CREATE FUNCTION bounty_split_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Division % is a decision of staff; it stays.', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.bounty_id, NEW.artist_cents, NEW.needs_release, NEW.proposed_by_id)
        IS DISTINCT FROM (OLD.bounty_id, OLD.artist_cents, OLD.needs_release, OLD.proposed_by_id) THEN
        RAISE EXCEPTION 'Division % was proposed; who gets how much does not change.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state <> 'held' THEN
        RAISE EXCEPTION 'Division % is %; it stays so.', OLD.id, OLD.state USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER split_stays BEFORE UPDATE OR DELETE ON marketplace_split
    FOR EACH ROW EXECUTE FUNCTION bounty_split_stays();
CREATE TRIGGER split_is_not_emptied BEFORE TRUNCATE ON marketplace_split
    FOR EACH STATEMENT EXECUTE FUNCTION money_refuse_change();
"""

TAKE_BACK = """
DROP TRIGGER split_is_not_emptied ON marketplace_split;
DROP TRIGGER split_stays ON marketplace_split;
DROP FUNCTION bounty_split_stays();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('marketplace', '0008_money_again'),
    ]

    operations = [
        migrations.AddField(
            model_name='split',
            name='needs_release',
            field=models.BooleanField(default=False, help_text='a second staff member must release it'),
        ),
        migrations.RunSQL(REMEMBER, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='split',
            constraint=models.CheckConstraint(
                condition=~Q(state='done') | Q(needs_release=False) | Q(decided_by__isnull=False),
                name='bounty_split_large_had_a_second',
            ),
        ),
        migrations.RunSQL(GUARD, TAKE_BACK),
    ]
