"""Sessions of people without an account: a photo goes in, a model comes out, and after a week all of it ends."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from generation import choosing, pictures, services
from generation.models import Asset, GuestSession, Job
from nexus.foundation.errors import NotAllowed, NotFound, NotSignedIn
from nexus.foundation.storage.models import StoredFile

GROUP = "furniture:"
LIFE = timedelta(days=7)
AT_ONCE = 50
STEM_MOST = 50
MISSING = "There is no such session, or it has ended."
NO_MODEL = "There is no such model in this session, or it is not finished yet."
RATHER = ("hunyuan3d",)


@dataclass(frozen=True)
class Made:
    """What a session shows: finished models by name, and the pictures that nothing came of."""

    models: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]  # the picture's name, and why


def begin_session() -> GuestSession:
    return GuestSession.objects.create()


def session_seen_by_id(session_id: UUID) -> GuestSession:
    """A session that has not ended; who knows its id sees it."""
    return _one(GuestSession.objects.all(), session_id)


def _one(rows: QuerySet[GuestSession], session_id: UUID) -> GuestSession:
    living = Q(owner__isnull=False) | Q(created_at__gte=timezone.now() - LIFE)
    found = rows.filter(living, pk=session_id).first()
    if found is None:
        raise NotFound(MISSING)
    return found


def _for_change(session_id: UUID, by: User | None) -> GuestSession:
    """The row, locked: anybody's who knows the id while it is unclaimed, its owner's from then on."""
    session = _one(GuestSession.objects.select_for_update(of=("self",)), session_id)
    if session.owner_id is not None and (by is None or by.pk != session.owner_id):
        if by is None:
            raise NotSignedIn("Somebody claimed this session. Sign in to add to it.")
        raise NotAllowed("This session belongs to somebody else.")
    return session


@transaction.atomic
def claim_session(session_id: UUID, *, by: User) -> GuestSession:
    """Give a signed-in person the session with what was made in it; from then on it does not end by itself."""
    session = _for_change(session_id, by)
    if session.owner_id is None:
        session.owner = by
        session.save(update_fields=["owner"])
        Job.objects.filter(owner=None, group_key=_group(session)).update(owner=by)
    return session


def ask_for_furniture(
    session_id: UUID, *, by: User | None, data: bytes, filename: str, address: str = ""
) -> tuple[GuestSession, str]:
    """Queue a model of the picture; the session and the name under which the picture is known there.

    Raises NotFound, what `pictures.bring` and `services.submit` raise, and the refusals of a claimed session.
    """
    session_seen_by_id(session_id)
    picture = pictures.bring(data, filename=filename, by=by, address=address)
    with transaction.atomic():
        session = _for_change(session_id, by)
        name = _free_name(session, filename, picture)
        engine = choosing.engine_for(Job.Kind.IMAGE, rather=RATHER)
        services.submit(
            owner=session.owner,
            prompt="",
            kind=Job.Kind.IMAGE,
            engine=engine,
            parameters=choosing.usual_parameters(engine),
            group_key=_group(session),
            label=name,
            name=PurePath(name).stem,
            address=address,
            images=[picture],
        )
    return session, name


def made_in(session: GuestSession) -> Made:
    """The finished models of a session and its failures, oldest first; one query."""
    ended = (Job.State.SUCCEEDED, Job.State.FAILED)
    jobs = Job.objects.filter(group_key=_group(session), state__in=ended).order_by("pk")
    models: list[str] = []
    failed: list[tuple[str, str]] = []
    for state, label, error in jobs.values_list("state", "label", "error_message"):
        if state == Job.State.SUCCEEDED:
            models.append(_model_name(label))
        else:
            failed.append((label, error))
    return Made(tuple(dict.fromkeys(models)), tuple(failed))


def model_in(session: GuestSession, name: str) -> StoredFile:
    """The file of a finished model by its name in the session."""
    stem, _, extension = name.rpartition(".")
    if extension != "glb" or not re.fullmatch(r"[a-z0-9_-]+", stem):
        raise NotFound(NO_MODEL)
    done = Job.objects.filter(group_key=_group(session), state=Job.State.SUCCEEDED, label__startswith=f"{stem}.")
    asset = (
        Asset.objects.filter(job__in=done, kind="glb", file__isnull=False).select_related("file").order_by("pk").last()
    )
    if asset is None or asset.file is None:
        raise NotFound(NO_MODEL)
    return asset.file


def _group(session: GuestSession) -> str:
    return f"{GROUP}{session.pk}"


def _model_name(picture_name: str) -> str:
    return f"{PurePath(picture_name).stem}.glb"


def _free_name(session: GuestSession, filename: str, picture: StoredFile) -> str:
    """A name that is safe everywhere and stands once in its session; the caller holds the session's row."""
    labels = Job.objects.filter(group_key=_group(session)).values_list("label", flat=True)
    return free_name(filename, picture.filename.rpartition(".")[2], taken=[PurePath(label).stem for label in labels])


def free_name(filename: str, extension: str, *, taken: Sequence[str]) -> str:
    """`filename` without paths and without any sign but a-z, 0-9, - and _, numbered where its stem is `taken`."""
    bare = PurePath(filename.replace("\\", "/")).name
    plain = unicodedata.normalize("NFKD", PurePath(bare).stem).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9_-]+", "-", plain).strip("-_")[:STEM_MOST].strip("-_") or "picture"
    number, free = 1, stem
    while free in taken:
        number += 1
        free = f"{stem}_{number}"
    return f"{free}.{extension}"


def end_old_sessions() -> None:
    """Remove unclaimed sessions after a week, with their jobs and files (a duty)."""
    old = GuestSession.objects.filter(owner=None, created_at__lt=timezone.now() - LIFE).order_by("created_at", "pk")
    for session_id in old.values_list("pk", flat=True)[:AT_ONCE]:
        with transaction.atomic():
            session = old.select_for_update(skip_locked=True).filter(pk=session_id).first()
            if session is None:  # claimed meanwhile, or ended by another
                continue
            for job_id in Job.objects.filter(owner=None, group_key=_group(session)).values_list("pk", flat=True):
                services.delete(job_id, by=None)
            session.delete()
