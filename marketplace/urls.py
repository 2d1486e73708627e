"""Gathers the pages of all slices; holds none of its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("marketplace.homepage.urls")),
    path("", include("marketplace.tutorials.urls")),
    path("", include("marketplace.campaigns.urls")),
    path("", include("marketplace.trust.urls")),
    path("", include("marketplace.catalog.urls")),
    path("", include("marketplace.transactions.urls")),
    path("", include("marketplace.bounties.urls")),
]
