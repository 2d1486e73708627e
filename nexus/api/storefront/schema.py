"""Storefront's OpenAPI document."""

from django.urls import include, path

from nexus.api.documents import Contract

STOREFRONT = Contract(
    name="storefront",
    title="Nexus Storefront",
    about="The shop for its older clients: models to find, like and buy, and the routes of the staff's dashboard. "
    'Errors are `{"error": sentence}`, with the same statuses and limits as Core\'s (see /api/v1/docs).',
    patterns=lambda: [path("api/", include("nexus.api.storefront.urls"))],
    shapes=("nexus.api.storefront.shapes",),
)
