"""Mails are folders: templates/mail/<fact>/{subject.txt, body.txt, body.html}, rendered from plain values."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation


def send(fact: str, *, to: str, language: str = "", context: Mapping[str, Any]) -> None:
    """Render the folder `fact` in the reader's language and hand it on. Raises what the mail backend raises."""
    values = {**context, "site_url": settings.SITE_URL}
    with translation.override(language or settings.LANGUAGE_CODE):
        subject = " ".join(render_to_string(f"mail/{fact}/subject.txt", values).split())
        body = render_to_string(f"mail/{fact}/body.txt", values)
        html = render_to_string(f"mail/{fact}/body.html", {**values, "subject": subject})
    message = EmailMultiAlternatives(subject=subject, body=body, from_email=settings.DEFAULT_FROM_EMAIL, to=[to])
    message.attach_alternative(html, "text/html")
    message.send()
