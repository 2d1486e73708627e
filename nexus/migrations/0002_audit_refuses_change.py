"""Audit rows are written and never touched again: the database refuses UPDATE, DELETE and TRUNCATE."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_refuses_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'An audit row is never changed or removed.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_refuses_change BEFORE UPDATE OR DELETE ON nexus_auditrow
    FOR EACH ROW EXECUTE FUNCTION audit_refuses_change();
CREATE TRIGGER audit_refuses_truncate BEFORE TRUNCATE ON nexus_auditrow
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses_change();
"""
BACK = """
DROP TRIGGER audit_refuses_change ON nexus_auditrow;
DROP TRIGGER audit_refuses_truncate ON nexus_auditrow;
DROP FUNCTION audit_refuses_change();
"""


class Migration(migrations.Migration):
    dependencies = [("nexus", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
