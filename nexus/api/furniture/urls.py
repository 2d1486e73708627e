"""The routes of Furniture: three under /api/, and the files of its sessions."""

from nexus.api.base import routes
from nexus.api.furniture import views

urlpatterns = routes(
    ("api/generate_session_id", views.Begin),
    ("api/process_furniture_image/{session_id}", views.Process),
    ("api/session_models/{session_id}", views.Models),
    ("api/claim_session/{session_id}", views.Claim),
    ("sessions/{session_id}/models/{name}", views.Model),
)
