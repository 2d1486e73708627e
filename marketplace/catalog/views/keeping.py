"""What people keep: likes, saves, collections, and whom they follow. Every button is a plain post."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from marketplace.catalog import selectors
from marketplace.catalog.selectors import creators, keeping
from marketplace.catalog.services import collections, follows, people
from marketplace.catalog.talk_forms import CollectionForm
from nexus.foundation.errors import Invalid, NexusError, NotFound, NotSignedIn
from nexus.foundation.numbers import whole_number
from nexus.foundation.pagecache import for_everybody

MARKED_MOST = 100
LARGEST = 2**63 - 1
PAGES_MOST = 99_999


def person_of(request: HttpRequest, why: str) -> User:
    if not isinstance(request.user, User):
        raise NotSignedIn(why)
    return request.user


def way_back(request: HttpRequest, else_to: str) -> str:
    """Where the button was pressed, if that is a page of ours."""
    wanted = request.POST.get("next", "") or request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and ours else else_to


def _mark(
    request: HttpRequest, listing_id: int, *, name: str, put: Callable[[User], Any], take: Callable[[User], Any]
) -> HttpResponse:
    """Like or save: `name` says what the button showed; without it the press turns round what is so now.

    A visitor's button is a link here: it leads to the sign-in and from there to the model. A script gets the state.
    """
    url = reverse("model_by_id", args=[listing_id])
    if not isinstance(request.user, User) or request.method != "POST":
        signed_in = isinstance(request.user, User)
        return redirect(url if signed_in else f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': url})}")
    person = request.user
    was = request.POST.get(name)
    is_on = was == "1" if was in {"0", "1"} else listing_id in keeping.marks_of(person, [listing_id])[name]
    (take if is_on else put)(person)
    if "X-Fragment" in request.headers:
        return JsonResponse({name: not is_on})
    return redirect(way_back(request, url))


@require_http_methods(["GET", "HEAD", "POST"])
def like(request: HttpRequest, listing_id: int) -> HttpResponse:
    return _mark(
        request,
        listing_id,
        name="liked",
        put=lambda person: people.like(listing_id, by=person),
        take=lambda person: people.unlike(listing_id, by=person),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest, listing_id: int) -> HttpResponse:
    return _mark(
        request,
        listing_id,
        name="saved",
        put=lambda person: collections.save(listing_id, by=person),
        take=lambda person: collections.unsave(listing_id, by=person),
    )


@never_cache
@require_safe
def marks(request: HttpRequest) -> HttpResponse:
    """Which of these models the reader likes and keeps, for the buttons of cards that are drawn for everybody."""
    read = (whole_number(word, most=LARGEST) for word in request.GET.get("ids", "").split(","))
    ids = [number for number in read if number is not None][:MARKED_MOST]
    found = keeping.marks_of(request.user, ids) if isinstance(request.user, User) else {"liked": set(), "saved": set()}
    return JsonResponse({name: sorted(numbers) for name, numbers in found.items()})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def collect(request: HttpRequest, listing_id: int) -> HttpResponse:
    """Choose in which of one's collections a model is; a name makes a new one."""
    person = person_of(request, "")
    page = selectors.listing_page(person, listing_id, related=False)
    rows = selectors.collections_for_keeping(person, listing_id)
    form, status = CollectionForm(request.POST if request.POST.get("name") else None), 200
    if request.method == "POST":
        try:
            wanted = {word for word in request.POST.getlist("in") if word.isdigit()}
            for number, _name, is_in in rows:
                if (str(number) in wanted) != is_in:
                    act = collections.remove_model if is_in else collections.add_model
                    act(number, listing_id, by=person)
            if form.is_bound and form.is_valid():
                made = collections.make_collection(by=person, **form.cleaned_data)
                collections.add_model(made.pk, listing_id, by=person)
            if not form.is_bound or form.is_valid():
                messages.success(request, _("Kept where you chose."))
                return redirect(page.url)
            status = 400
        except NexusError as refusal:
            form.refuse(refusal)
            status = refusal.status
    context = {"page": page, "rows": rows, "form": form}
    return render(request, "marketplace/catalog/collect.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def collection_list(request: HttpRequest) -> HttpResponse:
    """One's own collections with a form for a new one; for visitors the newest public ones."""
    form, status = CollectionForm(request.POST or None), 200
    if request.method == "POST":
        person = person_of(request, _("Sign in to make a collection."))
        status = 400
        if form.is_valid():
            try:
                made = collections.make_collection(by=person, **form.cleaned_data)
            except NexusError as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                return redirect("collection", collection_id=made.pk)
    viewer = request.user if isinstance(request.user, User) else None
    rows = keeping.collection_rows(viewer)
    context = {"rows": rows, "form": form if viewer else None, "is_own": viewer is not None}
    return render(request, "marketplace/catalog/collections.html", context, status=status)


def _number(request: HttpRequest) -> int:
    number = whole_number(request.GET.get("page", "1"), most=PAGES_MOST)
    if number is None:
        raise NotFound(_("There is no such page of this list."))
    return number


@require_safe
@for_everybody
def collection(request: HttpRequest, collection_id: int) -> HttpResponse:
    page = selectors.collection_page(request.user, collection_id, number=_number(request))
    numbers = [
        {"number": number, "url": f"?page={number}", "current": number == page.number, "gap": False}
        for number in range(1, page.pages + 1)
    ]
    initial = {"name": page.card.name, "visibility": page.card.visibility}
    context = {
        "page": page,
        "pages": numbers if page.pages > 1 else [],
        "form": CollectionForm(initial=initial) if page.is_own else None,
        "signed_in": request.user.is_authenticated,
    }
    return render(request, "marketplace/catalog/collection.html", context)


@never_cache
@login_required
@require_POST
def change_collection(request: HttpRequest, collection_id: int) -> HttpResponse:
    """Its name and who sees it; or, with `model`, that one's place, cover or going."""
    person = person_of(request, "")
    try:
        if request.POST.get("do") == "delete":
            collections.delete_collection(collection_id, by=person)
            messages.success(request, _("The collection is gone; the models are where they were."))
            return redirect("collections")
        if "model" in request.POST:
            _change_model(request, collection_id, person)
        else:
            form = CollectionForm(request.POST)
            if not form.is_valid():
                raise Invalid(str(next(iter(form.errors.values()))[0]))
            collections.change_collection(collection_id, by=person, **form.cleaned_data)
            messages.success(request, _("Saved."))
    except NexusError as refusal:
        if refusal.status in {401, 404}:
            raise
        messages.error(request, refusal.message)
    return redirect(way_back(request, reverse("collection", args=[collection_id])))


def _change_model(request: HttpRequest, collection_id: int, person: User) -> None:
    model, do = whole_number(request.POST["model"], most=LARGEST), request.POST.get("do", "")
    if model is None:
        raise NotFound("There is no such model.")
    if do == "remove":
        collections.remove_model(collection_id, model, by=person)
    elif do == "cover":
        collections.change_collection(collection_id, by=person, cover=model)
    elif do in {"earlier", "later"}:
        collections.move(collection_id, model, by=person, earlier=do == "earlier")
    else:
        raise Invalid("Say what to do with the model: earlier, later, cover or remove.")


def _follow(put: Callable[..., Any], take: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """The button "Follow": it says what it showed, and comes back where it was pressed."""

    def view(request: HttpRequest, name: str | int) -> HttpResponse:
        person = person_of(request, _("Sign in to follow."))
        try:
            (take if request.POST.get("followed") == "1" else put)(name, by=person)
        except NexusError as refusal:
            if refusal.status in {401, 404}:
                raise
            messages.error(request, refusal.message)
        return redirect(way_back(request, reverse("following")))

    return require_POST(view)


follow_creator = _follow(follows.follow_creator, follows.unfollow_creator)
follow_tag = _follow(follows.follow_tag, follows.unfollow_tag)
follow_collection = _follow(follows.follow_collection, follows.unfollow_collection)


@never_cache
@login_required
@require_safe
def following(request: HttpRequest) -> HttpResponse:
    """Whom and what one follows, each with a button that ends it."""
    found = creators.following_of(person_of(request, ""))
    return render(request, "marketplace/catalog/following.html", {"following": found})
