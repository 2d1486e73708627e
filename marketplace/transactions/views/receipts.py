"""Receipts, invoices and credit notes, to read and as PDF; and the public page of a certificate."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.catalog.selectors.certificates import certificate_by_code
from marketplace.transactions.selectors import receipts
from marketplace.transactions.selectors.receipts import Paper, issuer
from marketplace.transactions.views.people import holder_of, holders
from nexus.templatetags.ui import amount, day_long


@never_cache
@holders
@require_safe
def receipt(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return _page(request, receipts.receipt_of(holder_of(request), order_id))


@never_cache
@holders
@require_safe
def receipt_pdf(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return _pdf(receipts.receipt_of(holder_of(request), order_id))


@never_cache
@holders
@require_safe
def credit_note(request: HttpRequest, refund_id: UUID) -> HttpResponse:
    return _page(request, receipts.credit_note_of(holder_of(request), refund_id))


@never_cache
@holders
@require_safe
def credit_note_pdf(request: HttpRequest, refund_id: UUID) -> HttpResponse:
    return _pdf(receipts.credit_note_of(holder_of(request), refund_id))


@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Anybody who has the code may check what a licence's holder shows."""
    page = certificate_by_code(code)
    return render(request, "marketplace/transactions/certificate.html", {"page": page})


def _page(request: HttpRequest, found: Paper) -> HttpResponse:
    context = {"paper": found, "title": _title(found), "issuer": issuer()}
    return render(request, "marketplace/transactions/receipt.html", context)


def _title(found: Paper) -> str:
    names = {"receipt": _("Receipt"), "invoice": _("Invoice"), "credit": _("Credit note")}
    return names[found.kind]


def _pdf(found: Paper) -> HttpResponse:
    from marketplace.transactions import faces, paper  # noqa: PLC0415 - bring numpy; only who draws a paper loads it

    sheet = paper.Sheet(**_sheet(found))
    drawn = paper.pdf(sheet, faces=faces.for_text(paper.words_of(sheet)))
    answer = HttpResponse(drawn, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{found.filename}"'
    return answer


def _sheet(found: Paper) -> dict[str, Any]:
    """The values of `paper.Sheet`, in the reader's language."""
    facts = [(_("Number"), found.number)]
    if found.of_number:
        facts.append((_("For receipt"), found.of_number))
    facts += [(_("Date"), day_long(found.at)), (_("Buyer"), f"{found.buyer}, {found.buyer_email}")]
    business = [found.business_name, found.business_address, found.vat_id]
    facts += [(_("Billed to"), "\n".join(line for line in business if line))] if found.business_name else []
    if found.paid_with:
        facts.append((_("Paid with"), paid_with(found)))
    return {
        "title": _title(found),
        "lang": get_language() or "en",
        "issuer": issuer(),
        "facts": tuple(facts),
        "heads": (_("Model"), _("Price"), _("Discount"), _("Tip"), _("Paid")),
        "rows": tuple(_row(line) for line in found.lines),
        "sums": (
            (_("Net"), amount(found.net_cents)),
            (_("Tax, %(percent)s %%") % {"percent": found.tax_percent}, amount(found.tax_cents)),
            (_("Total"), f"{amount(found.total_cents)} {found.currency}"),
        ),
        "notes": _notes(found),
        "at": found.at,
    }


def _row(line: receipts.PaperLine) -> tuple[str, ...]:
    words = _("%(seller)s, %(licence)s licence") % {"seller": line.seller, "licence": line.licence}
    return (
        f"{line.name}\n{line.words or words}",
        amount(line.price_cents),
        amount(-line.discount_cents) if line.discount_cents else "",
        amount(line.tip_cents) if line.tip_cents else "",
        amount(line.paid_cents),
    )


def _notes(found: Paper) -> tuple[str, ...]:
    notes = [_("Coupon %(code)s.") % {"code": found.coupon}] if found.coupon else []
    notes += [
        _("Credit note %(number)s of %(date)s: %(amount)s %(currency)s went back.")
        % {"number": row.number, "date": day_long(row.at), "amount": amount(row.cents), "currency": found.currency}
        for row in found.credits
    ]
    return (*notes, _("All amounts in %(currency)s.") % {"currency": found.currency})


def paid_with(found: Paper) -> str:
    if found.paid_with == "balance":
        return _("Balance")
    return _("Card ending %(last4)s") % {"last4": found.paid_with}
