"""A line keeps the share that its fee was taken with, a payout the moment up to which sales counted, and a refund what
its seller says; the database refuses other values of the first two later.
"""

from django.db import migrations, models

SOLD = """
CREATE OR REPLACE FUNCTION money_sold_line_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Order line %% was sold; it stays.', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.order_id, NEW.buyer_id, NEW.seller_id, NEW.listing_id, NEW.licence, NEW.price_cents, NEW.discount_cents,
        NEW.tip_cents, NEW.paid_cents, NEW.fee_cents, NEW.revenue_cents%(line_new)s)
        IS DISTINCT FROM
       (OLD.order_id, OLD.buyer_id, OLD.seller_id, OLD.listing_id, OLD.licence, OLD.price_cents, OLD.discount_cents,
        OLD.tip_cents, OLD.paid_cents, OLD.fee_cents, OLD.revenue_cents%(line_old)s) THEN
        RAISE EXCEPTION 'Order line %% was sold; what was sold, by whom, to whom and for what does not change.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state <> OLD.state AND NOT (OLD.state = 'completed' AND NEW.state = 'refunded') THEN
        RAISE EXCEPTION 'Order line %% is %%; it cannot become %%.', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""

PAYOUTS = """
CREATE OR REPLACE FUNCTION money_payout_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Payout %% is booked; it stays.', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.id, NEW.user_id, NEW.account_id, NEW.amount_cents, NEW.available_cents, NEW.currency%(payout_new)s)
        IS DISTINCT FROM
       (OLD.id, OLD.user_id, OLD.account_id, OLD.amount_cents, OLD.available_cents, OLD.currency%(payout_old)s)
        OR (OLD.reference <> '' AND NEW.reference <> OLD.reference) THEN
        RAISE EXCEPTION 'Payout %% is booked; who gets how much does not change.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN
        (('held', 'requested'), ('held', 'failed'), ('requested', 'paid'), ('requested', 'failed')) THEN
        RAISE EXCEPTION 'Payout %% is %%; it cannot become %%.', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""

NEWER = {
    "line_new": ", NEW.fee_basis_points",
    "line_old": ", OLD.fee_basis_points",
    "payout_new": ", NEW.matured_until",
    "payout_old": ", OLD.matured_until",
}
BEFORE = dict.fromkeys(NEWER, "")


class Migration(migrations.Migration):
    dependencies = [("marketplace", "0007_right_since")]

    operations = [
        migrations.AddField(
            "orderline",
            "fee_basis_points",
            models.PositiveSmallIntegerField(help_text="the share that the fee was taken with", null=True),
        ),
        migrations.AddField(
            "payout",
            "matured_until",
            models.DateTimeField(help_text="sales up to then could be paid out, when it was asked", null=True),
        ),
        migrations.AddField(
            "refund",
            "seller_answer",
            models.TextField(blank=True, default="", help_text="the seller's words, said once", max_length=2000),
            preserve_default=False,
        ),
        migrations.AddField("refund", "seller_agreed_at", models.DateTimeField(null=True)),
        migrations.RunSQL((SOLD + PAYOUTS) % NEWER, (SOLD + PAYOUTS) % BEFORE),
    ]
