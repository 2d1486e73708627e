"""The one form of the studio: what a person says."""

from django import forms
from django.utils.translation import gettext_lazy as _

MOST = 4000


class SayForm(forms.Form):
    """A message; at least a word."""

    text = forms.CharField(
        label=_("Message"),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what you want to have designed, for example: a box 80 mm wide with a lid.")},
    )
