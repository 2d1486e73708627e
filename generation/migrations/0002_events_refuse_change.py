"""Job events are append-only: the database refuses to change one (they go only with their job)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION job_event_refuses_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A job event is never changed.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER job_event_refuses_change BEFORE UPDATE ON generation_jobevent
    FOR EACH ROW EXECUTE FUNCTION job_event_refuses_change();
"""
BACK = """
DROP TRIGGER job_event_refuses_change ON generation_jobevent;
DROP FUNCTION job_event_refuses_change();
"""


class Migration(migrations.Migration):
    dependencies = [("generation", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
