"""Who is told when a job has ended: its owner, where they do not look at it."""

from django.urls import reverse

from accounts.services.notifications import notify
from generation import events
from generation.models import Job
from nexus.foundation import live


def tell_ended(job_id: str) -> None:
    """The bell of the owner. A design's job is told in its talk; whoever follows the job sees it end."""
    job = Job.objects.filter(pk=job_id).first()
    if job is None or job.owner_id is None or job.kind == Job.Kind.DESIGN or live.is_followed(events.topic(job.pk)):
        return
    if job.state == Job.State.SUCCEEDED:
        kind, title = "job_succeeded", f"“{job.title[:80]}” is done."
    elif job.state == Job.State.FAILED:
        kind, title = "job_failed", f"“{job.title[:80]}” failed. {job.error_message}"
    else:
        return
    notify(
        job.owner_id,
        kind,
        title=title,
        url=reverse("job", args=[job.pk]),
        source=f"job:{job.pk}",
        about=f"job:{job.pk}",
    )
