"""The bell in templates."""

from django import template

from accounts import selectors
from accounts.models import User

register = template.Library()


@register.simple_tag
def unread_notices(person: object) -> int:
    """How many notices a person has not read, for the bell of every page; nobody has none."""
    return selectors.unread_for_the_bell(person) if isinstance(person, User) else 0


@register.filter
def at_most_99(number: int) -> str:
    """A count for a dot: "7", "99+"."""
    return str(number) if number < 100 else "99+"
