"""Mails are folders: templates/mail/<fact>/{subject.txt, body.txt, body.html}, rendered from plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

from nexus.foundation import mail_style


@dataclass(frozen=True)
class Mail:
    """What one reader gets: the same words as text and as HTML."""

    subject: str
    text: str
    html: str


def render(fact: str, *, language: str = "", context: Mapping[str, Any]) -> Mail:
    """The folder `fact` in the reader's language, styles in place."""
    values = {**context, "site_url": settings.SITE_URL}
    with translation.override(language or settings.LANGUAGE_CODE):
        subject = " ".join(render_to_string(f"mail/{fact}/subject.txt", values).split())
        text = render_to_string(f"mail/{fact}/body.txt", values)
        dark = mark_safe(mail_style.dark_rules())  # noqa: S308 - made of our own table
        html = render_to_string(f"mail/{fact}/body.html", {**values, "subject": subject, "dark_rules": dark})
    return Mail(subject, text, mail_style.inlined(html))


def send(
    fact: str, *, to: str, language: str = "", context: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> None:
    """Render the folder `fact` in the reader's language and hand it on. Raises what the mail backend raises."""
    mail = render(fact, language=language, context=context)
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers=dict(headers or {}),
    )
    message.attach_alternative(mail.html, "text/html")
    message.send()
