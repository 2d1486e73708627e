"""Pages about oneself; signing in and out is allauth's, under /accounts/."""

from django.urls import path

from accounts import data_views, notice_views, program_views, views

urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("settings/picture/", views.picture, name="own_picture"),
    path("settings/notifications/", notice_views.choices, name="notice_settings"),
    path("settings/data/", data_views.own_data, name="own_data"),
    path("settings/data/<str:token>/", data_views.own_data_zip, name="own_data_zip"),
    path("settings/keys/", program_views.api_keys, name="api_keys"),
    path("settings/keys/<uuid:key_id>/delete/", program_views.api_key_delete, name="api_key_delete"),
    path("settings/webhooks/", program_views.webhook_list, name="webhooks"),
    path("settings/webhooks/<uuid:webhook_id>/", program_views.webhook, name="webhook"),
    path("notifications/", notice_views.page, name="notifications"),
    path("notifications/read/", notice_views.read, name="notices_read"),
    path("notifications/off/<str:token>/", notice_views.off, name="notice_off"),
    path("notifications/<int:notice_id>/", notice_views.follow, name="notice"),
    path("account-closed/", views.account_closed, name="account_closed"),
]
