"""What people say below a model, and what they keep: reviews, comments, makes, collections."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.base import File
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.catalog import selectors
from marketplace.catalog.models import Collection, Comment, Make, Review
from marketplace.catalog.selectors import collections as kept
from marketplace.catalog.services import collections, comments, makes, reviews
from marketplace.catalog.talk_forms import photo_of
from marketplace.trust.models import Case
from marketplace.trust.services import closing
from nexus.api import base
from nexus.api.core.market import rows
from nexus.api.core.market.models import id_of
from nexus.api.core.shapes import orders, social
from nexus.api.fields import FormParser, JsonParser
from nexus.foundation.errors import NotFound, TooLarge

FORM_MOST = 48 * 2**20  # four pictures of 10 MB and their words


def check_size(request: Request) -> None:
    sent = request.META.get("CONTENT_LENGTH") or "0"
    if sent.isdigit() and int(sent) > FORM_MOST:
        raise TooLarge(f"A form with photos has at most {FORM_MOST // 2**20} MB.")


def review_shapes(found: Sequence[Review]) -> list[social.ReviewShape]:
    people = rows.profiles(row.author for row in found)
    return [social.review(row, people[row.author_id]) for row in found]


def review_shape(view: base.View, review_id: int) -> social.ReviewShape:
    row = selectors.review_seen_by(view.viewer, review_id)
    if row is None:
        raise NotFound(reviews.MISSING)
    return review_shapes([row])[0]


class ReviewBody(base.Body):
    rating = base.Whole(least=1, most=5, required=False)
    text = base.Text(max_length=reviews.TEXT_MOST, required=False, allow_blank=True)
    photos = serializers.ListField(
        child=serializers.FileField(),
        required=False,
        max_length=reviews.PHOTOS_MOST,
        help_text="In a form, at most 4 pictures of 10 MB each.",
    )


class NewReviewBody(ReviewBody):
    rating = base.Whole(least=1, most=5)


def sent_photos(asked: dict[str, Any]) -> list[Any] | None:
    """None where the request names no photos; an empty list takes them off."""
    sent: Iterable[File[bytes]] | None = asked.get("photos")
    return None if sent is None else [photo_of(file) for file in sent]


class Reviews(base.View):
    parser_classes = [JsonParser, FormParser]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        check_size(request)
        super().initial(request, *args, **kwargs)

    @base.call("What holders think of a model", query=base.Paged, gives={200: (social.ReviewShape,)})
    def get(self, request: Request, model_id: str) -> Response:
        return base.page(request, self.query, selectors.reviews_shown(self.viewer, id_of(model_id)), review_shapes)

    @base.call("Review a model one holds", body=NewReviewBody, gives={201: social.ReviewShape}, signed_in=True)
    def post(self, request: Request, model_id: str) -> Response:
        made = reviews.write_review(
            id_of(model_id),
            by=self.person,
            rating=self.asked["rating"],
            text=self.asked.get("text", ""),
            photos=sent_photos(self.asked) or (),
        )
        return Response(review_shape(self, made.pk), status=201)


class OneReview(base.View):
    parser_classes = [JsonParser, FormParser]

    @base.call("Change one's review", body=ReviewBody, gives={200: social.ReviewShape}, signed_in=True)
    def patch(self, request: Request, review_id: str) -> Response:
        check_size(request)
        number = base.wanted_number(review_id, reviews.MISSING)
        changed = reviews.change_review(
            number,
            by=self.person,
            rating=self.asked.get("rating"),
            text=self.asked.get("text"),
            photos=sent_photos(self.asked),
        )
        return Response(review_shape(self, changed.pk))

    @base.call("Take one's review back", gives={204: None}, signed_in=True)
    def delete(self, request: Request, review_id: str) -> Response:
        number = base.wanted_number(review_id, reviews.MISSING)
        if not closing.take_off(Case.Kind.REVIEW, number, by=self.person):
            reviews.delete_review(number, by=self.person)
        return Response(status=204)


class ReviewReply(base.View):
    class Body(base.Body):
        text = base.Text(max_length=reviews.TEXT_MOST)

    @base.call("Answer a review of one's model", body=Body, gives={200: social.ReviewShape}, signed_in=True)
    def put(self, request: Request, review_id: str) -> Response:
        number = base.wanted_number(review_id, reviews.MISSING)
        answered = reviews.reply_to_review(number, by=self.person, text=self.asked["text"])
        return Response(review_shape(self, answered.pk))


def comment_shapes(found: Sequence[Comment]) -> list[social.CommentShape]:
    people = rows.profiles(row.author for row in found)
    return [social.comment(row, people[row.author_id]) for row in found]


class Comments(base.View):
    class Body(base.Body):
        text = base.Text(max_length=comments.TEXT_MOST)
        kind = base.Choice(Comment.Kind.values, required=False, default=Comment.Kind.COMMENT.value)
        parent_id = base.Whole(least=1, most=2**63 - 1, required=False, allow_null=True, default=None)

    @base.call("What is asked and said below a model", query=base.Paged, gives={200: (social.CommentShape,)})
    def get(self, request: Request, model_id: str) -> Response:
        return base.page(request, self.query, selectors.comments_shown(self.viewer, id_of(model_id)), comment_shapes)

    @base.call("Ask, comment or answer, in Markdown", body=Body, gives={201: social.CommentShape}, signed_in=True)
    def post(self, request: Request, model_id: str) -> Response:
        made = comments.write_comment(id_of(model_id), by=self.person, **self.asked)
        return Response(comment_shapes([made])[0], status=201)


class OneComment(base.View):
    @base.call("Take a comment away", gives={204: None}, signed_in=True)
    def delete(self, request: Request, comment_id: str) -> Response:
        number = base.wanted_number(comment_id, comments.MISSING)
        if not closing.take_off(Case.Kind.COMMENT, number, by=self.person):
            comments.delete_comment(number, by=self.person)
        return Response(status=204)


def make_shapes(found: Sequence[Make]) -> list[social.MakeShape]:
    people = rows.profiles(row.author for row in found)
    return [social.make(row, people[row.author_id]) for row in found]


class Makes(base.View):
    parser_classes = [FormParser]

    class Body(base.Body):
        photo = serializers.FileField()
        printer = base.Text(max_length=makes.NAME_MOST)
        material = base.Text(max_length=makes.NAME_MOST)
        settings = base.Text(max_length=makes.SETTINGS_MOST, required=False, default="", allow_blank=True)
        worked = base.Flag()
        text = base.Text(max_length=makes.TEXT_MOST, required=False, default="", allow_blank=True)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        check_size(request)
        super().initial(request, *args, **kwargs)

    @base.call("What people printed of a model", query=base.Paged, gives={200: (social.MakeShape,)})
    def get(self, request: Request, model_id: str) -> Response:
        return base.page(request, self.query, selectors.makes_shown(self.viewer, id_of(model_id)), make_shapes)

    @base.call("Show a print, as multipart", body=Body, gives={201: social.MakeShape}, signed_in=True)
    def post(self, request: Request, model_id: str) -> Response:
        asked = {**self.asked, "photo": photo_of(self.asked["photo"])}
        made = makes.add_make(id_of(model_id), by=self.person, **asked)
        return Response(make_shapes([made])[0], status=201)


def collection_shapes(found: Sequence[Collection]) -> list[social.CollectionShape]:
    people = rows.profiles(row.owner for row in found)
    return [social.collection(kept.collection_card(row), people[row.owner_id]) for row in found]


class Collections(base.View):
    class Query(base.Paged):
        owner = serializers.CharField(max_length=40, required=False)

    class Body(base.Body):
        name = base.Text(max_length=collections.NAME_MOST)
        visibility = base.Choice(
            Collection.Visibility.values, required=False, default=Collection.Visibility.PUBLIC.value
        )

    @base.call("Public collections and all of one's own", query=Query, gives={200: (social.CollectionShape,)})
    def get(self, request: Request) -> Response:
        found = kept.with_figures(selectors.collections_visible_to(self.viewer)).select_related("owner")
        if "owner" in self.query:
            found = found.filter(owner__username__iexact=self.query["owner"])
        return base.page(request, self.query, found, collection_shapes)

    @base.call("Make a collection", body=Body, gives={201: social.CollectionShape}, signed_in=True)
    def post(self, request: Request) -> Response:
        made = collections.make_collection(by=self.person, **self.asked)
        return Response(one_collection(self, made.pk), status=201)


def one_collection(view: base.View, number: int) -> social.CollectionShape:
    """With its models, the first thousand in their order."""
    seen = selectors.collection_seen_by(view.viewer, number)
    row = kept.with_figures(Collection.objects.filter(pk=seen.pk)).select_related("owner").get()
    ids = list(kept.models_in(seen).values_list("pk", flat=True)[: collections.MODELS_MOST])
    models = rows.listings(view.viewer, ids)
    people = rows.profiles([row.owner, *(model.seller for model in models)])
    short = [orders.short(model, people[model.seller_id]) for model in models]
    return social.collection(kept.collection_card(row), people[row.owner_id], short)


class OneCollection(base.View):
    class Body(base.Body):
        name = base.Text(max_length=collections.NAME_MOST, required=False)
        visibility = base.Choice(Collection.Visibility.values, required=False)
        cover = base.Whole(least=1, most=2**63 - 1, required=False, help_text="A model in it.")
        models = serializers.ListField(
            child=base.Whole(least=1, most=2**63 - 1),
            required=False,
            max_length=collections.MODELS_MOST,
            help_text="Models in it, in the order they shall have.",
        )

    @base.call("One collection with its models", gives={200: social.CollectionShape})
    def get(self, request: Request, collection_id: str) -> Response:
        return Response(one_collection(self, number_of(collection_id)))

    @base.call("Change a collection", body=Body, gives={200: social.CollectionShape}, signed_in=True)
    def patch(self, request: Request, collection_id: str) -> Response:
        asked = dict(self.asked)
        order = asked.pop("models", None)
        changed = collections.change_collection(number_of(collection_id), by=self.person, order=order, **asked)
        return Response(one_collection(self, changed.pk))

    @base.call("Delete a collection", gives={204: None}, signed_in=True)
    def delete(self, request: Request, collection_id: str) -> Response:
        collections.delete_collection(number_of(collection_id), by=self.person)
        return Response(status=204)


def number_of(text: str) -> int:
    return base.wanted_number(text, collections.MISSING)


class CollectionModel(base.View):
    @base.call("Put a model into a collection", gives={200: social.CollectionShape}, signed_in=True)
    def put(self, request: Request, collection_id: str, model_id: str) -> Response:
        row = collections.add_model(number_of(collection_id), id_of(model_id), by=self.person)
        return Response(one_collection(self, row.pk))

    @base.call("Take a model out of a collection", gives={204: None}, signed_in=True)
    def delete(self, request: Request, collection_id: str, model_id: str) -> Response:
        collections.remove_model(number_of(collection_id), id_of(model_id), by=self.person)
        return Response(status=204)
