"""The draft, its publication, and the way back to an older version."""

from typing import Any

from django.db import IntegrityError, transaction

from accounts import rights
from accounts.models import User
from accounts.roles import KEEP_WINDOW
from marketplace.homepage import blocks as schema
from marketplace.homepage import selectors
from marketplace.homepage.models import HomepageDraft, HomepageVersion
from nexus.foundation import audit
from nexus.foundation.errors import Conflict, Invalid, NotFound


@transaction.atomic
def draft_for_change(*, by: User) -> HomepageDraft:
    """The one draft under lock; begun from the newest version where there is none. Needs a transaction."""
    rights.staff_with(by, KEEP_WINDOW)
    newest = selectors.current()
    HomepageDraft.objects.get_or_create(
        pk=1, defaults={"blocks": newest.blocks, "base": newest.number, "changed_by": by}
    )
    return HomepageDraft.objects.select_for_update().get(pk=1)


@transaction.atomic
def change_draft(blocks: list[schema.Block], *, by: User) -> HomepageDraft:
    """Keep what was typed, right or wrong; only publishing checks it."""
    draft = draft_for_change(by=by)
    draft.blocks, draft.changed_by = blocks[: schema.BLOCKS_MOST], by
    draft.save()
    return draft


@transaction.atomic
def drop_draft(*, by: User) -> None:
    """Forget the draft; the next one begins from what is published."""
    rights.staff_with(by, KEEP_WINDOW)
    HomepageDraft.objects.filter(pk=1).delete()
    audit.note("homepage.draft_dropped", actor_id=by.pk, target="homepage")


@transaction.atomic
def publish_draft(*, by: User) -> HomepageVersion:
    """The draft becomes the home page, as a new version."""
    draft = draft_for_change(by=by)
    version = replace_homepage(draft.blocks, version=draft.base, by=by)
    draft.delete()
    return version


@transaction.atomic
def replace_homepage(blocks: Any, *, version: int, by: User, restored_from: int | None = None) -> HomepageVersion:
    """The whole home page at once. `version` is the one these blocks were made from: a newer one is a Conflict."""
    rights.staff_with(by, KEEP_WINDOW)
    kept = schema.checked(blocks)
    unknown = selectors.unknown_models(kept)
    if unknown:
        names = ", ".join(str(number) for number in unknown)
        raise Invalid(f"These models are not on show: {names}.", fields={"blocks": [f"Not on show: {names}."]})
    newest = selectors.current().number
    if version != newest:
        raise _moved_on(newest)
    try:
        with transaction.atomic():
            made = HomepageVersion.objects.create(
                number=newest + 1, blocks=kept, made_by=by, restored_from=restored_from
            )
    except IntegrityError as clash:  # somebody published at the same moment: the number is theirs
        raise _moved_on(newest + 1) from clash
    audit.note("homepage.published", actor_id=by.pk, target="homepage", version=made.number, restored=restored_from)
    return made


@transaction.atomic
def restore_version(number: int, *, by: User) -> HomepageVersion:
    """Publish an older version once more, as a new one; models that left the shop are left out."""
    rights.staff_with(by, KEEP_WINDOW)
    old = selectors.version_seen_by(by, number)
    gone = set(selectors.unknown_models(old.blocks))
    kept = [block for block in (_without(block, gone) for block in old.blocks) if block is not None]
    if not kept:
        raise NotFound("Nothing of this version can be shown any more.")
    return replace_homepage(kept, version=selectors.current().number, by=by, restored_from=number)


def _without(block: schema.Block, gone: set[int]) -> schema.Block | None:
    if block["type"] == "featured":
        left = [number for number in block["model_ids"] if number not in gone]
        return {**block, "model_ids": left} if left else None
    if block.get("model_id") in gone:
        return {name: value for name, value in block.items() if name != "model_id"}
    return block


def _moved_on(newest: int) -> Conflict:
    return Conflict(
        f"The home page is at version {newest} by now. Look at it, then send your blocks with that number.",
        code="version_moved_on",
    )
