"""The form of the workshop."""

from django import forms
from django.utils.translation import gettext_lazy as _

from generation import services


class CreateForm(forms.Form):
    prompt = forms.CharField(
        label=_("What shall it be"),
        max_length=services.PROMPT_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Name a thing, its size, its colour, its parts."),
        error_messages={"required": _("Type what you want to have made, for example: a round oak table.")},
    )
    style = forms.ChoiceField(
        label=_("Style"),
        choices=[("realistic", _("Realistic")), ("low-poly", _("Low poly")), ("stylized", _("Stylized"))],
        initial="realistic",
        required=False,
    )
    complexity = forms.ChoiceField(
        label=_("Detail"),
        choices=[("simple", _("Simple")), ("medium", _("Medium")), ("complex", _("Complex"))],
        initial="medium",
        required=False,
    )

    def clean_style(self) -> str:
        return self.cleaned_data["style"] or "realistic"

    def clean_complexity(self) -> str:
        return self.cleaned_data["complexity"] or "medium"

    def clean_prompt(self) -> str:
        prompt: str = self.cleaned_data["prompt"]
        return prompt
