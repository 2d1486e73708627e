"""A person's own settings."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import closed, selectors
from accounts.forms import PictureForm, ProfileForm
from accounts.models import User
from accounts.services import people, pictures
from nexus.foundation import languages
from nexus.foundation.errors import NexusError


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    person = User.objects.get(pk=request.user.pk)  # a copy: a refused form changes its instance
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        try:
            people.change_profile(person, **form.cleaned_data)
        except NexusError as refusal:
            form.refuse(refusal)
        else:
            with override(person.language):
                messages.success(request, _("Saved."))
            response = redirect("settings")
            languages.remember(response, person.language)
            return response
    return _settings_page(request, request.user, form=form, picture_form=PictureForm())


@never_cache
@login_required
@require_POST
def picture(request: HttpRequest) -> HttpResponse:
    """A new picture of oneself, or none any more."""
    assert isinstance(request.user, User)
    form = PictureForm(request.POST, request.FILES)
    if "remove" in request.POST:
        pictures.set_avatar(request.user, None)
        messages.success(request, _("The picture is gone."))
        return redirect("settings")
    if form.is_valid():
        sent = form.cleaned_data["avatar"]
        try:
            pictures.show(request.user, sent.read(), filename=sent.name or "picture")
        except NexusError as refusal:
            form.add_error("avatar", refusal.message)
        else:
            messages.success(request, _("This is your picture from now on."))
            return redirect("settings")
    profile = ProfileForm(instance=User.objects.get(pk=request.user.pk))
    return _settings_page(request, request.user, form=profile, picture_form=form)


def _settings_page(request: HttpRequest, person: User, *, form: ProfileForm, picture_form: PictureForm) -> HttpResponse:
    context = {
        "form": form,
        "picture_form": picture_form,
        "person": person,
        "confirmed": selectors.is_email_confirmed(person),
        "second_factor": selectors.has_second_factor(person),
    }
    status = 400 if form.errors or picture_form.errors else 200
    return render(request, "accounts/settings.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account_closed(request: HttpRequest) -> HttpResponse:
    """Why the account is closed, for its holder alone; everybody else is sent to sign in."""
    person = closed.person_of(request)
    if request.method == "POST" or person is None:
        closed.let_out(request)
        return redirect("account_login")
    return render(request, "accounts/account_closed.html", {"ban": selectors.standing_ban_of(person), "person": person})
