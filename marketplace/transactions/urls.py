"""Paths of the pages about money."""

from django.urls import include, path

from marketplace.transactions import views

urlpatterns = [
    path("checkout/", views.buy, name="buy"),
    path("checkout/<uuid:order_id>/", views.checkout, name="checkout"),
    path("checkout/<uuid:order_id>/panel/", views.checkout_panel, name="checkout_panel"),
    path("checkout/<uuid:order_id>/pay/", views.checkout_pay, name="checkout_pay"),
    path("checkout/<uuid:order_id>/again/", views.checkout_again, name="checkout_again"),
    path("orders/", views.my_orders, name="my_orders"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("webhooks/<slug:gateway>/", views.webhook, name="webhook"),
    path("test-gateway/", include("marketplace.transactions.gateways.test_gateway.urls")),
]
