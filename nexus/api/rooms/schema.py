"""Rooms' OpenAPI document."""

from django.urls import include, path

from nexus.api.documents import Contract

ROOMS = Contract(
    name="rooms",
    title="Nexus Rooms",
    about="Models that people in one room ask for together. A room's id is the right to see what is in it. "
    'Errors are `{"error": sentence}`, with the same statuses and limits as Core\'s (see /api/v1/docs).',
    patterns=lambda: [path("3d/", include("nexus.api.rooms.urls"))],
    shapes=("nexus.api.rooms.shapes",),
)
