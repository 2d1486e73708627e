"""The app accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_out  # noqa: PLC0415 - models are there from here on

        from accounts.sessions_adapter import signed_out  # noqa: PLC0415

        user_logged_out.connect(signed_out, dispatch_uid="accounts.signed_out")
