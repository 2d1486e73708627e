"""Pictures that are brought before a job names them: from a form, from an address, or from our own store.

Each has a row that is dropped with its file where no job names it within a week.
"""

from datetime import timedelta
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.deletion import ProtectedError
from django.utils import timezone

from accounts.models import User
from generation import inputs
from generation.models import Asset, BroughtPicture, JobInput
from nexus.foundation import limits
from nexus.foundation.errors import Invalid
from nexus.foundation.storage import files
from nexus.foundation.storage.models import StoredFile

log = structlog.get_logger(__name__)

KEPT = timedelta(days=7)
AT_ONCE = 200
READ_AS_THEY_ARE = ("image/png", "image/jpeg")
ANONYMOUS = limits.Limit("pictures-anonymous", 60, 3600)
PERSON = limits.Limit("pictures-user", 600, 3600)


def bring(data: bytes, *, filename: str, by: User | None, address: str) -> StoredFile:
    """Store a picture that no job names yet. Raises what `inputs.take_picture` raises, and TooMany."""
    _count(by, address)
    return _kept(inputs.take_picture(data, filename=filename))


def bring_from(url: str, *, by: User | None, address: str) -> StoredFile:
    """The picture at an address: our own store's is read there, any other is fetched once by the outbound rules.

    Raises what `inputs.fetch_picture` raises, TooMany, and Invalid `image_unreachable` for a file of ours that is gone.
    """
    _count(by, address)
    key = own_key(url)
    if not key:
        return _kept(inputs.fetch_picture(url, by=str(by.pk) if by else address or "local"))
    file = StoredFile.objects.filter(key=key, is_open=True).first()
    if file is None:
        sentence = "This address is one of ours, and there is no such picture any more."
        raise Invalid(sentence, code="image_unreachable", fields={"image_url": [sentence]})
    if file.size > inputs.MOST_BYTES:
        raise inputs.PictureTooLarge(f"A picture has at most {inputs.MOST_BYTES // 2**20} MB.")
    if file.kind in READ_AS_THEY_ARE and BroughtPicture.objects.filter(file=file).exists():
        return file  # it passed the gate when it was brought
    with files.open_stored(file) as handle:
        return _kept(inputs.take_picture(handle.read(), filename=file.filename))


def own_key(url: str) -> str:
    """The store's key of an address that we gave out ourselves, or "" for any other."""
    own = {urlsplit(origin).netloc for origin in (settings.SITE_URL, settings.MEDIA_ORIGIN) if origin}
    try:
        found = urlsplit(url)
    except ValueError:
        return ""
    if found.scheme not in {"http", "https"} or found.netloc not in own or not found.path.startswith("/files/"):
        return ""
    return f"open/{found.path.removeprefix('/files/')}"


def _kept(file: StoredFile) -> StoredFile:
    BroughtPicture.objects.create(file=file)
    return file


def _count(by: User | None, address: str) -> None:
    limits.take(PERSON if by else ANONYMOUS, str(by.pk) if by else address or "local")


def forget_unused() -> None:
    """Drop what nobody made anything of within a week (a duty)."""
    named = Exists(JobInput.objects.filter(file=OuterRef("file"))) | Exists(Asset.objects.filter(file=OuterRef("file")))
    old = BroughtPicture.objects.filter(created_at__lt=timezone.now() - KEPT)
    old.filter(named).delete()  # from now on it lives and ends with its job
    for row in old.select_related("file").order_by("created_at", "pk")[:AT_ONCE]:
        try:
            with transaction.atomic():
                files.drop(row.file)
        except ProtectedError:
            log.info("picture_named_meanwhile", file=str(row.file_id))
