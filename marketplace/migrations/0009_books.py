"""Payouts, payout accounts, the sealed chain, and differences from what the gateways say."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nexus.foundation.ids

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

TAKE_BACK = """
DROP TRIGGER payout_release_stays ON marketplace_payoutrelease;
DROP TRIGGER payout_is_not_emptied ON marketplace_payout;
DROP TRIGGER payout_stays ON marketplace_payout;
DROP FUNCTION money_payout_stays();
DROP TRIGGER seal_is_not_emptied ON marketplace_seal;
DROP TRIGGER seal_stays ON marketplace_seal;
DROP TRIGGER seal_follows ON marketplace_seal;
DROP FUNCTION money_seal_follows();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("marketplace", "0008_shopping"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Difference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gateway", models.CharField(max_length=12)),
                ("subject", models.CharField(help_text="payment:<reference> or payout:<reference>", max_length=140)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("not_booked", "Not Booked"),
                            ("not_at_gateway", "Not At Gateway"),
                            ("amount", "Amount"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "booked_cents",
                    models.BigIntegerField(help_text="what the books have, seen from the gateway's account"),
                ),
                ("gateway_cents", models.BigIntegerField(help_text="what the gateway has")),
                ("currency", models.CharField(default="USD", max_length=3)),
                ("found_at", models.DateTimeField(auto_now_add=True)),
                ("seen_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at", None)),
                        fields=("gateway", "subject"),
                        name="difference_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PayoutAccount",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nexus.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payout_accounts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("gateway", models.CharField(max_length=12)),
                ("reference", models.CharField(blank=True, help_text="the gateway's own id", max_length=120)),
                ("label", models.CharField(blank=True, help_text="what the person knows it by", max_length=60)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("connected_at", models.DateTimeField(null=True)),
                ("payable_from", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("connected_at__isnull", False), ("ended_at", None)),
                        fields=("user",),
                        name="payout_account_in_use_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reference", ""), _negated=True),
                        fields=("gateway", "reference"),
                        name="payout_account_once_a_reference",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("connected_at", None), ("payable_from", None)),
                            models.Q(("connected_at__isnull", False), ("payable_from__gte", models.F("connected_at"))),
                            _connector="OR",
                        ),
                        name="payout_account_connected_has_a_hold",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payout",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nexus.foundation.ids.uuid7,
                        editable=False,
                        help_text="the key the gateway is told",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payouts", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payouts",
                        to="marketplace.payoutaccount",
                    ),
                ),
                ("amount_cents", models.PositiveIntegerField()),
                (
                    "available_cents",
                    models.PositiveIntegerField(help_text="what could be paid out when it was asked for"),
                ),
                ("currency", models.CharField(default="USD", max_length=3)),
                (
                    "state",
                    models.CharField(
                        choices=[("requested", "Requested"), ("held", "Held"), ("paid", "Paid"), ("failed", "Failed")],
                        default="requested",
                        max_length=10,
                    ),
                ),
                ("held_until", models.DateTimeField(help_text="the hold of a new account", null=True)),
                ("needs_release", models.BooleanField(default=False, help_text="two staff members must release it")),
                ("reference", models.CharField(blank=True, help_text="the gateway's own id", max_length=120)),
                ("failure_code", models.CharField(blank=True, max_length=60)),
                ("failure_message", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "permissions": [("release_payout", "Can release and refuse payouts that are held")],
                "indexes": [models.Index(fields=["user", "-id"], name="payout_by_user")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["requested", "held"])),
                        fields=("user",),
                        name="payout_one_in_flight",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reference", ""), _negated=True),
                        fields=("reference",),
                        name="payout_once_a_reference",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_cents__gt", 0), ("amount_cents__lte", models.F("available_cents"))),
                        name="payout_is_within_what_is_available",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("state__in", ["requested", "held"])),
                            models.Q(("ended_at__isnull", False), ("state__in", ["paid", "failed"])),
                            _connector="OR",
                        ),
                        name="payout_ended_has_a_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayoutRelease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "payout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="releases", to="marketplace.payout"
                    ),
                ),
                (
                    "payee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("payout", "by"), name="payout_released_once_a_person"),
                    models.CheckConstraint(
                        condition=models.Q(("by", models.F("payee")), _negated=True),
                        name="payout_not_released_by_its_payee",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seal", to="marketplace.journalentry"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="seal_counts_from_one")
                ],
            },
        ),
        migrations.CreateModel(
            name="TestBankAccount",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nexus.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "key",
                    models.CharField(help_text="the idempotency key of whoever asked", max_length=120, unique=True),
                ),
                ("return_url", models.CharField(max_length=300)),
                (
                    "number",
                    models.CharField(blank=True, help_text="empty until its holder has connected it", max_length=12),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="TestTransfer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nexus.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="marketplace.testbankaccount",
                    ),
                ),
                ("amount_cents", models.PositiveIntegerField()),
                ("currency", models.CharField(max_length=3)),
                (
                    "state",
                    models.CharField(
                        choices=[("sent", "Sent"), ("paid", "Paid"), ("failed", "Failed")],
                        default="sent",
                        max_length=10,
                    ),
                ),
                ("failure_code", models.CharField(blank=True, max_length=60)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_cents__gt", 0)), name="test_transfer_is_above_nothing"
                    )
                ],
            },
        ),
        migrations.RunSQL(SEALS + PAYOUTS, TAKE_BACK),
    ]
