"""Pages about oneself; signing in and out is allauth's, under /accounts/."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("account-closed/", views.account_closed, name="account_closed"),
]
