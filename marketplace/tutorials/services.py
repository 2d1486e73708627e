"""Writing, publishing and counting tutorials."""

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts import rights
from accounts.models import User
from accounts.roles import KEEP_TUTORIALS
from marketplace.tutorials.models import Tutorial, TutorialView
from nexus.foundation import audit
from nexus.foundation.articles import article
from nexus.foundation.errors import Conflict, Invalid, NotFound

TITLE_MOST, SUMMARY_MOST, TEXT_MOST = 160, 300, 60_000
LOOKS_KEPT = timedelta(days=2)


def tutorial_for_change(tutorial_id: int, *, by: User) -> Tutorial:
    """The row under lock, for staff who keep tutorials. Needs a transaction."""
    rights.staff_with(by, KEEP_TUTORIALS)
    found = Tutorial.objects.select_for_update(no_key=True).filter(pk=tutorial_id).first()
    if found is None:
        raise NotFound("There is no such tutorial.")
    return found


@transaction.atomic
def write_tutorial(*, by: User, title: str, text: str, level: str, summary: str = "") -> Tutorial:
    """A new draft."""
    rights.staff_with(by, KEEP_TUTORIALS)
    row = Tutorial(author=by, slug=_free_slug(title))
    _say(row, title=title, text=text, level=level, summary=summary)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as clash:
        raise Conflict("Somebody made a tutorial of this name just now. Save it once more.") from clash
    audit.note("tutorial.written", actor_id=by.pk, target=f"tutorial:{row.pk}", title=row.title)
    return row


@transaction.atomic
def change_tutorial(tutorial_id: int, *, by: User, title: str, text: str, level: str, summary: str = "") -> Tutorial:
    """Say it otherwise; the address of a published one stays as it is."""
    row = tutorial_for_change(tutorial_id, by=by)
    if row.state == Tutorial.State.DRAFT and slugify(title) != slugify(row.title):
        row.slug = _free_slug(title)
    _say(row, title=title, text=text, level=level, summary=summary)
    row.save()
    audit.note("tutorial.changed", actor_id=by.pk, target=f"tutorial:{row.pk}", title=row.title)
    return row


@transaction.atomic
def publish_tutorial(tutorial_id: int, *, by: User) -> Tutorial:
    """Let everybody read it; a second call changes nothing."""
    row = tutorial_for_change(tutorial_id, by=by)
    if row.state == Tutorial.State.PUBLISHED:
        return row
    row.state, row.published_at = Tutorial.State.PUBLISHED, row.published_at or timezone.now()
    row.save(update_fields=["state", "published_at", "updated_at"])
    audit.note("tutorial.published", actor_id=by.pk, target=f"tutorial:{row.pk}")
    return row


@transaction.atomic
def withdraw_tutorial(tutorial_id: int, *, by: User) -> Tutorial:
    """Make it a draft again; its address is kept for when it comes back."""
    row = tutorial_for_change(tutorial_id, by=by)
    if row.state == Tutorial.State.DRAFT:
        return row
    row.state = Tutorial.State.DRAFT
    row.save(update_fields=["state", "updated_at"])
    audit.note("tutorial.withdrawn", actor_id=by.pk, target=f"tutorial:{row.pk}")
    return row


@transaction.atomic
def delete_tutorial(tutorial_id: int, *, by: User) -> None:
    row = tutorial_for_change(tutorial_id, by=by)
    if row.state != Tutorial.State.DRAFT:
        raise Conflict("This tutorial is published; withdraw it before you delete it.")
    audit.note("tutorial.deleted", actor_id=by.pk, target=f"tutorial:{row.pk}", title=row.title, text=row.text)
    row.delete()


def _say(row: Tutorial, *, title: str, text: str, level: str, summary: str) -> None:
    wrong: dict[str, list[str]] = {}
    given = (("title", title, TITLE_MOST), ("text", text, TEXT_MOST), ("summary", summary, SUMMARY_MOST))
    for name, value, most in given:
        if not value.strip() and name != "summary":
            wrong[name] = ["This is empty."]
        elif len(value) > most:
            wrong[name] = [f"At most {most:,} characters; this has {len(value):,}."]
        elif "\x00" in value:
            wrong[name] = ["A NUL byte is no text."]
    if level not in Tutorial.Level.values:
        wrong["level"] = [f"One of: {', '.join(Tutorial.Level.values)}."]
    if wrong:
        raise Invalid(next(iter(wrong.values()))[0], fields=wrong)
    made = article(text)
    row.title, row.text, row.level, row.summary = title.strip(), text, level, summary.strip()
    row.parts, row.contents, row.model_ids = list(made.parts), list(made.contents), made.model_ids


def _free_slug(title: str) -> str:
    base = slugify(title)[:100] or "tutorial"
    taken = set(Tutorial.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(name for name in (base, *(f"{base}-{number}" for number in range(2, 10_000))) if name not in taken)


def count_view(tutorial_id: int, *, visitor: UUID, day: date | None = None) -> None:
    """Note one visitor's look; a second one on the same day is not another."""
    TutorialView.objects.bulk_create(
        [TutorialView(tutorial_id=tutorial_id, visitor=visitor, day=day or timezone.now().date())],
        ignore_conflicts=True,
    )


def fold_views() -> None:
    """Add the looks that were not counted yet to their tutorials (a duty), and drop old rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FOLD)
    TutorialView.objects.filter(is_counted=True, day__lt=timezone.now().date() - LOOKS_KEPT).delete()


FOLD = """
WITH counted AS (
    UPDATE marketplace_tutorialview SET is_counted = true WHERE NOT is_counted RETURNING tutorial_id
), sums AS (SELECT tutorial_id, count(*) AS looks FROM counted GROUP BY tutorial_id)
UPDATE marketplace_tutorial SET views = views + sums.looks FROM sums WHERE marketplace_tutorial.id = sums.tutorial_id
"""
