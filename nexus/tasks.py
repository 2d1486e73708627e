"""Gathers foundation's tasks, so that a worker finds them."""

from nexus.foundation.heartbeat import beat

__all__ = ["beat"]
