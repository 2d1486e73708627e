"""The routes of Rooms, under /3d/."""

from nexus.api.base import rest, routes
from nexus.api.rooms import views

urlpatterns = [
    *routes(
        ("generate", views.Generate),
        ("models", views.Models),
        ("models/{model_id}", views.OneModel),
    ),
    rest(),
]
