"""Staff read money here and change nothing: corrections are entries, written by services."""

from django.contrib import admin
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from marketplace.transactions import money
from marketplace.transactions.models import (
    Account,
    Coupon,
    CouponUse,
    Difference,
    GatewayEvent,
    JournalEntry,
    JournalLine,
    Order,
    OrderLine,
    Payment,
    Payout,
    PayoutAccount,
    Refund,
    Seal,
)
from marketplace.transactions.selectors import staff
from nexus.foundation.console import ReadOnly, ReadOnlyRows


def _amount(cents: int) -> str:
    return money.text(cents)


class LinesOfOrder(ReadOnlyRows):
    model = OrderLine
    fields = ("id", "listing", "seller", "licence", "paid", "fee", "revenue", "state")
    readonly_fields = ("id", "listing", "seller", "licence", "paid", "fee", "revenue", "state")

    def paid(self, line: OrderLine) -> str:
        return _amount(line.paid_cents)

    def fee(self, line: OrderLine) -> str:
        return _amount(line.fee_cents)

    def revenue(self, line: OrderLine) -> str:
        return _amount(line.revenue_cents)


@admin.register(Order)
class OrderAdmin(ReadOnly):
    list_display = ("id", "buyer", "state", "total", "currency", "created_at", "completed_at")
    list_filter = ("state", "created_at")
    list_select_related = ("buyer",)
    search_fields = ("=id", "buyer__username", "buyer__email")
    ordering = ("-id",)
    inlines = (LinesOfOrder,)
    fields = (
        "id",
        "buyer",
        "state",
        "total",
        "currency",
        "failure_code",
        "failure_message",
        "created_at",
        "completed_at",
        "timeline",
    )
    readonly_fields = fields

    @admin.display(ordering="total_cents")
    def total(self, order: Order) -> str:
        return _amount(order.total_cents)

    def timeline(self, order: Order) -> SafeString:
        rows = staff.timeline_of(order.pk)
        return render_to_string("marketplace/transactions/admin/_timeline.html", {"rows": rows})


@admin.register(Payment)
class PaymentAdmin(ReadOnly):
    list_display = ("id", "order", "gateway", "reference", "amount", "currency", "state", "card_last4", "created_at")
    list_filter = ("state", "gateway", "created_at")
    list_select_related = ("order",)
    search_fields = ("=id", "=reference", "=order__id")
    ordering = ("-id",)

    @admin.display(ordering="amount_cents")
    def amount(self, payment: Payment) -> str:
        return _amount(payment.amount_cents)


@admin.register(OrderLine)
class OrderLineAdmin(ReadOnly):
    list_display = ("id", "order", "listing", "buyer", "seller", "licence", "paid", "state")
    list_filter = ("state", "licence")
    list_select_related = ("order", "listing", "buyer", "seller")
    search_fields = ("=id", "=order__id", "listing__name", "buyer__username", "seller__username")
    ordering = ("-id",)

    @admin.display(ordering="paid_cents")
    def paid(self, line: OrderLine) -> str:
        return _amount(line.paid_cents)


@admin.register(Refund)
class RefundAdmin(ReadOnly):
    """What was asked back; each row leads to the desk, which shows what a decision does to the balances."""

    list_display = ("line_of", "buyer", "seller", "amount", "state", "code", "decided_by", "created_at", "booked_at")
    list_display_links = None
    list_filter = ("state", "code", "created_at")
    list_select_related = ("line__listing", "line__buyer", "line__seller", "decided_by")
    search_fields = ("=id", "=line__id", "line__listing__name", "line__buyer__username", "line__seller__username")
    ordering = ("-id",)

    @admin.display(description=_("purchase"))
    def line_of(self, refund: Refund) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:refund_decide", args=[refund.line_id]), refund.line.listing.name
        )

    @admin.display(description=_("buyer"))
    def buyer(self, refund: Refund) -> str:
        return refund.line.buyer.name

    @admin.display(description=_("seller"))
    def seller(self, refund: Refund) -> str:
        return refund.line.seller.name

    @admin.display(ordering="amount_cents")
    def amount(self, refund: Refund) -> str:
        return _amount(refund.amount_cents)


