"""The routes of Core, one line a resource; each answers with and without a trailing slash."""

from nexus.api.base import rest, routes
from nexus.api.core import schema
from nexus.api.core.market import models, orders, people
from nexus.api.core.pipeline import asset_meta, assets, auth, chats, engines, jobs, messages, sessions

urlpatterns = [
    *routes(
        ("health", auth.Health),
        ("auth/register", auth.Register),
        ("auth/login", auth.Login),
        ("auth/refresh", auth.Refresh),
        ("auth/me", auth.Me),
        ("auth/logout", auth.Logout),
        ("socket-tickets", auth.SocketTickets),
        ("sessions", sessions.Sessions),
        ("sessions/{session_id}", sessions.OneSession),
        ("chats", chats.Chats),
        ("chats/{chat_id}", chats.OneChat),
        ("chats/{chat_id}/runpod", chats.Action),
        ("messages", messages.Messages),
        ("messages/{message_id}", messages.OneMessage),
        ("jobs", jobs.Jobs),
        ("jobs/{job_id}", jobs.OneJob),
        ("jobs/{job_id}/start", jobs.Start),
        ("jobs/{job_id}/complete", jobs.Complete),
        ("jobs/{job_id}/cancel", jobs.Cancel),
        ("jobs/{job_id}/retry", jobs.Retry),
        ("jobs/{job_id}/publish", models.Publish),
        ("assets", assets.Assets),
        ("assets/{asset_id}", assets.OneAsset),
        ("asset-meta", asset_meta.AssetMetas),
        ("asset-meta/{meta_id}", asset_meta.OneAssetMeta),
        ("engines", engines.Engines),
        ("models", models.Models),
        ("models/{model_id}", models.OneModel),
        ("models/{model_id}/files", models.Files),
        ("models/{model_id}/submit", models.Submit),
        ("models/{model_id}/archive", models.Archive),
        ("models/{model_id}/unarchive", models.Unarchive),
        ("models/{model_id}/download", models.Download),
        ("models/{model_id}/like", models.Like),
        ("uploads/{upload_id}", models.OneUpload),
        ("categories", models.Categories),
        ("orders", orders.Orders),
        ("orders/{order_id}", orders.OneOrder),
        ("me", people.Me),
        ("me/library", orders.Library),
        ("users/{username}", people.OneUser),
    ),
    *routes(("schema", schema.Schema), ("docs", schema.Docs)),
    rest(),
]
