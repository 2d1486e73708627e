"""A deleted message is forgotten in its chat's events too: the only change of an event is that its words go."""

from django.db import migrations

FORWARD = """
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
DROP TRIGGER chat_event_refuses_change ON conversations_chatevent;
CREATE TRIGGER chat_event_refuses_change BEFORE UPDATE ON conversations_chatevent
    FOR EACH ROW EXECUTE FUNCTION chat_event_only_forgets();
"""
BACK = """
DROP TRIGGER chat_event_refuses_change ON conversations_chatevent;
CREATE TRIGGER chat_event_refuses_change BEFORE UPDATE ON conversations_chatevent
    FOR EACH ROW EXECUTE FUNCTION said_is_said();
DROP FUNCTION chat_event_only_forgets();
"""


class Migration(migrations.Migration):
    dependencies = [("conversations", "0003_indexed")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
