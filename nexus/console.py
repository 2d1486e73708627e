"""The staff console: the stock admin on our own site, behind the same sign-in as every page."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _


class Console(AdminSite):
    site_header = _("Nexus console")
    site_title = _("Nexus console")
    index_title = _("What waits")

    def get_urls(self) -> list[Any]:
        # Asked for after every app has registered; at import this would be a circle.
        from marketplace.catalog.admin import review_urls  # noqa: PLC0415

        return [*review_urls(self), *super().get_urls()]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Through the site's own page, with its limits and second factor; whoever is no staff is told so."""
        guarded = secure_admin_login(super().login)
        answer: HttpResponse = guarded(request, extra_context=extra_context)
        return answer
