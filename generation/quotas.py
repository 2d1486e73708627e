"""How much one person, or one address, may ask for."""

from django.conf import settings

from accounts.models import User
from generation.models import Job
from nexus.foundation import limits
from nexus.foundation.errors import TooMany


def who(owner: User | None, address: str) -> str:
    """Whose turn a job takes in the fair queue."""
    return f"user:{owner.pk}" if owner else f"address:{address or 'local'}"


def most_a_day(*, confirmed: bool) -> int:
    """How many generations the hour's limit leaves to one person in 24 hours."""
    limit = limits.GENERATE_USER if confirmed else limits.GENERATE_ANONYMOUS
    return 24 * limits.times_of(limit)


def take(owner: User | None, address: str, *, confirmed: bool) -> None:
    """Count one generation; refuses with a sentence when the hour's share or the queue is full."""
    if owner and confirmed:
        limits.take(limits.GENERATE_USER, str(owner.pk))
    else:
        limits.take(limits.GENERATE_ANONYMOUS, who(owner, address))
    waiting = Job.objects.filter(who=who(owner, address), state=Job.State.QUEUED).count()
    if waiting >= settings.QUOTA_QUEUED * max(1, int(settings.THROTTLE_FACTOR)):
        raise TooMany(
            f"You have {waiting} jobs waiting, which is the most at once. Wait until one is done, or cancel one.",
            code="queue_full",
            retry_after=30,
        )
