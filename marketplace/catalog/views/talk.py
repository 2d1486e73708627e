"""What people say below a model: whole lists of it with their forms, and the buttons beside each."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from marketplace.catalog import selectors
from marketplace.catalog.selectors import talk
from marketplace.catalog.services import comments, makes, reviews
from marketplace.catalog.talk_forms import CommentForm, MakeForm, ReviewForm, Words, photo_of
from nexus.foundation.errors import NexusError, NotSignedIn

PAGE = 20
PASSED_ON = {401, 404}


def _person(request: HttpRequest, why: str) -> User:
    if not isinstance(request.user, User):
        raise NotSignedIn(why)
    return request.user


def _reader(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _before(request: HttpRequest) -> int | None:
    text = request.GET.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _list_page(
    request: HttpRequest, page: selectors.ModelPage, name: str, *, rows: tuple[Any, ...], **context: Any
) -> HttpResponse:
    """One more row than a page was asked for: it says that there is a next page."""
    status = context.pop("status", 200)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    last_id = getattr(last, "id", None) or (last.top.id if last else None)
    context |= {
        "page": page,
        "viewer": page.viewer,
        "kind": name,
        "rows": rows[:PAGE],
        "next_url": f"{request.path}?before={last_id}" if last_id else "",
        "signed_in": request.user.is_authenticated,
        "is_first": _before(request) is None,
    }
    return render(request, "marketplace/catalog/talk.html", context, status=status)


def _sent(request: HttpRequest, form: Words, act: Callable[[User, dict[str, Any]], object], why: str) -> int:
    """200 where it is done, else the status with the sentences in the form."""
    person = _person(request, why)
    if not form.is_valid():
        return 400
    try:
        act(person, form.cleaned_data)
    except NexusError as refusal:
        if refusal.status in PASSED_ON:
            raise
        form.refuse(refusal)
        return refusal.status
    return 200


def _to_model(page: selectors.ModelPage, part: str) -> HttpResponse:
    return redirect(f"{page.url}#{part}")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review_list(request: HttpRequest, listing_id: int) -> HttpResponse:
    """All reviews; whoever holds the model writes theirs here, or changes it."""
    page = selectors.listing_page(request.user, listing_id, related=False)
    reader = _reader(request)
    mine = selectors.own_review(reader, listing_id) if reader else None
    form = ReviewForm(
        request.POST or None,
        request.FILES or None,
        initial={"rating": mine.rating, "text": mine.text} if mine else None,
    )
    status = 200
    if request.method == "POST":

        def act(person: User, said: dict[str, Any]) -> None:
            sent = [photo_of(file) for file in said["photos"]]
            if mine is None:
                reviews.write_review(listing_id, by=person, rating=said["rating"], text=said["text"], photos=sent)
            else:
                reviews.change_review(mine.pk, by=person, rating=said["rating"], text=said["text"], photos=sent or None)

        status = _sent(request, form, act, _("Sign in to review this model."))
        if status == 200:
            messages.success(request, _("Thank you. Your review is below the model."))
            return _to_model(page, "reviews")
    rows = talk.review_rows(listing_id, reader=reader, most=PAGE + 1, before=_before(request))
    may_write = bool(page.viewer.held) and not page.viewer.is_own
    return _list_page(request, page, "reviews", rows=rows, form=form if may_write else None, mine=mine, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question_list(request: HttpRequest, listing_id: int) -> HttpResponse:
    """All threads, with a form for a new one; answers come here too."""
    page = selectors.listing_page(request.user, listing_id, related=False)
    form = CommentForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = _sent(
            request,
            form,
            lambda person, said: comments.write_comment(
                listing_id,
                by=person,
                text=said["text"],
                kind=said["kind"] or "comment",
                parent_id=said["parent_id"],
            ),
            _("Sign in to write below this model."),
        )
        if status == 200:
            messages.success(request, _("It stands below the model."))
            return _to_model(page, "questions")
    rows = talk.threads(
        listing_id, creator_id=page.seller_id, reader=_reader(request), most=PAGE + 1, before=_before(request)
    )
    return _list_page(request, page, "questions", rows=rows, form=form, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def print_list(request: HttpRequest, listing_id: int) -> HttpResponse:
    """All prints; whoever holds the model shows theirs here."""
    page = selectors.listing_page(request.user, listing_id, related=False)
    form = MakeForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":

        def act(person: User, said: dict[str, Any]) -> None:
            makes.add_make(listing_id, by=person, **{**said, "photo": photo_of(said["photo"])})

        status = _sent(request, form, act, _("Sign in to show your print."))
        if status == 200:
            messages.success(request, _("Thank you. Your print is below the model."))
            return _to_model(page, "prints")
    rows = talk.make_rows(listing_id, reader=_reader(request), most=PAGE + 1, before=_before(request))
    return _list_page(request, page, "prints", rows=rows, form=form if page.viewer.held else None, status=status)


def _button(
    act: Callable[[HttpRequest, User, int], str], *, part: str
) -> Callable[[HttpRequest, int, int], HttpResponse]:
    """A button beside something said: one service, its sentence, and back to the model."""

    def view(request: HttpRequest, listing_id: int, said_id: int) -> HttpResponse:
        person = _person(request, _("Sign in to do this."))
        try:
            messages.success(request, act(request, person, said_id))
        except NexusError as refusal:
            if refusal.status in PASSED_ON:
                raise
            messages.error(request, refusal.message)
        page_url = reverse("model_by_id", args=[listing_id])
        return redirect(f"{page_url}?to={part}")

    return login_required(require_POST(view))


def _delete_review(_request: HttpRequest, person: User, review_id: int) -> str:
    reviews.delete_review(review_id, by=person)
    return _("The review is gone.")


def _reply(request: HttpRequest, person: User, review_id: int) -> str:
    reviews.reply_to_review(review_id, by=person, text=request.POST.get("text", ""))
    return _("Your answer stands below the review.")


def _delete_comment(_request: HttpRequest, person: User, comment_id: int) -> str:
    comments.delete_comment(comment_id, by=person)
    return _("The comment is gone.")


def _pin(request: HttpRequest, person: User, comment_id: int) -> str:
    pinned = comments.pin_answer(comment_id, by=person, pinned=request.POST.get("pinned") != "0").is_pinned
    return _("The answer stands on top.") if pinned else _("The answer is not pinned any more.")


def _delete_make(_request: HttpRequest, person: User, make_id: int) -> str:
    makes.delete_make(make_id, by=person)
    return _("The print is gone.")


delete_review = _button(_delete_review, part="reviews")
reply = _button(_reply, part="reviews")
delete_comment = _button(_delete_comment, part="questions")
pin = _button(_pin, part="questions")
delete_make = _button(_delete_make, part="prints")
