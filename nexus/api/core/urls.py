"""The routes of Core, one line a resource; each answers with and without a trailing slash."""

from nexus.api.base import rest, routes
from nexus.api.core.market import people
from nexus.api.core.pipeline import assets, auth, engines, jobs

urlpatterns = [
    *routes(
        ("health", auth.Health),
        ("auth/register", auth.Register),
        ("auth/login", auth.Login),
        ("auth/refresh", auth.Refresh),
        ("auth/me", auth.Me),
        ("auth/logout", auth.Logout),
        ("socket-tickets", auth.SocketTickets),
        ("jobs", jobs.Jobs),
        ("jobs/{job_id}", jobs.OneJob),
        ("jobs/{job_id}/start", jobs.Start),
        ("jobs/{job_id}/complete", jobs.Complete),
        ("jobs/{job_id}/cancel", jobs.Cancel),
        ("jobs/{job_id}/retry", jobs.Retry),
        ("assets", assets.Assets),
        ("assets/{asset_id}", assets.OneAsset),
        ("engines", engines.Engines),
        ("me", people.Me),
        ("users/{username}", people.OneUser),
    ),
    rest(),
]
