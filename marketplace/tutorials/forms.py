"""The form that staff write tutorials with."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.tutorials.models import Tutorial
from marketplace.tutorials.services import SUMMARY_MOST, TEXT_MOST, TITLE_MOST


class TutorialForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=TITLE_MOST)
    level = forms.ChoiceField(label=_("Level"), choices=Tutorial.Level.choices)
    summary = forms.CharField(
        label=_("Summary"), max_length=SUMMARY_MOST, required=False, help_text=_("One or two sentences for the list.")
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=TEXT_MOST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
        help_text=_("Markdown. A line [model:12] shows the model of that number; pictures come from this site only."),
    )
