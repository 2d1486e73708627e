"""A person's own settings."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import closed, selectors
from accounts.forms import ProfileForm
from accounts.models import User
from accounts.services import people
from nexus.foundation import languages


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    person = User.objects.get(pk=request.user.pk)  # a copy: a refused form changes its instance
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        people.change_profile(person, **form.cleaned_data)
        with override(person.language):
            messages.success(request, _("Saved."))
        response = redirect("settings")
        languages.remember(response, person.language)
        return response
    context = {
        "form": form,
        "email": request.user.email,
        "username": request.user.username,
        "confirmed": selectors.is_email_confirmed(person),
        "second_factor": selectors.has_second_factor(person),
    }
    return render(request, "accounts/settings.html", context, status=400 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account_closed(request: HttpRequest) -> HttpResponse:
    """Why the account is closed, for its holder alone; everybody else is sent to sign in."""
    person = closed.person_of(request)
    if request.method == "POST" or person is None:
        closed.let_out(request)
        return redirect("account_login")
    return render(request, "accounts/account_closed.html", {"ban": selectors.standing_ban_of(person), "person": person})
