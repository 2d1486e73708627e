"""Forms about people: signing up, and one's own profile."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.internal.flows.signup import prevent_enumeration
from django import forms
from django.conf import settings
from django.core.files.base import File
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import people
from nexus.foundation.errors import Conflict, NexusError
from nexus.foundation.pictures import MOST_BYTES


class SignupForm(allauth_forms.SignupForm):  # type: ignore[misc]  # allauth ships no types
    """E-mail, username and password are allauth's; the rest is ours. Saved by the one service that makes people."""

    display_name = forms.CharField(
        label=_("Name"),
        max_length=80,
        required=False,
        help_text=_("Shown beside what you make. Your username otherwise."),
    )
    marketing_consent = forms.BooleanField(
        label=_("Send me news about Nexus. I can stop this at any time."), required=False, initial=False
    )
    field_order = ["email", "username", "display_name", "password1", "marketing_consent"]

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """A new person; or, for an address that has an account, the same answer in the same time, and a mail."""
        asked: dict[str, Any] = self.cleaned_data
        if not self.account_already_exists:
            try:
                user = people.register(
                    email=asked["email"],
                    password=asked["password1"],
                    username=asked["username"],
                    display_name=asked["display_name"],
                    marketing_consent=asked["marketing_consent"],
                    language=get_language() or "",
                )
            except Conflict:  # somebody was faster with this address
                pass
            else:
                return user, None
        people.doubt(asked["email"], asked["password1"])
        return None, prevent_enumeration(request, email=asked["email"])


class ChangePasswordForm(allauth_forms.ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    end_programs = forms.BooleanField(
        label=_("End my API keys and sign-ins elsewhere too, and switch my webhooks off"),
        required=False,
        initial=False,
        help_text=_("Choose this if somebody else may have used your account. Sessions and tokens end in any case."),
    )

    def save(self) -> None:
        people.set_password(self.user, self.cleaned_data["password1"], programs=bool(self.cleaned_data["end_programs"]))


class ResetPasswordKeyForm(allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth ships no types
    def save(self) -> None:
        """Whoever knew the old password may have made programs with it: they end with it."""
        people.set_password(self.user, self.cleaned_data["password1"], programs=True)


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a person says about themselves."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    links = forms.CharField(
        label=_("Links"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("Where else you are, one address a line. At most five, each beginning with https://."),
    )
    field_order = ["display_name", "bio", "links", "language", "marketing_consent"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["links"] = "\n".join(self.instance.links)

    def clean_links(self) -> list[str]:
        return str(self.cleaned_data["links"]).splitlines()

    def refuse(self, refusal: NexusError) -> None:
        """Each sentence beside its field; else above the form."""
        for name, sentences in (refusal.fields or {"": [refusal.message]}).items():
            self.add_error(name if name in self.fields else None, sentences)

    class Meta:
        model = User
        fields = ("display_name", "bio", "language", "marketing_consent")
        labels = {
            "display_name": _("Name"),
            "bio": _("About you"),
            "marketing_consent": _("Send me news about Nexus. I can stop this at any time."),
        }
        help_texts = {"bio": _("Shown on your public page. At most 2,000 characters.")}
        widgets = {"bio": forms.Textarea(attrs={"rows": 4})}


class PictureForm(forms.Form):
    avatar = forms.FileField(
        label=_("A new picture"),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=_("JPEG, PNG or WebP, at most 10 MB. Its middle is shown; where it was taken is not kept."),
    )

    def clean_avatar(self) -> "File[bytes]":
        """One that is too large is not read."""
        sent: File[bytes] = self.cleaned_data["avatar"]
        if (sent.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("A picture has at most 10 MB."))
        return sent
