"""Jobs that a client tells of: its own pictures, and what was made for it before it signed in."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from generation import lease, pictures, quotas, watch
from generation.models import Asset, BroughtPicture, Job, JobInput
from generation.services import EXTERNAL
from generation.shapes import policy
from nexus.foundation.errors import Invalid, NotFound
from nexus.foundation.storage.models import StoredFile

OURS_ONLY = "previewImageUrl must be the address of a picture in our own storage."


@transaction.atomic
def register_job(job_id: UUID, *, by: User | None, prompt: str, picture_url: str = "", address: str = "") -> Job:
    """Note a job under the id that the client knows; a second call changes nothing.

    A job of ours that belongs to nobody and to no group becomes the signed-in caller's: whoever knows its id may
    delete it as well. An id that is not ours needs a picture of our own storage; such a job is done. Raises
    NotSignedIn and NotAllowed for somebody's job, NotFound, and Invalid for a picture that is not ours to name.
    """
    found = Job.objects.select_for_update(of=("self",)).filter(pk=job_id).first()
    picture = _own_picture(picture_url, by=by) if picture_url else None
    if found is None:
        if picture is None:
            raise NotFound("There is no such job.")
        return _note(job_id, by=by, prompt=prompt, picture=picture, address=address)
    watch.must_own(by, found)
    if found.owner_id is None and by is not None and not found.group_key:
        found.owner = by
        found.save(update_fields=["owner"])
    if picture is not None and not found.assets.filter(kind__in=("png", "webp")).exists():
        Asset.objects.create(job=found, kind="png", file=picture, by_client=True)
    return found


def _note(job_id: UUID, *, by: User | None, prompt: str, picture: StoredFile, address: str) -> Job:
    refusal = policy.refusal(prompt)
    if refusal:
        raise Invalid(refusal, code="prompt_refused")
    job, is_new = Job.objects.get_or_create(
        pk=job_id,
        defaults={
            "owner": by,
            "who": quotas.who(by, address),
            "kind": Job.Kind.PICTURE,
            "engine": EXTERNAL,
            "prompt": prompt,
            "state": Job.State.PENDING,
        },
    )
    if is_new:
        Asset.objects.create(job=job, kind="png", file=picture, by_client=True)
        lease.succeed(job)
    else:  # somebody was faster with this id
        watch.must_own(by, job)
    return job


def _own_picture(url: str, *, by: User | None) -> StoredFile:
    """A picture of our store that was brought or made for a job, and that no other person's job names.

    A listing's is none of these: a job that named it would keep its seller from ever removing it.
    """
    key = pictures.own_key(url)
    file = StoredFile.objects.filter(key=key, is_open=True, kind__startswith="image/").first() if key else None
    if file is None or not _is_of_jobs(file) or _is_anothers(file, by):
        raise Invalid(OURS_ONLY, fields={"previewImageUrl": [OURS_ONLY]})
    return file


def _is_of_jobs(file: StoredFile) -> bool:
    return any(rows.objects.filter(file=file).exists() for rows in (BroughtPicture, Asset, JobInput))


def _is_anothers(file: StoredFile, by: User | None) -> bool:
    owners = set(Asset.objects.filter(file=file, job__owner__isnull=False).values_list("job__owner", flat=True))
    owners |= set(JobInput.objects.filter(file=file, job__owner__isnull=False).values_list("job__owner", flat=True))
    return bool(owners - {by.pk if by else None})
