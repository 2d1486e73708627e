"""Gathers the pages of all slices; holds none of its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("marketplace.catalog.urls")),
    path("", include("marketplace.transactions.urls")),
]
