"""Paths of the test gateway's own pages."""

from django.urls import path

from marketplace.transactions.gateways.test_gateway import account_views, views

urlpatterns = [
    path("pay/<uuid:reference>/", views.pay, name="test_gateway_pay"),
    path("pay/<uuid:reference>/bank/", views.bank, name="test_gateway_bank"),
    path("accounts/<uuid:reference>/", account_views.connect, name="test_gateway_account"),
]
