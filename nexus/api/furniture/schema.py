"""Furniture's OpenAPI document."""

from django.urls import include, path

from nexus.api.documents import Contract

FURNITURE = Contract(
    name="furniture",
    title="Nexus Furniture",
    about="A photo of a piece of furniture becomes a model inside a session made without an account. A session and its "
    'files end after 7 days unless a signed-in person claims it. Errors are `{"error": sentence}`, with the same '
    "statuses and limits as Core's (see /api/v1/docs).",
    patterns=lambda: [path("", include("nexus.api.furniture.urls"))],
    shapes=("nexus.api.furniture.shapes",),
)
