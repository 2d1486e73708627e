"""What pages about money send."""

from django import forms

from marketplace.catalog.models import Licence


class BuyForm(forms.Form):
    """One offer of a listing; without a licence the first one."""

    listing = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    licence = forms.ChoiceField(choices=Licence.choices, required=False)
