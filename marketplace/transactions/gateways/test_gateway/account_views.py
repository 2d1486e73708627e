"""The test gateway's page on which a seller connects a bank account; it knows the account by its unguessable id."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.transactions.gateways.test_gateway import bank
from nexus.foundation.errors import Invalid


class AccountForm(forms.Form):
    """The number of a test account."""

    number = forms.CharField(
        label=_("Account number"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": bank.PAYS}),
        error_messages={"required": _("Write the number of a test account.")},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def connect(request: HttpRequest, reference: UUID) -> HttpResponse:
    """The form; a connected account leads back to the shop."""
    account = bank.account_by_id(reference)
    if account.number:
        return redirect(account.return_url)
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(bank.connect(reference, number=form.cleaned_data["number"].replace(" ", "")).return_url)
        except Invalid as wrong:
            form.add_error("number", wrong.message)
    context = {"payment": {"return_url": account.return_url}, "form": form}
    return render(
        request, "marketplace/transactions/test_gateway/account.html", context, status=400 if form.errors else 200
    )
