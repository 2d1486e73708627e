"""Messages and chat events are append-only: the database refuses to change one (they go only with their chat)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION said_is_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What was said in a chat is never changed.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER message_refuses_change BEFORE UPDATE ON conversations_message
    FOR EACH ROW EXECUTE FUNCTION said_is_said();
CREATE TRIGGER chat_event_refuses_change BEFORE UPDATE ON conversations_chatevent
    FOR EACH ROW EXECUTE FUNCTION said_is_said();
"""
BACK = """
DROP TRIGGER chat_event_refuses_change ON conversations_chatevent;
DROP TRIGGER message_refuses_change ON conversations_message;
DROP FUNCTION said_is_said();
"""


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
