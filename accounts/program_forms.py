"""Forms for people's programs: a new API key, a new webhook."""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.services import keys, webhooks

SCOPE_LABELS = {
    "read": _("Read whatever you may see"),
    "generate": _("Generate models and talk in the studio"),
    "publish": _("Publish models and write in your name"),
    "buy": _("Buy, and pay for bounties"),
    "payouts": _("See sales and balance, and ask for payouts"),
}
ENDS = (("90", _("in 90 days")), ("30", _("in 30 days")), ("365", _("in a year")), ("", _("never")))


class KeyForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=keys.NAME_MOST, help_text=_("Such as the program that uses the key.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=[(scope, SCOPE_LABELS[scope]) for scope in keys.SCOPES],
        widget=forms.CheckboxSelectMultiple,
        initial=["read"],
    )
    ends = forms.ChoiceField(label=_("It ends"), choices=ENDS, required=False, initial="90")

    def expires_at(self) -> datetime | None:
        days = self.cleaned_data["ends"]
        return timezone.now() + timedelta(days=int(days)) if days else None


class WebhookForm(forms.Form):
    url = forms.CharField(
        label=_("Address"),
        max_length=webhooks.URL_MOST,
        help_text=_("A public address of your program, such as https://example.com/nexus."),
        widget=forms.URLInput,
    )
    events = forms.MultipleChoiceField(
        label=_("Events"),
        choices=[(event, event) for event in webhooks.CHOICES],
        widget=forms.CheckboxSelectMultiple,
    )
