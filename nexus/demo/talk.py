"""What people do below the models of the demo shop: likes, follows, reviews, questions, prints, collections, views."""

import io
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageOps

from marketplace.catalog.models import (
    Collection,
    Comment,
    Follow,
    Like,
    ListingFigures,
    ListingView,
    Make,
    Picture,
    Review,
    Tag,
)
from marketplace.catalog.services import collections, comments, counters, follows, makes, people, reviews
from marketplace.catalog.services.photos import Photo
from nexus.demo.people import BUYERS, CREATORS, FOLDER
from nexus.demo.shop import Filled
from nexus.foundation.storage import files

TALK: dict[str, list[dict[str, Any]]] = tomllib.loads((FOLDER / "talk.toml").read_text(encoding="utf-8"))
TAGS = ("walnut", "steel", "red")
ONE_LIKES_OF = 7  # of seven people and models, those whose numbers say so
PHOTO = (960, 720)

Told = tuple[float, Callable[[], bool | None]]


def told(shop: Filled) -> Iterator[Told]:
    """Every act of talk with the days it lies back."""
    for said in TALK["review"]:
        yield said["days"], partial(_review, shop, said)
    for said in TALK["make"]:
        yield said["days"], partial(_print, shop, said)
    for kind in ("question", "comment"):
        for said in TALK[kind]:
            yield said["days"], partial(_say, shop, kind, said)
            for place, answer in enumerate(said.get("answers", ())):
                yield answer[1], partial(_answer, shop, said, place)
    for said in TALK["collection"]:
        yield said["days"], partial(_collect, shop, said)
    yield from _liked(shop)
    for number, person in enumerate([*BUYERS, "demo-creator", "lucia-prado"]):
        yield 40.0 - number * 3, partial(_follow, shop, person, number)


def _liked(shop: Filled) -> Iterator[Told]:
    """The better ones are liked by more people, and looked at by more."""
    shown = [one for one in shop.wanted.values() if one.name in shop.listings and one.state == "approved"]
    for place, wanted in enumerate(shown):
        for number, person in enumerate([*BUYERS, *CREATORS]):
            if person != wanted.who and (place * 3 + number * 5) % ONE_LIKES_OF < (3 if place < 20 else 2):
                yield wanted.days * (11 - number) / 12, partial(_like, shop, person, wanted.name)
        yield 0.02, partial(_look, shop, wanted.name, place)


def _like(shop: Filled, person: str, name: str) -> None:
    if not Like.objects.filter(listing=shop[name], user=shop.cast[person]).exists():
        people.like(shop[name], by=shop.cast[person])


def _look(shop: Filled, name: str, place: int) -> None:
    """Some visitors a day since it came."""
    listing = shop[name]
    if ListingView.objects.filter(listing=listing).exists() or ListingFigures.objects.filter(listing=listing).exists():
        return
    since = shop.wanted[name].days
    for day in range(min(int(since) + 1, 30)):
        for visitor in range(1 + (place * 5 + day * 3) % 4):
            number = (place * 100 + day) * 100 + visitor
            counters.see(listing, visitor=UUID(int=number), day=shop.cast.ago(day).date())


def _follow(shop: Filled, person: str, number: int) -> None:
    who = shop.cast[person]
    if Follow.objects.filter(follower=who).exists():
        return
    for step in range(2 + number % 2):
        creator = CREATORS[(number + step * 2) % len(CREATORS)]
        if creator != person:
            follows.follow_creator(creator, by=who)
    tag = TAGS[number % len(TAGS)]
    if Tag.objects.filter(name=tag).exists():
        follows.follow_tag(tag, by=who)


def _review(shop: Filled, said: dict[str, Any]) -> None:
    author, listing = shop.cast[said["who"]], shop[said["model"]]
    if Review.objects.filter(listing=listing, author=author).exists():
        return
    made = reviews.write_review(listing, by=author, rating=said["stars"], text=said["text"])
    if "reply" in said:
        reviews.reply_to_review(made.pk, by=made.listing.seller, text=said["reply"])


