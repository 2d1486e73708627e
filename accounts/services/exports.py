"""One's own data as a zip: asked for at most once a day, told of when it is made, gone after a week."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import DataExport, User
from accounts.services import mails, notifications
from nexus.foundation import outbox
from nexus.foundation.errors import NotFound, TooMany
from nexus.foundation.storage import files
from nexus.foundation.storage.models import StoredFile

LIFE = timedelta(days=7)
SALT = "nexus.export"
GONE = "This link has ended, or it is not whole. Ask for your data again on the page of your settings."


def ask(user: User, *, now: datetime | None = None) -> DataExport:
    """Ask for one's data; a worker makes the zip. Raises TooMany for a second time on one day (UTC)."""
    at = now or timezone.now()
    try:
        with transaction.atomic():
            made = DataExport.objects.create(user=user, asked_on=at.date(), asked_at=at)
            outbox.send("person.export_asked", export=str(made.pk))
    except IntegrityError:
        wait = datetime.combine(at.date() + timedelta(days=1), datetime.min.time(), tzinfo=at.tzinfo) - at
        raise TooMany(
            "You asked for your data today. Ask again tomorrow.", retry_after=int(wait.total_seconds()) + 1
        ) from None
    return made


@transaction.atomic
def deliver(export_id: UUID, file: StoredFile, *, now: datetime | None = None) -> bool:
    """Hand over the zip that was made, once: False where there is one already, or nobody waits for it any more."""
    row = DataExport.objects.select_for_update().select_related("user").filter(pk=export_id).first()
    if row is None or row.file_id is not None:
        return False
    row.file, row.until = file, (now or timezone.now()) + LIFE
    row.save(update_fields=["file", "until"])
    outbox.send("person.export_made", export=str(row.pk))
    return True


def tell(export_id: UUID) -> None:
    """The notice and the mail with the link."""
    row = DataExport.objects.select_related("user").filter(pk=export_id, file__isnull=False).first()
    if row is None or row.until is None:
        return
    notifications.notify(
        row.user_id,
        "account",
        title="Your data are ready: a zip that can be fetched for seven days.",
        url=reverse("own_data"),
        source=f"export:{row.pk}",
    )
    mails.send_export(row.user, url=f"{settings.SITE_URL}{path_of(row)}", until=row.until)


def path_of(export: DataExport) -> str:
    """The signed path of a zip: it opens it for its person, until its time is over."""
    return reverse("own_data_zip", args=[signing.dumps(str(export.pk), salt=SALT)])


def opened(token: str, *, reader: User, now: datetime | None = None) -> DataExport:
    """What a signed path opens for `reader`; NotFound once its time is over, or where it is not ours or not theirs."""
    try:
        export_id = UUID(signing.loads(token, salt=SALT, max_age=LIFE))
    except (signing.BadSignature, ValueError, TypeError):
        raise NotFound(GONE, code="link_invalid") from None
    living = DataExport.objects.select_related("file", "user").filter(file__isnull=False)
    found = living.filter(pk=export_id, user=reader, until__gt=now or timezone.now()).first()
    if found is None:
        raise NotFound(GONE, code="link_expired")
    return found


def forget_ended(*, now: datetime | None = None) -> int:
    """Drop the zips whose time is over, and requests that never came to one (a duty); how many."""
    at = now or timezone.now()
    DataExport.objects.filter(file=None, asked_at__lt=at - LIFE).delete()
    return _drop(list(DataExport.objects.filter(until__lte=at).values_list("pk", flat=True)))


def forget_all_of(user: User) -> None:
    _drop(list(DataExport.objects.filter(user=user).values_list("pk", flat=True)))


def _drop(ids: list[UUID]) -> int:
    for export_id in ids:
        with transaction.atomic():
            row = DataExport.objects.select_for_update(of=("self",)).select_related("file").filter(pk=export_id).first()
            if row is None:
                continue
            row.delete()
            if row.file is not None:
                files.drop(row.file)
    return len(ids)
