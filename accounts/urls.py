"""Pages about oneself; signing in and out is allauth's, under /accounts/."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("settings/", views.settings, name="settings"),
]
