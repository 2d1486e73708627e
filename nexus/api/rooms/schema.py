"""Rooms' OpenAPI document."""

from django.urls import include, path

from nexus.api.documents import Contract

ROOMS = Contract(
    name="rooms",
    title="Nexus Rooms",
    about="Models that people in one room ask for together. A room's id is the right to see what is in it.",
    patterns=lambda: [path("3d/", include("nexus.api.rooms.urls"))],
    shapes=("nexus.api.rooms.shapes",),
)
