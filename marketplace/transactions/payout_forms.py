"""What the payout page sends."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.transactions import money
from nexus.foundation.errors import Invalid


class PayoutForm(forms.Form):
    """How much; empty means everything that is available."""

    amount = forms.CharField(
        label=_("Amount"),
        max_length=20,
        required=False,
        help_text=_("In USD. Leave it empty for everything that is available."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def clean_amount(self) -> int | None:
        written = self.cleaned_data["amount"].strip()
        if not written:
            return None
        try:
            return money.parse(written.replace(",", "."))
        except Invalid as wrong:
            raise forms.ValidationError(wrong.message) from wrong
