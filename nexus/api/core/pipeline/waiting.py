"""`sync: true`: the answer to an action is held back (see nexus/api/held.py) until the action's last event is there."""

import json
from collections.abc import Mapping
from typing import Any

from rest_framework.request import Request

from conversations import events, selectors
from nexus.api import held
from nexus.api.core.shapes import conversations as shapes
from nexus.foundation import live

ENDS = {events.COMPLETED, events.FAILED}


def hold(request: Request, queued: Mapping[str, Any], *, after: int) -> None:
    """Hold the answer back until the end of this action, whose first event has the number `after`."""
    held.hold(request, json.dumps({"queued": queued, "after": after}))


async def ended(wait_for: str) -> tuple[int, Any]:
    """What came of the action; what was queued where its chat was deleted meanwhile."""
    wanted = json.loads(wait_for)
    queued, after = wanted["queued"], wanted["after"]
    topic = events.topic(queued["chat_id"])
    while True:  # a follower that was let go comes back with its last number
        async with live.following(topic, after=after, source=selectors.rows_after) as follower:
            while (row := await follower.next()) is not None:
                if row.final:
                    return 202, queued
                after = row.number
                told: dict[str, Any] = json.loads(row.text)
                if told.get("runpod_id") == queued["runpod_id"] and told["type"] in ENDS:
                    return 200, shapes.answer(told)
