"""What people say about Nexus, written down by staff."""

from typing import TypedDict

from django.db import transaction

from accounts import rights
from accounts.models import User
from accounts.roles import KEEP_WINDOW
from marketplace.homepage.models import Testimonial
from nexus.foundation import audit
from nexus.foundation.errors import Invalid, NotFound


class Said(TypedDict):
    author: str
    company: str
    text: str
    rating: int
    verified: bool
    featured: bool
    published: bool


def testimonial_for_change(testimonial_id: int, *, by: User) -> Testimonial:
    """The row under lock, for staff who keep the window. Needs a transaction."""
    rights.staff_with(by, KEEP_WINDOW)
    found = Testimonial.objects.select_for_update().filter(pk=testimonial_id).first()
    if found is None:
        raise NotFound("There is no such testimonial.")
    return found


@transaction.atomic
def write_testimonial(said: Said, *, by: User) -> Testimonial:
    rights.staff_with(by, KEEP_WINDOW)
    return _kept(Testimonial(), said, by=by, act="testimonial.written")


@transaction.atomic
def change_testimonial(testimonial_id: int, said: Said, *, by: User) -> Testimonial:
    return _kept(testimonial_for_change(testimonial_id, by=by), said, by=by, act="testimonial.changed")


@transaction.atomic
def delete_testimonial(testimonial_id: int, *, by: User) -> None:
    row = testimonial_for_change(testimonial_id, by=by)
    audit.note("testimonial.deleted", actor_id=by.pk, target=f"testimonial:{row.pk}", author=row.author, text=row.text)
    row.delete()


def _kept(row: Testimonial, said: Said, *, by: User, act: str) -> Testimonial:
    wrong = {name: ["This is empty."] for name in ("author", "text") if not str(said[name]).strip()}
    if not 1 <= said["rating"] <= 5:
        wrong["rating"] = ["A whole number from 1 to 5."]
    if wrong:
        raise Invalid(next(iter(wrong.values()))[0], fields=wrong)
    for name, value in said.items():
        setattr(row, name, value)
    row.save()
    audit.note(act, actor_id=by.pk, target=f"testimonial:{row.pk}", **said)
    return row
