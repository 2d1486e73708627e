"""Paths of the pages of reports, decisions and copyright notices."""

from django.urls import path

from marketplace.trust.views import notices, reports

urlpatterns = [
    path("models/<int:listing_id>/report/", reports.report, name="model_report"),
    path("u/<str:username>/report/", reports.report_person, name="person_report"),
    path("report/<str:kind>/<int:thing_id>/", reports.report_thing, name="thing_report"),
    path("dashboard/status/", reports.status, name="creator_status"),
    path("reports/", reports.overview, name="reports"),
    path("reports/decisions/<int:decision_id>/", reports.decision, name="decision"),
    path("reports/notices/<int:case_id>/", notices.case, name="copyright_case"),
    path("notice/", notices.write, name="notice"),
    path("notice/sent/", notices.thanks, name="notice_thanks"),
    path("notice/<str:token>/", notices.sent, name="notice_sent"),
    path("notice/<str:token>/confirm/", notices.confirm, name="notice_confirm"),
    path("notice/<str:token>/<int:case_id>/withdraw/", notices.withdraw, name="notice_withdraw"),
    path("notice/<str:token>/<int:case_id>/court/", notices.court, name="notice_court"),
]
