"""Gathers foundation's tasks and those of webhooks, so that a worker finds them."""

from nexus.foundation.heartbeat import beat
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
    "beat", "deliver", "tell_bounty", "tell_job", "tell_model_approved", "tell_model_rejected", "tell_order",
    "tell_payout", "tell_refunded",
]  # fmt: skip
