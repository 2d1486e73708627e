"""Oneself, and others as everybody sees them."""

from django.conf import settings
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import selectors as people
from accounts.models import LINKS_MOST, User
from accounts.services import people as people_services
from accounts.services import pictures
from generation import selectors as generation
from marketplace.catalog import selectors as catalog
from marketplace.catalog.services import follows
from marketplace.catalog.talk_forms import photo_of
from nexus.api import base
from nexus.api.core.market.social import check_size
from nexus.api.core.shapes import people as shapes
from nexus.api.core.shapes import social
from nexus.api.fields import FormParser, JsonParser


def shape_of_me(user: User) -> shapes.Me:
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return shapes.me(
        user,
        models=catalog.public_listings().filter(seller=user).count(),
        followers=followers_of(user),
        today=generation.jobs_of(user).filter(created_at__gte=today).count(),
    )


def followers_of(user: User) -> int:
    return catalog.followers_count([user.pk]).get(user.pk, 0)


def shape_of(user: User) -> shapes.Profile:
    models = catalog.public_listings().filter(seller=user).count()
    return shapes.profile(user, models=models, followers=followers_of(user))


class Me(base.View):
    parser_classes = [JsonParser, FormParser]

    class Body(base.Body):
        display_name = base.Text(max_length=80, required=False, allow_blank=True)
        bio = base.Text(max_length=2000, required=False, allow_blank=True)
        links = serializers.ListField(
            child=base.Text(max_length=300),
            required=False,
            max_length=LINKS_MOST,
            help_text="At most 5 addresses that begin with https://.",
        )
        avatar = serializers.FileField(
            required=False, allow_null=True, help_text="In a form, a picture of at most 10 MB; null takes it away."
        )
        language = base.Choice([code for code, _ in settings.LANGUAGES], required=False)
        marketing_consent = serializers.BooleanField(required=False)

    @base.call("Oneself", gives={200: shapes.Me}, signed_in=True)
    def get(self, request: Request) -> Response:
        return Response(shape_of_me(self.person))

    @base.call("Change one's profile and settings", body=Body, gives={200: shapes.Me}, signed_in=True)
    def patch(self, request: Request) -> Response:
        check_size(request)
        words = {name: value for name, value in self.asked.items() if name != "avatar"}
        if words:
            people_services.change_profile(self.person, **words)
        if "avatar" in self.asked:
            sent = self.asked["avatar"]
            if sent is None:
                pictures.set_avatar(self.person, None)
            else:
                photo = photo_of(sent)
                pictures.show(self.person, photo.data, filename=photo.filename)
        return Response(shape_of_me(self.person))


class OneUser(base.View):
    @base.call("A person as everybody sees them", gives={200: shapes.Profile})
    def get(self, request: Request, username: str) -> Response:
        return Response(shape_of(people.person_visible(username)))


class Follow(base.View):
    @base.call("Follow a creator", gives={200: social.Followed}, signed_in=True)
    def put(self, request: Request, username: str) -> Response:
        creator = follows.follow_creator(username, by=self.person)
        followed: social.Followed = {"followers": followers_of(creator), "followed": True}
        return Response(followed)

    @base.call("Follow a creator no more", gives={204: None}, signed_in=True)
    def delete(self, request: Request, username: str) -> Response:
        follows.unfollow_creator(username, by=self.person)
        return Response(status=204)
