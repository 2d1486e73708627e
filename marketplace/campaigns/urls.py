"""Addresses that stand in mails, and the mail provider's."""

from django.urls import path, re_path

from marketplace.campaigns import views

urlpatterns = [
    path("mail/open/<str:token>.gif", views.opened, name="mail_opened"),
    path("mail/click/<str:token>", views.clicked, name="mail_clicked"),
    re_path(r"^mail/unsubscribe/(?P<token>[^/]+)/?$", views.unsubscribe, name="mail_unsubscribe"),
    path("anymail/<slug:provider>/tracking/", views.told, name="mail_told"),
]
