"""What people write about a model or a decision. Sentences of the services come back to the fields."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.trust import rules
from marketplace.trust.services.notices import Answer, Claim
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

    def __init__(self, *args: Any, kind: str = "listing", **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ChoiceField", self.fields["reason"]).choices = list(rules.reasons_of(kind).items())


class AppealForm(Words):
    text = forms.CharField(
        label=_("Why is the decision wrong?"), max_length=rules.TEXT_MOST, widget=forms.Textarea(attrs={"rows": 6})
    )


def _statement(words: Any) -> forms.BooleanField:
    return forms.BooleanField(label=words, error_messages={"required": _("It counts with this statement only.")})


def _long(label: Any, *, rows: int = 5, help_text: Any = "", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=rules.TEXT_MOST,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class Signed(Words):
    """Who signs, and where they are reached."""

    name = forms.CharField(
        label=_("Your full name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    address = forms.CharField(
        label=_("Postal address"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "street-address"}),
    )
    signature = forms.CharField(label=_("Signature"), max_length=120, help_text=_("Type your full name once more."))


class NoticeForm(Signed):
    targets = forms.CharField(
        label=_("Which models?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The address of each model's page, one a line."),
    )
    work = _long(_("Which work do they copy?"), help_text=_("What it is, who made it, and when it was published."))
    where = _long(
        _("Where is the work seen, and what of it was copied?"), rows=4, required=False,
        help_text=_("Addresses of the original help most."),
    )  # fmt: skip
    acts_as = forms.ChoiceField(
        label=_("You write as"),
        choices=[("owner", _("the owner of the work")), ("agent", _("somebody who acts for the owner"))],
        widget=forms.RadioSelect,
        initial="owner",
    )
    organisation = forms.CharField(label=_("Organisation"), required=False, max_length=120)
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    good_faith = _statement(
        _("I believe in good faith that neither the owner, nor who acts for them, nor the law permits this use.")
    )
    accurate = _statement(_("What I say here is true, and I may act for the owner of the work."))
    field_order = (
        "targets", "work", "where", "acts_as", "name", "organisation", "email", "address", "good_faith", "accurate",
        "signature",
    )  # fmt: skip

    def claim(self) -> Claim:
        """What was said, for the service."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"targets", "acts_as"}}
        return Claim(**said, is_owner=self.cleaned_data["acts_as"] == "owner")


class AnswerForm(Signed):
    text = _long(
        _("Why may the model stand?"), help_text=_("Whoever sent it gets a copy, with your name and both addresses.")
    )
    good_faith = _statement(_("I believe in good faith that the model was hidden by mistake."))
    accepts_court = _statement(_("I accept the courts of where I live, and letters from whoever sent the notice."))
    field_order = ("text", "name", "address", "good_faith", "accepts_court", "signature")

    def answer(self) -> Answer:
        """What was said, for the service."""
        return Answer(**self.cleaned_data)


class CourtForm(Words):
    text = _long(_("Which court, which parties, which number?"), rows=3)
