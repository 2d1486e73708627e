"""The card form of the test gateway. What is wrong with a card is said by `cards`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def _numeric(autocomplete: str, placeholder: str) -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": autocomplete, "placeholder": placeholder})


class CardForm(forms.Form):
    """Number, expiry and security code; the code is never sent back to the page."""

    number = forms.CharField(label=_("Card number"), max_length=40, widget=_numeric("cc-number", "4242 4242 4242 4242"))
    expiry = forms.CharField(label=_("Expires (month/year)"), max_length=10, widget=_numeric("cc-exp", "12/34"))
    cvc = forms.CharField(
        label=_("Security code"),
        max_length=10,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "cc-csc"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("Fill in this field; it is on your card.")

    def refuse(self, fields: dict[str, list[str]]) -> None:
        for name, sentences in fields.items():
            self.add_error(name if name in self.fields else None, sentences)
