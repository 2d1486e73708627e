"""Paths of the pages about money."""

from django.urls import include, path

from marketplace.transactions.views import (
    buying,
    cart,
    coupons,
    dashboard,
    library,
    payouts,
    receipts,
    refunds,
    webhooks,
)

urlpatterns = [
    path("checkout/", buying.buy, name="buy"),
    path("checkout/<uuid:order_id>/", buying.checkout, name="checkout"),
    path("checkout/<uuid:order_id>/panel/", buying.checkout_panel, name="checkout_panel"),
    path("checkout/<uuid:order_id>/pay/", buying.checkout_pay, name="checkout_pay"),
    path("checkout/<uuid:order_id>/again/", buying.checkout_again, name="checkout_again"),
    path("orders/", buying.my_orders, name="my_orders"),
    path("cart/", cart.show, name="cart"),
    path("cart/add/", cart.add, name="cart_add"),
    path("cart/remove/", cart.remove, name="cart_remove"),
    path("cart/coupon/", cart.coupon, name="cart_coupon"),
    path("cart/order/", cart.order, name="cart_order"),
    path("coupons/", coupons.show, name="coupons"),
    path("coupons/<slug:code>/", coupons.switch, name="coupon_switch"),
    path("library/", library.library, name="library"),
    path("library/zip/", library.as_zip, name="library_zip"),
    path("library/<int:right_id>/archive/", library.put_away, name="library_archive"),
    path("refunds/<int:line_id>/", refunds.refund, name="refund"),
    path("receipts/<uuid:order_id>/", receipts.receipt, name="receipt"),
    path("receipts/<uuid:order_id>/pdf/", receipts.receipt_pdf, name="receipt_pdf"),
    path("credit-notes/<uuid:refund_id>/", receipts.credit_note, name="credit_note"),
    path("credit-notes/<uuid:refund_id>/pdf/", receipts.credit_note_pdf, name="credit_note_pdf"),
    path("certificates/<slug:code>/", receipts.certificate, name="certificate"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/payouts/", payouts.payouts, name="payouts"),
    path("dashboard/payouts/account/", payouts.payout_account, name="payout_account"),
    path("dashboard/payouts/account/done/", payouts.payout_account_done, name="payout_account_done"),
    path("webhooks/<slug:gateway>/", webhooks.webhook, name="webhook"),
    path("test-gateway/", include("marketplace.transactions.gateways.test_gateway.urls")),
]
