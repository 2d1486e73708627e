"""What the database itself refuses about the shop's other records: reviews without a right, changed history of
bounties, home pages and decisions, campaign mails that go twice, appeals decided by who decided first."""

from django.db import migrations

# A shown review rests on a live right to somebody else's model. The share lock makes the end of a right wait for a
# review that is being written, and a review for a right that is just being ended.
REVIEWS = """
CREATE FUNCTION nexus_review_rests_on_a_right() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM marketplace_listing WHERE id = NEW.listing_id AND seller_id = NEW.author_id) THEN
        RAISE EXCEPTION 'nobody reviews a model of their own'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'review_is_of_somebody_elses_model';
    END IF;
    IF NEW.hidden_by = '' THEN
        PERFORM FROM marketplace_entitlement
            WHERE listing_id = NEW.listing_id AND holder_id = NEW.author_id AND ended_at IS NULL FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'a review is shown while its author holds the model'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'review_rests_on_a_right';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER review_rests_on_a_right BEFORE INSERT OR UPDATE OF listing_id, author_id, hidden_by
    ON marketplace_review FOR EACH ROW EXECUTE FUNCTION nexus_review_rests_on_a_right();
"""
BOUNTIES = """
CREATE FUNCTION bounty_event_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What happened to a bounty is never changed or deleted.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER bounty_event_stays BEFORE UPDATE OR DELETE ON marketplace_bountyevent
    FOR EACH ROW EXECUTE FUNCTION bounty_event_refuse_change();
"""
HOMEPAGE = """
CREATE FUNCTION homepage_version_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Version % of the home page is kept as it was; publish a new one.', OLD.number
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER homepage_version_stays BEFORE UPDATE OR DELETE ON marketplace_homepageversion
    FOR EACH ROW EXECUTE FUNCTION homepage_version_refuse_change();
"""
CAMPAIGNS = """
CREATE FUNCTION campaign_mail_goes_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (
        (OLD.state = 'waiting' AND NEW.state IN ('claimed', 'skipped')) OR
        (OLD.state = 'claimed' AND NEW.state IN ('waiting', 'sent', 'unknown', 'failed')) OR
        (OLD.state = 'unknown' AND NEW.state IN ('sent', 'failed'))
    ) THEN
        RAISE EXCEPTION 'Mail % of campaign % is %; it cannot become %.', OLD.id, OLD.campaign_id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER campaign_mail_goes_once BEFORE UPDATE OF state ON marketplace_campaignmail
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION campaign_mail_goes_once();
"""
TRUST = """
CREATE FUNCTION decision_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A statement of reasons is never changed or deleted.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER decision_stays BEFORE UPDATE OR DELETE ON marketplace_decision
    FOR EACH ROW EXECUTE FUNCTION decision_refuse_change();

CREATE FUNCTION appeal_needs_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.decided_by_id = (SELECT by_id FROM public.marketplace_decision WHERE id = NEW.decision_id) THEN
        RAISE EXCEPTION 'Appeal % is decided by somebody else than its decision was.', NEW.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appeal_is_decided_by_another BEFORE INSERT OR UPDATE ON marketplace_appeal
    FOR EACH ROW WHEN (NEW.decided_by_id IS NOT NULL) EXECUTE FUNCTION appeal_needs_another();
"""
TAKE_BACK = """
DROP TRIGGER appeal_is_decided_by_another ON marketplace_appeal;
DROP FUNCTION appeal_needs_another();
DROP TRIGGER decision_stays ON marketplace_decision;
DROP FUNCTION decision_refuse_change();
DROP TRIGGER campaign_mail_goes_once ON marketplace_campaignmail;
DROP FUNCTION campaign_mail_goes_once();
DROP TRIGGER homepage_version_stays ON marketplace_homepageversion;
DROP FUNCTION homepage_version_refuse_change();
DROP TRIGGER bounty_event_stays ON marketplace_bountyevent;
DROP FUNCTION bounty_event_refuse_change();
DROP TRIGGER review_rests_on_a_right ON marketplace_review;
DROP FUNCTION nexus_review_rests_on_a_right();
"""


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0003_money_refusals")]

    operations = [migrations.RunSQL(REVIEWS + BOUNTIES + HOMEPAGE + CAMPAIGNS + TRUST, TAKE_BACK)]
