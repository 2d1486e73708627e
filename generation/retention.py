"""What belongs to nobody ends some day: jobs of visitors who never made an account (a duty)."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from generation import services
from generation.models import Job
from nexus.foundation.errors import NexusError

AT_ONCE = 200


def forget_guest_jobs() -> int:
    """Remove ownerless jobs, with their files, whose last change is older than RETENTION_GUEST_JOBS_DAYS; how many."""
    before = timezone.now() - timedelta(days=settings.RETENTION_GUEST_JOBS_DAYS)
    old = Job.objects.filter(owner=None, created_at__lt=before, finished_at__lt=before)
    removed = 0
    for job_id in old.order_by("created_at", "pk").values_list("pk", flat=True)[:AT_ONCE]:
        try:
            services.delete(job_id, by=None)
        except NexusError:  # claimed meanwhile
            continue
        removed += 1
    return removed
