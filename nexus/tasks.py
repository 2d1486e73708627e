"""Gathers foundation's tasks, those of webhooks and of people's own data, so that a worker finds them."""

from nexus.foundation.heartbeat import beat
from nexus.privacy import forget_person, make_export, tell_export
from nexus.webhooks import (
    deliver,
    tell_bounty,
    tell_job,
    tell_model_approved,
    tell_model_rejected,
    tell_order,
    tell_payout,
    tell_refunded,
)

__all__ = [
    "beat", "deliver", "forget_person", "make_export", "tell_bounty", "tell_export",
    "tell_job", "tell_model_approved", "tell_model_rejected", "tell_order",
    "tell_payout", "tell_refunded",
]  # fmt: skip
