"""The routes of Storefront, under /api/models/ and /api/admin/."""

from nexus.api.base import routes
from nexus.api.storefront import models, staff

urlpatterns = routes(
    ("models", models.Models),
    ("models/{model_id}", models.OneModel),
    ("models/{model_id}/like", models.Like),
    ("models/{model_id}/purchase", models.Purchase),
    ("admin/stats", staff.Stats),
    ("admin/models/pending", staff.Pending),
    ("admin/models/{model_id}/approve", staff.Approve),
    ("admin/models/{model_id}/reject", staff.Reject),
    ("admin/users", staff.Users),
    ("admin/users/{user_id}/verify", staff.Verify),
    ("admin/users/{user_id}/ban", staff.Ban),
    ("admin/homepage", staff.Homepage),
    ("admin/slider", staff.Slider),
    ("admin/revenue", staff.Revenue),
    ("admin/emails/send", staff.SendMails),
    ("admin/analytics", staff.Analytics),
)
