"""Pages, contracts and health, in one table."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from nexus import health, pages, privacy_pages, sitemap, style
from nexus.api.base import rest, routes

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("robots.txt", sitemap.robots),
    path("sitemap.xml", sitemap.index),
    path("sitemap/models-<int:after>.xml", sitemap.models),
    path("sitemap/<slug:name>.xml", sitemap.section),
    path("language/", pages.language, name="language"),
    path("theme/", pages.theme, name="theme"),
    path(
        "favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}img/favicon.ico")
    ),  # asked for where no page names one
    path("settings/delete/", privacy_pages.delete_account, name="delete_account"),
    path("files/<path:key>", pages.open_file, name="open_file"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("nexus.api.core.urls")),
    path("api/3d/", include("nexus.api.studio.urls")),
    path("", include("nexus.api.furniture.urls")),
    path("api/", include("nexus.api.storefront.urls")),
    path("api/", include([rest()])),
    path("3d/", include("nexus.api.rooms.urls")),
    path("", include("nexus.api.studio.gpu_urls")),
    *routes(("health", health.Health)),
    path("", include("accounts.urls")),
    path("", include("generation.urls")),
    path("", include("conversations.urls")),
    path("", include("marketplace.urls")),
]
if settings.DEV:
    urlpatterns += [
        path("dev/mail/", pages.mails, name="dev_mails"),
        path("dev/mail/<str:name>/", pages.mail, name="dev_mail"),
        path("dev/mail/<str:name>/html/", pages.mail_html, name="dev_mail_html"),
        path("dev/style/", style.style, name="dev_style"),
        path("dev/style/mail/<str:name>/", style.mail, name="dev_style_mail"),
    ]

handler400 = "nexus.pages.bad_request"
handler403 = "nexus.pages.forbidden"
handler404 = "nexus.pages.missing"
handler500 = "nexus.pages.fault"