def _say(shop: Filled, kind: str, said: dict[str, Any]) -> None:
    author, listing = shop.cast[said["who"]], shop[said["model"]]
    if not Comment.objects.filter(listing=listing, author=author, text=said["text"]).exists():
        comments.write_comment(listing, by=author, text=said["text"], kind=kind)


def _answer(shop: Filled, said: dict[str, Any], place: int) -> None:
    who, _days, text, is_pinned = said["answers"][place]
    listing = shop[said["model"]]
    root = Comment.objects.filter(listing=listing, author=shop.cast[said["who"]], text=said["text"]).first()
    if root is None or Comment.objects.filter(parent=root, author=shop.cast[who], text=text).exists():
        return
    made = comments.write_comment(listing, by=shop.cast[who], text=text, parent_id=root.pk)
    if is_pinned:
        comments.pin_answer(made.pk, by=made.listing.seller, pinned=True)


def _collect(shop: Filled, said: dict[str, Any]) -> None:
    owner = shop.cast[said["who"]]
    if Collection.objects.filter(owner=owner, name=said["name"]).exists():
        return
    made = collections.make_collection(by=owner, name=said["name"])
    for name in said["models"]:
        collections.add_model(made.pk, shop[name], by=owner)


def _print(shop: Filled, said: dict[str, Any]) -> None:
    author, listing = shop.cast[said["who"]], shop[said["model"]]
    if Make.objects.filter(listing=listing, author=author).exists():
        return
    makes.add_make(
        listing,
        by=author,
        photo=_photo(listing, said["colour"]),
        printer=said["printer"],
        material=said["material"],
        settings=said["settings"],
        text=said["text"],
        worked=said.get("worked", True),
    )


def _photo(listing_id: int, colour: str) -> Photo:
    """The listing's own still as one prints it: in a single filament, on a desk."""
    picture = Picture.objects.select_related("file").get(listing=listing_id, kind=Picture.Kind.LARGE)
    with files.open_stored(picture.file) as handle:
        still = Image.open(handle).convert("RGBA")
    size = round(PHOTO[1] * 0.86)
    still = still.resize((size, size), Image.Resampling.LANCZOS)
    shape = still.getchannel("A")
    grey = ImageOps.autocontrast(
        still.convert("L"), cutoff=1, mask=shape.point(lambda value: 255 if value > 200 else 0)
    )
    dark = tuple(value // 4 for value in ImageColor.getrgb(colour))
    printed = ImageOps.colorize(grey, black=dark, mid=colour, white="#ffffff", midpoint=150)
    desk = _desk()
    corner = ((PHOTO[0] - size) // 2, PHOTO[1] - size - 10)
    desk.paste(printed, corner, shape)
    out = io.BytesIO()
    desk.filter(ImageFilter.GaussianBlur(0.6)).save(out, "JPEG", quality=88)
    return Photo("print.jpg", out.getvalue())


def _desk() -> Image.Image:
    """A wall, a wooden desk, and light that falls from the left."""
    width, height = PHOTO
    desk = Image.new("RGB", PHOTO, "#d9d3c8")
    draw, horizon = ImageDraw.Draw(desk), round(height * 0.58)
    draw.rectangle((0, horizon, width, height), fill="#b08d68")
    for line in range(horizon, height, 9):
        draw.line((0, line, width, line + 3), fill="#a98661", width=2)
    desk = desk.filter(ImageFilter.GaussianBlur(7))
    round_light = ImageOps.invert(Image.radial_gradient("L")).resize((width * 2, height * 2))
    corner = (width // 2, height // 2)
    light = round_light.crop((*corner, corner[0] + width, corner[1] + height))
    return ImageChops.multiply(desk, Image.merge("RGB", [light.point(lambda value: 150 + value * 105 // 255)] * 3))
