"""The staff console: the stock admin on our own site, behind the same sign-in as every page."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from nexus import overview, waiting

NOT_SHOWN = {"mfa", "socialaccount", "usersessions", "account"}


class Console(AdminSite):
    site_header = _("Nexus console")
    site_title = _("Nexus console")
    index_title = _("What waits")

    def register(self, model_or_iterable: Any, *args: Any, **options: Any) -> None:
        """Libraries' own tables hold secrets and sessions; staff act on people through services instead."""
        models: list[Any] = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        shown = [model for model in models if model._meta.app_label not in NOT_SHOWN]  # noqa: SLF001 - Django's own name
        if shown:
            super().register(shown, *args, **options)

    def get_urls(self) -> list[Any]:
        # Asked for after every app has registered; at import this would be a circle.
        from marketplace.bounties.admin import bounty_urls  # noqa: PLC0415
        from marketplace.campaigns.admin import campaign_urls  # noqa: PLC0415
        from marketplace.homepage.admin import window_urls  # noqa: PLC0415
        from marketplace.transactions.admin_pages import money_urls  # noqa: PLC0415
        from marketplace.transactions.views.refunds import refund_urls  # noqa: PLC0415
        from marketplace.trust.views.desk import case_urls  # noqa: PLC0415
        from marketplace.trust.views.reviewing import review_urls  # noqa: PLC0415
        from marketplace.trust.views.words import word_urls  # noqa: PLC0415
        from marketplace.tutorials.admin import tutorial_urls  # noqa: PLC0415

        return [
            *review_urls(self),
            *case_urls(self),
            *word_urls(self),
            *money_urls(self),
            *refund_urls(self),
            *bounty_urls(self),
            *window_urls(self),
            *tutorial_urls(self),
            *campaign_urls(self),
            *super().get_urls(),
        ]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "waiting": waiting.models_waiting(request.user)}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """What waits, then every table this person may see."""
        assert isinstance(request.user, User)
        shown = {"tasks": waiting.tasks_for(request.user), "plots": overview.plots_for(request.user)}
        return super().index(request, {**(extra_context or {}), **shown})

    def password_change(  # type: ignore[override]  # a redirect is no page
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """On the site's own page: a new password ends tokens and sockets, which Django's form knows nothing of."""
        return redirect("account_change_password")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Through the site's own page, with its limits and second factor; whoever is no staff is told so."""
        guarded = secure_admin_login(super().login)
        answer: HttpResponse = guarded(request, extra_context=extra_context)
        return answer
