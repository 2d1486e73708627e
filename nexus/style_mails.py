"""Every mail from made-up values, while DEBUG=1, so that one can look at it without buying or selling."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.templatetags.static import static
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.clickjacking import xframe_options_sameorigin

from accounts.wording import kind_label
from nexus.foundation import mail

# A mail carries its styles in place, and is shown in a frame of our own pages.
DIRECTIVES = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": [SELF, *([settings.MEDIA_ORIGIN] if settings.MEDIA_ORIGIN else [])],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
}
CAMPAIGN = (
    '<h2 class="m-h2">Sliders</h2><p class="m-p">Shape what you made, and keep the version you like. '
    '<a class="m-a" href="/create/">Try it</a></p><ul class="m-list"><li>Width</li><li>Height</li></ul>'
)
AT = datetime(2026, 11, 21, 12, 4, tzinfo=UTC)


def _line(name: str, picture: str, seller: str, paid: int) -> SimpleNamespace:
    fee = round(paid * 0.075)
    return SimpleNamespace(
        name=name,
        picture_url=static(picture),
        alt=name,
        seller_name=seller,
        licence_name="Personal",
        paid_cents=paid,
        fee_cents=fee,
        revenue_cents=paid - fee,
    )


def _values() -> dict[str, dict[str, Any]]:
    site = settings.SITE_URL
    lines = [
        _line("Celadon teapot", "img/style/teapot.webp", "Kiln & Byte", 1400),
        _line("Banker’s desk lamp", "img/style/lamp.webp", "Tomás Rey", 650),
    ]
    order = SimpleNamespace(lines=lines, total_cents=2050, currency="USD", completed_at=AT, card_last4="4242")
    link = f"{site}/accounts/confirm-email/MQ:1vMlQz:4kT0mK2hJ8q/"
    ways_out = {"off_url": f"{site}/notifications/off/", "settings_url": f"{site}/settings/notifications/"}
    model = {"model": "Phone stand, wide", "url": f"{site}/models/", "edit_url": f"{site}/dashboard/"}
    return {
        "account.changed": {"change": "The password was changed.", "at": AT, "address": "203.0.113.7",
                            "agent": "Firefox on Linux"},
        "campaign": {"mail_subject": "New tools in the workshop", "unsubscribe_url": f"{site}/settings/",
                     "content_html": mark_safe(CAMPAIGN),  # noqa: S308 - our own words
                     "content_text": "Sliders shape what you made."},
        "case.told": {"title": "“Celadon teapot” was hidden by staff.", "url": f"{site}/accounts/login/"},
        "copyright.confirm": {"models": 2, "url": f"{site}/notice/"},
        "copyright.counter": {**model, "answer": SimpleNamespace(name="Tomás Rey", address="12 Quay St, Galway",
                              text="I drew the lamp in 2019; the file's history shows it."),
                              "email": "tomas@example.org", "due_at": AT},
        "copyright.notice": {**model, "due_at": AT, "notice": SimpleNamespace(
                             name="Anna Kern", email="anna@example.org", where="https://example.org/lamp",
                             work="The desk lamp “Banker” of 1931, as drawn by Kern & Sons.")},
        "copyright.outcome": {**model, "outcome": "The model is shown again."},
        "email.added": {"email": "ida@example.org", "url": link},
        "escrow.held": {"title": "Replacement foot for a juicer", "amount_cents": 5000, "currency": "USD",
                        "page_url": f"{site}/bounties/", "receipt_url": f"{site}/papers/"},
        "listing.approved": {**model, **ways_out},
        "listing.rejected": {**model, "reason": "Walls of 0.6 mm break when printed.\nMake them at least 1.2 mm."},
        "notification.now": {"title": "Ben Alvarez applied for “Replacement foot for a juicer”.", "must": False,
                             "url": f"{site}/bounties/", "kind": kind_label("bounty"), **ways_out},
        "notification.digest": {
            "count": 2,
            "url": f"{site}/notifications/",
            "notices": [{"title": "“Celadon teapot” has a new version.", "url": f"{site}/models/", "more": 0},
                        {"title": "Tomás Rey likes “Phone stand, wide”.", "url": f"{site}/models/", "more": 3}],
            **ways_out,
        },
        "order.purchase": {"order": order, "number": "20461", "receipt_url": f"{site}/orders/"},
        "order.sale": {"buyer": "Ben Alvarez", "lines": lines, "revenue_cents": 1897, "currency": "USD",
                       "hold_days": settings.PAYOUT_HOLD_DAYS, "dashboard_url": f"{site}/dashboard/"},
        "order.refunded": {"model": "Celadon teapot", "number": "20461", "amount_cents": 1400, "currency": "USD",
                           "note": "The spout is closed; you are right.", "to_balance": False,
                           "credit_url": f"{site}/orders/"},
        "password.reset": {"username": "ida", "url": link},
        "password.unknown": {"email": "ida@example.org", "url": f"{site}/accounts/signup/"},
        "payout.account": {"label": "Bank •••6789", "payable_from": AT, "payouts_url": f"{site}/dashboard/payouts/"},
        "payout.failed": {"label": "Bank •••6789", "amount_cents": 4200, "currency": "USD",
                          "reason": "The bank account is closed.", "payouts_url": f"{site}/dashboard/payouts/"},
        "payout.paid": {"label": "Bank •••6789", "amount_cents": 4200, "currency": "USD",
                        "payouts_url": f"{site}/dashboard/payouts/"},
        "person.ban_lifted": {"url": f"{site}/accounts/login/"},
        "person.banned": {"reason": "Three models were somebody else's work.", "url": f"{site}/accounts/login/"},
        "person.confirmed": {},
        "person.export_made": {"url": f"{site}/settings/data/", "until": AT},
        "person.registered": {"email": "ida@example.org", "url": link},
        "person.registered_again": {"email": "ida@example.org", "login_url": f"{site}/accounts/login/",
                                    "reset_url": f"{site}/accounts/password/reset/"},
        "refund.declined": {"model": "Celadon teapot", "number": "20461", "library_url": f"{site}/library/",
                            "note": "The files are as the report describes them."},
    }  # fmt: skip


# By their folders: the values name hashed pictures, which stand only once they are collected.
NAMES = tuple(sorted(path.name for path in (settings.BASE / "templates" / "mail").iterdir() if path.is_dir()))


def as_read(request: HttpRequest, html: str) -> HttpResponseBase:
    """The HTML of a mail under the rules of a mail program: pictures and styles, nothing that acts."""

    @xframe_options_sameorigin
    @csp(DIRECTIVES)
    def answer(_request: HttpRequest) -> HttpResponseBase:
        return HttpResponse(html)

    return answer(request)


def page(request: HttpRequest, name: str) -> HttpResponseBase:
    """One mail with made-up values; `?text` shows its text twin."""
    if name not in NAMES:
        raise Http404
    made = mail.render(name, language=get_language() or "", context={"name": "Ida", **_values()[name]})
    if "text" in request.GET:
        return HttpResponse(f"{made.subject}\n\n{made.text}", content_type="text/plain; charset=utf-8")
    return as_read(request, made.html)
