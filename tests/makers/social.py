"""Makers of what people say below listings and keep of them."""

from accounts.models import User
from marketplace.catalog.models import Collection, Comment, Make, Review
from marketplace.catalog.models import Listing as Model
from marketplace.catalog.services import collections, comments, photos, reviews
from nexus.foundation.storage import files
from tests.makers import accounts, catalog

__all__ = ["collection", "comment", "photo", "print_of", "review"]


def review(target: Model, author: User | None = None, *, rating: int = 5, text: str = "Prints well.") -> Review:
    """By a holder; a new one where nobody is named."""
    return reviews.write_review(target.pk, by=author or catalog.holder(target), rating=rating, text=text)


def comment(target: Model, author: User | None = None, *, text: str = "Which nozzle?", **words) -> Comment:
    return comments.write_comment(target.pk, by=author or accounts.person(), text=text, **words)


def print_of(target: Model, author: User | None = None, *, worked: bool = True) -> Make:
    """A print whose photo did not pass a worker's gate: it is one of the listing's own stills."""
    author = author or catalog.holder(target)
    still = files.put(catalog._file(catalog.looked_at()[1]["still"]), filename="print.webp", is_open=True)
    return Make.objects.create(
        listing=target, author=author, photo=still, printer="Mark 3", material="PLA", worked=worked
    )


def collection(owner: User | None = None, *models: Model, name: str = "Chairs", **words) -> Collection:
    made = collections.make_collection(by=owner or accounts.person(), name=name, **words)
    for model in models:
        collections.add_model(made.pk, model.pk, by=made.owner)
    return made


def photo(data: bytes) -> photos.Photo:
    return photos.Photo("photo.png", data)
