"""Carts, coupons, refunds, tips and receipts."""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import marketplace.catalog.models.entitlements
import nexus.foundation.ids

CODES = """
UPDATE marketplace_entitlement SET certificate_code = substr(code, 1, 4) || '-' || substr(code, 5, 4) || '-' ||
    substr(code, 9, 4) || '-' || substr(code, 13, 4)
FROM (SELECT id, upper(replace(gen_random_uuid()::text, '-', '')) AS code FROM marketplace_entitlement) made
WHERE made.id = marketplace_entitlement.id;
"""

# The same guard as before, now with tips.
SOLD_LINES_STAY = """
CREATE OR REPLACE FUNCTION money_sold_line_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Order line % was sold; it stays.', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.order_id, NEW.buyer_id, NEW.seller_id, NEW.listing_id, NEW.licence,
        NEW.price_cents, NEW.discount_cents, NEW.tip_cents, NEW.paid_cents, NEW.fee_cents, NEW.revenue_cents)
        IS DISTINCT FROM
       (OLD.order_id, OLD.buyer_id, OLD.seller_id, OLD.listing_id, OLD.licence,
        OLD.price_cents, OLD.discount_cents, OLD.tip_cents, OLD.paid_cents, OLD.fee_cents, OLD.revenue_cents) THEN
        RAISE EXCEPTION 'Order line % was sold; what was sold, by whom, to whom and for what does not change.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state <> OLD.state AND NOT (OLD.state = 'completed' AND NEW.state = 'refunded') THEN
        RAISE EXCEPTION 'Order line % is %; it cannot become %.', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("marketplace", "0007_finding"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Cart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("coupon_code", models.CharField(blank=True, max_length=40)),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name="CartItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "licence",
                    models.CharField(
                        choices=[
                            ("personal", "Personal"),
                            ("commercial", "Commercial"),
                            ("editorial", "Editorial"),
                            ("cc0", "CC0"),
                            ("cc-by", "CC BY"),
                            ("cc-by-sa", "CC BY-SA"),
                            ("cc-by-nd", "CC BY-ND"),
                            ("cc-by-nc", "CC BY-NC"),
                            ("cc-by-nc-sa", "CC BY-NC-SA"),
                            ("cc-by-nc-nd", "CC BY-NC-ND"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "seen_cents",
                    models.PositiveIntegerField(help_text="the price that was shown last; another one is told"),
                ),
                (
                    "pay_cents",
                    models.PositiveIntegerField(help_text="what the buyer wants to pay, above the price", null=True),
                ),
                ("added_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="Coupon",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(help_text="capital letters, digits and dashes", max_length=40, unique=True)),
                ("kind", models.CharField(choices=[("percent", "Percent"), ("amount", "Amount")], max_length=8)),
                ("value", models.PositiveIntegerField(help_text="per cent, or cents")),
                ("max_uses", models.PositiveIntegerField(blank=True, null=True)),
                ("used", models.PositiveIntegerField(default=0, help_text="orders that hold or had this discount")),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="CouponUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("released_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nexus.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("amount_cents", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "Requested"),
                            ("declined", "Declined"),
                            ("sending", "Sending"),
                            ("done", "Done"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("by_right", "Within the refund days, before the first download"),
                            ("not_as_described", "Not as described"),
                            ("seller_agrees", "The seller agrees"),
                            ("operator", "Decided by Nexus"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField(blank=True, help_text="the buyer's words", max_length=2000)),
                ("note", models.TextField(blank=True, help_text="the words of whoever decided", max_length=2000)),
                ("reference", models.CharField(blank=True, help_text="the gateway's own id", max_length=120)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("booked_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "permissions": [("decide_refund", "Can decide on refunds")],
            },
        ),
        migrations.CreateModel(
            name="TestRefund",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nexus.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("amount_cents", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="orderline",
            name="order_line_adds_up",
        ),
        migrations.AddField(
            model_name="entitlement",
            name="archived_at",
            field=models.DateTimeField(help_text="put away by its holder; the right stays", null=True),
        ),
        migrations.AddField(
            model_name="entitlement",
            name="certificate",
            field=models.JSONField(help_text="who may do what with which files; signed, frozen", null=True),
        ),
        migrations.AddField(
            model_name="entitlement",
            name="certificate_code",
            field=models.CharField(default="", editable=False, max_length=20),
        ),
        migrations.RunSQL(CODES, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="entitlement",
            name="certificate_code",
            field=models.CharField(
                default=marketplace.catalog.models.entitlements.new_code, editable=False, max_length=20, unique=True
            ),
        ),
        migrations.AddField(
            model_name="entitlement",
            name="licence_version",
            field=models.PositiveSmallIntegerField(default=1, help_text="of the licence's text"),
        ),
        migrations.AddField(
            model_name="order",
            name="business_address",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="order",
            name="business_name",
            field=models.CharField(blank=True, help_text="for the invoice", max_length=120),
        ),
        migrations.AddField(
            model_name="order",
            name="vat_id",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="orderline",
            name="tip_cents",
            field=models.PositiveIntegerField(default=0, help_text="what the buyer adds to the price"),
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("sale", "Sale"),
                    ("refund", "Refund"),
                    ("balance_spent", "Balance Spent"),
                    ("balance_returned", "Balance Returned"),
                    ("payout", "Payout"),
                    ("payout_returned", "Payout Returned"),
                    ("escrow_held", "Escrow Held"),
                    ("escrow_paid", "Escrow Paid"),
                    ("escrow_returned", "Escrow Returned"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "paid_cents",
                        django.db.models.expressions.CombinedExpression(
                            models.F("fee_cents"), "+", models.F("revenue_cents")
                        ),
                    ),
                    (
                        "paid_cents",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("price_cents"), "+", models.F("tip_cents")
                            ),
                            "-",
                            models.F("discount_cents"),
                        ),
                    ),
                    ("discount_cents__lte", models.F("price_cents")),
                ),
                name="order_line_adds_up",
            ),
        ),
        migrations.AddField(
            model_name="cart",
            name="buyer",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="cart", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="cartitem",
            name="cart",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="items", to="marketplace.cart"
            ),
        ),
        migrations.AddField(
            model_name="cartitem",
            name="listing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="marketplace.listing"
            ),
        ),
        migrations.AddField(
            model_name="coupon",
            name="creator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="coupons", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="coupon",
            name="listings",
            field=models.ManyToManyField(blank=True, help_text="none: all", related_name="+", to="marketplace.listing"),
        ),
        migrations.AddField(
            model_name="couponuse",
            name="coupon",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="marketplace.coupon"
            ),
        ),
        migrations.AddField(
            model_name="couponuse",
            name="order",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="coupon_use", to="marketplace.order"
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="marketplace.orderline"
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="payment",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="marketplace.payment"
            ),
        ),
        migrations.AddField(
            model_name="testrefund",
            name="payment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="marketplace.testpayment"
            ),
        ),
        migrations.AddConstraint(
            model_name="cartitem",
            constraint=models.UniqueConstraint(fields=("cart", "listing", "licence"), name="cart_item_once"),
        ),
        migrations.AddIndex(
            model_name="coupon",
            index=models.Index(fields=["creator", "-id"], name="coupon_by_creator"),
        ),
        migrations.AddConstraint(
            model_name="coupon",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "percent"), ("value__gte", 1), ("value__lte", 100)),
                    models.Q(("kind", "amount"), ("value__gte", 1), ("value__lte", 10000000)),
                    _connector="OR",
                ),
                name="coupon_value_is_sane",
            ),
        ),
        migrations.AddConstraint(
            model_name="coupon",
            constraint=models.CheckConstraint(
                condition=models.Q(("max_uses", None), ("used__lte", models.F("max_uses")), _connector="OR"),
                name="coupon_used_within_its_limit",
            ),
        ),
        migrations.AddConstraint(
            model_name="coupon",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_at", None), ("ends_at", None), ("ends_at__gt", models.F("starts_at")), _connector="OR"
                ),
                name="coupon_ends_after_it_starts",
            ),
        ),
        migrations.AddIndex(
            model_name="refund",
            index=models.Index(
                condition=models.Q(("state", "requested")), fields=["created_at", "id"], name="refund_waits_for_staff"
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "declined"), _negated=True), fields=("line",), name="refund_once_a_line"
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_cents__gt", 0)), name="refund_gives_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("booked_at", None), ("state__in", ["requested", "declined"])),
                    models.Q(
                        ("booked_at__isnull", False),
                        ("payment__isnull", False),
                        ("state__in", ["sending", "done"]),
                        models.Q(("code", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="refund_booked_has_date_code_and_payment",
            ),
        ),
        migrations.AddConstraint(
            model_name="testrefund",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_cents__gt", 0)), name="test_refund_is_above_nothing"
            ),
        ),
        migrations.RunSQL(SOLD_LINES_STAY, migrations.RunSQL.noop),
    ]
