"""Addresses of the studio's pages."""

from django.urls import path

from conversations import views

urlpatterns = [
    path("studio/", views.studio, name="studio"),
    path("studio/<uuid:session_id>/", views.session, name="studio_session"),
    path("studio/<uuid:session_id>/panel/", views.panel, name="studio_panel"),
    path("studio/<uuid:session_id>/rename/", views.rename, name="studio_rename"),
    path("studio/<uuid:session_id>/delete/", views.delete, name="studio_delete"),
]
