"""The routes of Studio's front half, under /api/3d/."""

from nexus.api.base import rest, routes
from nexus.api.studio import jobs

urlpatterns = [
    *routes(
        ("generate", jobs.Generate),
        ("status/{job_id}", jobs.Status),
        ("history", jobs.History),
        ("jobs/{job_id}/name", jobs.Name),
        ("jobs/{job_id}", jobs.OneJob),
        ("register-job", jobs.Register),
        ("upload-image", jobs.UploadImage),
        ("queue/info", jobs.QueueInfo),
        ("me", jobs.Me),
        ("sync-user", jobs.SyncUser),
    ),
    rest(),
]