class CouponUses(ReadOnlyRows):
    model = CouponUse
    fields = ("order", "released_at")
    readonly_fields = fields


@admin.register(Coupon)
class CouponAdmin(ReadOnly):
    list_display = ("code", "creator", "worth", "used", "max_uses", "starts_at", "ends_at", "active")
    list_filter = ("active", "kind", "created_at")
    list_select_related = ("creator",)
    search_fields = ("code", "creator__username")
    ordering = ("-id",)
    inlines = (CouponUses,)

    @admin.display(description=_("worth"), ordering="value")
    def worth(self, coupon: Coupon) -> str:
        return f"{coupon.value} %" if coupon.kind == Coupon.Kind.PERCENT else _amount(coupon.value)


@admin.register(GatewayEvent)
class GatewayEventAdmin(ReadOnly):
    list_display = ("id", "gateway", "type", "received_at", "applied_at", "outcome")
    list_filter = ("gateway", "type", "received_at")
    search_fields = ("=event_id",)
    ordering = ("-id",)


class LinesOfEntry(ReadOnlyRows):
    model = JournalLine
    fields = ("account", "amount")
    readonly_fields = ("account", "amount")

    def amount(self, line: JournalLine) -> str:
        return _amount(line.cents)


@admin.register(JournalEntry)
class JournalEntryAdmin(ReadOnly):
    list_display = ("id", "kind", "cause", "at")
    list_filter = ("kind", "at")
    search_fields = ("=cause",)
    ordering = ("-id",)
    inlines = (LinesOfEntry,)


@admin.register(JournalLine)
class JournalLineAdmin(ReadOnly):
    list_display = ("id", "entry", "account", "amount")
    list_filter = ("account__kind",)
    list_select_related = ("entry", "account")
    search_fields = ("=entry__cause",)
    ordering = ("-id",)

    @admin.display(ordering="cents")
    def amount(self, line: JournalLine) -> str:
        return _amount(line.cents)


@admin.register(Account)
class AccountAdmin(ReadOnly):
    list_display = ("id", "kind", "owner", "currency", "balance")
    list_filter = ("kind",)
    list_select_related = ("owner",)
    search_fields = ("owner__username", "owner__email")
    ordering = ("id",)

    def balance(self, account: Account) -> str:
        return _amount(staff.balance(account))


@admin.register(Payout)
class PayoutAdmin(ReadOnly):
    list_display = ("id", "user", "amount", "currency", "state", "account", "created_at", "ended_at")
    list_filter = ("state", "needs_release", "created_at")
    list_select_related = ("user", "account")
    search_fields = ("=id", "=reference", "user__username", "user__email")
    ordering = ("-id",)

    @admin.display(ordering="amount_cents")
    def amount(self, payout: Payout) -> str:
        return _amount(payout.amount_cents)


@admin.register(PayoutAccount)
class PayoutAccountAdmin(ReadOnly):
    list_display = ("id", "user", "gateway", "label", "connected_at", "payable_from", "ended_at")
    list_filter = ("gateway",)
    list_select_related = ("user",)
    search_fields = ("user__username", "user__email", "=reference")
    ordering = ("-id",)


@admin.register(Seal)
class SealAdmin(ReadOnly):
    list_display = ("number", "entry", "digest", "at")
    list_select_related = ("entry",)
    search_fields = ("=entry__cause", "=digest")
    ordering = ("-number",)


@admin.register(Difference)
class DifferenceAdmin(ReadOnly):
    list_display = ("id", "kind", "gateway", "subject", "booked", "at_gateway", "found_at", "settled_at")
    list_filter = ("kind", "gateway", "found_at")
    search_fields = ("subject",)
    ordering = ("-id",)

    @admin.display(ordering="booked_cents")
    def booked(self, row: Difference) -> str:
        return _amount(row.booked_cents)

    @admin.display(ordering="gateway_cents")
    def at_gateway(self, row: Difference) -> str:
        return _amount(row.gateway_cents)
