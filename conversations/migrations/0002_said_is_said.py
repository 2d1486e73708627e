"""Messages and chat events are append-only: the database refuses to change one (they go only with their chat).

A deleted message is forgotten in its chat's events too: the only change of an event is that its words go.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION said_is_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What was said in a chat is never changed.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER message_refuses_change BEFORE UPDATE ON conversations_message
    FOR EACH ROW EXECUTE FUNCTION said_is_said();

CREATE FUNCTION chat_event_only_forgets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.chat_id, NEW.number, NEW.type, NEW.at) = (OLD.id, OLD.chat_id, OLD.number, OLD.type, OLD.at)
        AND NEW.body - 'message' - 'output' = OLD.body - 'message' - 'output'
        AND NEW.body->'message'->>'content' = '' AND NEW.body->'message'->'id' = OLD.body->'message'->'id'
        AND coalesce(NEW.body->'output', '{}') = '{}'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'What happened in a chat is never changed.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER chat_event_refuses_change BEFORE UPDATE ON conversations_chatevent
    FOR EACH ROW EXECUTE FUNCTION chat_event_only_forgets();
"""
BACK = """
DROP TRIGGER chat_event_refuses_change ON conversations_chatevent;
DROP FUNCTION chat_event_only_forgets();
DROP TRIGGER message_refuses_change ON conversations_message;
DROP FUNCTION said_is_said();
"""


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
