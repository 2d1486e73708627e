"""The page on which a person leaves for good. It stands on the top floor, for every app has a say in it."""

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from nexus import privacy
from nexus.foundation.errors import Invalid, NexusError


class LeaveForm(forms.Form):
    username = forms.CharField(
        label=gettext_lazy("Your username"),
        max_length=40,
        help_text=gettext_lazy("Type it out, so that nothing is deleted by a slip."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Your password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def refuse(self, refusal: NexusError) -> None:
        """Each sentence beside its field; else above the form."""
        for name, sentences in (refusal.fields or {"": [refusal.message]}).items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_account(request: HttpRequest) -> HttpResponse:
    """What goes, what stays, what stands in the way; and the form that does it."""
    assert isinstance(request.user, User)
    form, status = LeaveForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                privacy.delete_account(request.user.pk, **form.cleaned_data)
            except NexusError as refusal:
                status = 400 if isinstance(refusal, Invalid) else refusal.status
                form.refuse(refusal)
            else:
                logout(request)
                messages.success(request, _("Your account is deleted. Thank you for having been here."))
                return redirect("/")
    context = {"form": form, "obstacles": privacy.obstacles_of(request.user), "username": request.user.username}
    return render(request, "accounts/delete_account.html", context, status=status)
