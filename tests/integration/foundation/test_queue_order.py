"""A worker of two queues takes what somebody waits for first."""

from uuid import uuid4

from django.conf import settings
from kombu import Connection

from generation.queue import QUEUES
from nexus.topics import HANDLERS

[LATER] = {handler.queue for handler in HANDLERS["listing.approved"]} - {"fast"}
ROUNDS = 5


def taken(strategy: str) -> list[str]:
    """The queue of each message that a consumer of both gets, one at a time, whatever order they were asked for in."""
    options = settings.CELERY["broker_transport_options"] | {"queue_order_strategy": strategy}
    own = uuid4().hex
    names = {f"{own}.{name}": name for name in (LATER, QUEUES["child"])}
    with Connection(settings.CELERY["broker_url"], transport_options=options) as broker:
        waiting = {queue: broker.SimpleQueue(queue) for queue in names}
        for queue in waiting.values():
            for _ in range(ROUNDS):
                queue.put({})
        got: list[str] = []
        channel = broker.channel()
        channel.basic_qos(0, 1, False)
        for queue in waiting:
            channel.basic_consume(queue, False, lambda message: got.append(heard(message)), queue)

        def heard(message: object) -> str:
            message.ack()  # type: ignore[attr-defined]
            return names[message.delivery_info["routing_key"]]  # type: ignore[attr-defined]

        while len(got) < 2 * ROUNDS:
            broker.drain_events(timeout=5)
        return got


def test_jobs_are_taken_before_what_nobody_waits_for() -> None:
    strategy = settings.CELERY["broker_transport_options"]["queue_order_strategy"]
    assert taken(strategy) == [QUEUES["child"]] * ROUNDS + [LATER] * ROUNDS


def test_control_by_turns_a_job_waits_behind_a_turntable() -> None:
    assert taken("round_robin")[:ROUNDS] != [QUEUES["child"]] * ROUNDS
