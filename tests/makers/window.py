"""Makers of what stands in the shop window."""

import itertools

from accounts.models import User
from marketplace.campaigns.models import Campaign
from marketplace.campaigns.services import campaigns
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


def quote(author: str = "Rosa Stein", *, published: bool = True, **changes) -> Testimonial:
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


def readers(number: int, **fields) -> list[User]:
    """People who asked for news, with confirmed addresses."""
    return [accounts.person(marketing_consent=True, **fields) for _ in range(number)]


def campaign(*, by: User | None = None, **changes) -> Campaign:
    """A draft."""
    said = {
        "name": "Autumn",
        "subject": "New tools in the workshop",
        "content": '<h2>Sliders</h2><p>See <a href="/models/">all models</a> or <a href="https://example.org/x?a=1&amp;b=2">that</a>.</p>',
        **changes,
    }
    return campaigns.write_campaign(by=by or accounts.staff("marketing"), **said)


def going(number: int = 3) -> Campaign:
    """A campaign that was begun for so many readers; nothing is sent yet."""
    readers(number)
    made = campaign()
    return campaigns.send_campaign(made.pk, by=made.made_by)
