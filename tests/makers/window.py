"""Makers of what stands in the shop window."""

import itertools

from accounts.models import User
from marketplace.homepage.models import Testimonial
from marketplace.homepage.services import testimonials
from marketplace.tutorials import services as tutorials
from marketplace.tutorials.models import Tutorial
from tests.makers import accounts

_numbers = itertools.count(1)


def tutorial(title: str = "", *, by: User | None = None, published: bool = True, **changes) -> Tutorial:
    """A short tutorial, published."""
    by = by or accounts.staff("marketing")
    said = {"text": "## First\n\nHello.", "level": "Beginner", "summary": "How it begins.", **changes}
    row = tutorials.write_tutorial(by=by, title=title or f"Lesson {next(_numbers)}", **said)
    return tutorials.publish_tutorial(row.pk, by=by) if published else row


def testimonial(author: str = "Rosa Stein", *, published: bool = True, **changes) -> Testimonial:
    said = {
        "author": author,
        "company": "Product designer",
        "text": "The first print worked.",
        "rating": 5,
        "verified": True,
        "featured": False,
        "published": published,
        **changes,
    }
    return testimonials.write_testimonial(said, by=accounts.staff("marketing"))
