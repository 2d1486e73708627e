"""What people write about a model or a decision. Sentences of the services come back to the fields."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.trust import rules
from nexus.foundation.errors import NexusError


class Words(forms.Form):
    def refuse(self, refusal: NexusError) -> None:
        """Show a service's refusal at the fields it names, else above the form."""
        at_fields = {name: said for name, said in refusal.fields.items() if name in self.fields}
        for name, sentences in at_fields.items():
            self.add_error(name, sentences)
        if not at_fields:
            self.add_error(None, refusal.message)


class ReportForm(Words):
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=list(rules.REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong."), "invalid_choice": _("Choose what is wrong.")},
    )
    text = forms.CharField(
        label=_("What should staff know?"),
        required=False,
        max_length=rules.TEXT_MOST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Say where one sees it, with addresses where you have them. The creator does not learn who wrote."),
    )


class AppealForm(Words):
    text = forms.CharField(
        label=_("Why is the decision wrong?"), max_length=rules.TEXT_MOST, widget=forms.Textarea(attrs={"rows": 6})
    )
