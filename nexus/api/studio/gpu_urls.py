"""The routes of Studio's GPU half, at the root; its stream is served beside them (nexus/asgi.py)."""

from nexus.api.base import routes
from nexus.api.studio import gpu, jobs

urlpatterns = routes(
    ("text-to-image", gpu.TextToImage),
    ("image-to-3d", gpu.ImageTo3D),
    ("text-to-3d", gpu.TextTo3D),
    ("status/{job_id}", gpu.Status),
    ("queue/info", jobs.QueueInfo),
    ("cancel/{job_id}", gpu.Cancel),
)
