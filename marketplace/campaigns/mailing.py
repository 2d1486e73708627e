"""One campaign's mail for one reader, ready to be handed on, and what the backend's answer to it means."""

from dataclasses import dataclass
from smtplib import SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused
from urllib.parse import urlsplit

from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused, AnymailSerializationError
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.safestring import mark_safe

from accounts.models import User
from marketplace.campaigns import content, tokens
from marketplace.campaigns.models import Campaign, CampaignMail
from nexus.foundation import mail

TOO_MANY = {421, 429, 450, 451, 452, 503}


@dataclass(frozen=True)
class Prepared:
    """A campaign's mail but for what differs between its readers."""

    campaign_id: int
    subject: str
    html: tuple[content.Piece, ...]
    source: str
    links: tuple[str, ...]


def prepared(row: Campaign) -> Prepared:
    pieces = content.pieces(content.dressed(row.content))
    return Prepared(row.pk, row.subject, tuple(pieces), row.content, tuple(content.links_of(row.content)))


def message_to(reader: CampaignMail, person: User, what: Prepared) -> EmailMultiAlternatives:
    """The mail with the reader's own links, pixel and way out (RFC 8058)."""
    unsubscribe = tokens.unsubscribe_url(reader.token)
    made = mail.render(
        "campaign",
        language=person.language,
        context={
            "mail_subject": what.subject,
            "content_html": _safe(what, lambda number: tokens.click_url(reader.pk, number)),
            "content_text": content.text_of(what.source, lambda url: _followed(what, reader.pk, url)),
            "unsubscribe_url": unsubscribe,
            "pixel_url": tokens.pixel_url(reader.pk),
        },
    )
    message = EmailMultiAlternatives(
        subject=made.subject,
        body=made.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[person.email],
        headers={
            "Message-ID": f"<campaign-{what.campaign_id}-{reader.pk}@{urlsplit(settings.SITE_URL).hostname}>",
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Id": f"<news.{urlsplit(settings.SITE_URL).hostname}>",
            "Precedence": "bulk",
        },
    )
    message.attach_alternative(made.html, "text/html")
    # Read by anymail's backends only: providers send it back with what they tell of this mail.
    message.metadata = {"campaign_mail": str(reader.pk)}  # type: ignore[attr-defined]
    message.tags = [f"campaign-{what.campaign_id}"]  # type: ignore[attr-defined]
    return message


def test_message(row: Campaign, *, to: str) -> EmailMultiAlternatives:
    """The mail as it will look, to staff's own address: nothing in it is followed."""
    shown = looks(row)
    message = EmailMultiAlternatives(
        subject=f"[Test] {shown.subject}", body=shown.text, from_email=settings.DEFAULT_FROM_EMAIL, to=[to]
    )
    message.attach_alternative(shown.html, "text/html")
    return message


def looks(row: Campaign) -> mail.Mail:
    """What a reader gets, with plain links."""
    what = prepared(row)
    context = {
        "mail_subject": what.subject,
        "content_html": _safe(what, lambda number: what.links[number]),
        "content_text": content.text_of(what.source),
        "unsubscribe_url": f"{settings.SITE_URL}/settings/",
        "pixel_url": "",
    }
    return mail.render("campaign", context=context)


def _safe(what: Prepared, address: content.Address) -> str:
    return mark_safe(content.joined(what.html, address))  # noqa: S308 - sanitised when it was saved


def _followed(what: Prepared, mail_id: int, url: str) -> str:
    return tokens.click_url(mail_id, what.links.index(url)) if url in what.links else url


@dataclass(frozen=True)
class Refusal:
    """Why a mail was not taken. `certain` where nobody can have got it; `again` where it may be tried later."""

    reason: str
    certain: bool
    again: bool = False


def refusal_of(failure: Exception) -> Refusal:
    """What an error of the mail backend means. Whatever leaves room for doubt is not certain."""
    reason = f"{type(failure).__name__}: {failure}"[:300]
    if isinstance(failure, SMTPRecipientsRefused):
        codes = [code for code, _words in failure.recipients.values()]
        return Refusal(reason, certain=True, again=all(400 <= code < 500 for code in codes))
    if isinstance(failure, SMTPSenderRefused | SMTPResponseException):
        code = int(failure.smtp_code)
        return Refusal(reason, certain=True, again=400 <= code < 500)
    if isinstance(failure, AnymailRecipientsRefused | AnymailSerializationError):
        return Refusal(reason, certain=True)
    if isinstance(failure, AnymailAPIError):
        code = failure.status_code or 0
        return Refusal(reason, certain=400 <= code < 500, again=code in TOO_MANY)
    return Refusal(reason, certain=False)
