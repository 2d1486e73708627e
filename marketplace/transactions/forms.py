"""What pages about buying send."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.catalog.models import Licence
from marketplace.transactions import money
from marketplace.transactions.models import Refund
from marketplace.transactions.services.refunds import STAFF_CODES
from nexus.foundation.errors import NexusError

LARGEST_ID = 2**63 - 1
# How VAT numbers are formed where buyers of ours most often are; others are two letters and two to twelve signs.
VAT = {
    "AT": (r"U\d{8}", gettext_lazy("An Austrian VAT number is ATU and eight digits.")),
    "BE": (r"[01]\d{9}", gettext_lazy("A Belgian VAT number is BE and ten digits.")),
    "DE": (r"\d{9}", gettext_lazy("A German VAT number is DE and nine digits.")),
    "ES": (r"[A-Z0-9]\d{7}[A-Z0-9]", gettext_lazy("A Spanish VAT number is ES and nine signs.")),
    "FR": (r"[A-Z0-9]{2}\d{9}", gettext_lazy("A French VAT number is FR, two signs and nine digits.")),
    "IT": (r"\d{11}", gettext_lazy("An Italian VAT number is IT and eleven digits.")),
    "NL": (r"\d{9}B\d{2}", gettext_lazy("A Dutch VAT number is NL, nine digits, B and two digits.")),
    "PL": (r"\d{10}", gettext_lazy("A Polish VAT number is PL and ten digits.")),
}


class AmountField(forms.CharField):
    """Money as people write it, 4.99 or 4,99; its value is cents, or None where it was left empty."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=12, required=False, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value).replace(",", ".")
        if not typed:
            return None
        try:
            return money.parse(typed)
        except NexusError as wrong:
            raise forms.ValidationError(wrong.message) from wrong


class BuyForm(forms.Form):
    """One offer of a listing; without a licence the first one."""

    listing = forms.IntegerField(min_value=1, max_value=LARGEST_ID)
    licence = forms.ChoiceField(choices=Licence.choices, required=False)


class CartItemForm(BuyForm):
    """One offer for the cart, with what the buyer would pay above its price."""

    pay = AmountField(label=gettext_lazy("Pay more"))


class CouponForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Coupon"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class OrderForm(forms.Form):
    """The cart as it was shown, and a tip."""

    seen = forms.IntegerField(min_value=0, max_value=10**10, widget=forms.HiddenInput)
    tip = AmountField(
        label=gettext_lazy("Add a tip"), help_text=gettext_lazy("It is shared by the sellers, after the fee.")
    )


class DetailsForm(forms.Form):
    """Who pays, for an invoice."""

    business_name = forms.CharField(
        label=gettext_lazy("Company"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    vat_id = forms.CharField(label=gettext_lazy("VAT number"), max_length=30, required=False)
    business_address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )

    def clean_vat_id(self) -> str:
        typed = re.sub(r"[\s.-]", "", self.cleaned_data["vat_id"]).upper()
        if not typed:
            return ""
        if not re.fullmatch(r"[A-Z]{2}[A-Z0-9+*]{2,12}", typed):
            raise forms.ValidationError(_("A VAT number begins with the two letters of its country."))
        shape, sentence = VAT.get(typed[:2], (".*", ""))
        if not re.fullmatch(shape, typed[2:]):
            raise forms.ValidationError(sentence)
        return typed


class RefundForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("What is wrong with it?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("A person reads it, beside the report that was made of the files."),
    )


class AnswerForm(forms.Form):
    """A seller says what they think of a refund."""

    text = forms.CharField(
        label=gettext_lazy("What you think of it"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Our staff read it; you can answer once."),
    )


class DecisionForm(forms.Form):
    """Staff decide on a refund."""

    code = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=[(code, Refund.Code(code).label) for code in STAFF_CODES], required=False
    )
    note = forms.CharField(
        label=gettext_lazy("What you say about it"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The buyer reads it."),
    )


class CouponTermsForm(forms.Form):
    """A new coupon, as its creator types it."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=gettext_lazy("6 to 40 letters A to Z, digits and dashes."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("percent", gettext_lazy("Per cent")), ("amount", gettext_lazy("Amount in USD"))],
    )
    value = forms.CharField(
        label=gettext_lazy("Value"), max_length=12, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    models = forms.MultipleChoiceField(
        label=gettext_lazy("Models"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: all of yours."),
    )
    max_uses = forms.IntegerField(label=gettext_lazy("Most uses"), min_value=1, max_value=1_000_000, required=False)
    starts_at = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    ends_at = forms.DateField(
        label=gettext_lazy("Until (not included)"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, listings: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["models"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(pk), name) for pk, name in listings]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        kind, value = typed.get("kind"), str(typed.get("value", "")).strip().replace(",", ".")
        if value and kind == "percent" and not (value.isascii() and value.isdigit()):
            self.add_error("value", _("A whole number from 1 to 100."))
        elif value and kind == "percent":
            typed["value"] = int(value)
        elif value:
            try:
                typed["value"] = money.parse(value)
            except NexusError as wrong:
                self.add_error("value", wrong.message)
        return typed
