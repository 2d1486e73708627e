"""Paths of the pages of reports and decisions."""

from django.urls import path

from marketplace.trust import views

urlpatterns = [
    path("models/<int:listing_id>/report/", views.report, name="model_report"),
    path("dashboard/status/", views.status, name="creator_status"),
    path("reports/", views.overview, name="reports"),
    path("reports/decisions/<int:decision_id>/", views.decision, name="decision"),
]
