"""The form of the workshop."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from generation import services
from generation.parameter_fields import PREFIX, parameter_fields, parameters_of


class CreateForm(forms.Form):
    """The sentence, and the parameters of the engine that shall make it."""

    prompt = forms.CharField(
        label=_("What shall it be"),
        max_length=services.PROMPT_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Name a thing, its size, its colour, its parts."),
        error_messages={"required": _("Type what you want to have made, for example: a round oak table.")},
    )

    def __init__(self, *args: Any, schema: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(parameter_fields(schema))

    def parameters(self) -> list[BoundField]:
        """The fields of the engine's parameters, for the template."""
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    def asked(self) -> dict[str, Any]:
        """The parameters as the engine's schema names them."""
        return parameters_of(self.cleaned_data)
