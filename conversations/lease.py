"""Who works on an action: taken with an attempt number, renewed from outside the work, ended or given back.

One action of a chat is worked on at a time, in the order they were asked for, so that each sees the answers before it.
Locks are taken in one order everywhere: session, chat, run.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from conversations import events
from conversations.models import ActionRun, Chat, Message
from conversations.providers import base
from nexus.foundation import keeping, outbox
from nexus.foundation.ids import uuid7
from nexus.foundation.keeping import LeaseLost, lease_end

log = structlog.get_logger(__name__)

STATE = ActionRun.State
OPEN = (STATE.QUEUED, STATE.RUNNING, STATE.RENDERING)
WORDS = {
    ActionRun.Action.REQUIREMENTS: "Reading what you want",
    ActionRun.Action.SCAD: "Writing the source",
    ActionRun.Action.OLD_SCAD: "Writing the source",
}


def ring(run: ActionRun) -> None:
    """Write the fact that wakes a worker: one that may wait for a provider, or a quick one for the built-in planner."""
    if run.provider in base.REMOTE:
        outbox.send("remote_action.queued", run=str(run.pk))
    else:
        outbox.send("action.queued", run=str(run.pk))


def take(worker: str, run_id: UUID | str) -> ActionRun | None:
    """Claim the oldest open run of the rung one's chat, or None where it is not its turn or somebody has it."""
    asked = ActionRun.objects.filter(pk=run_id).values_list("chat_id", "owner_id", "provider").first()
    if asked is None:
        return None
    chat_id, owner_id, provider = asked
    with transaction.atomic():
        if not Chat.objects.select_for_update().filter(pk=chat_id).exists():
            return None
        head = ActionRun.objects.filter(chat_id=chat_id, state__in=OPEN).order_by("id").first()
        if head is None or head.state != STATE.QUEUED or _share_is_used(owner_id):
            return None
        if head.provider in base.REMOTE and provider not in base.REMOTE:
            ring(head)  # a quick worker was rung, and this one may wait for hours
            return None
        first = head.started_at is None
        ActionRun.objects.filter(pk=head.pk).update(
            state=STATE.RUNNING,
            attempt=F("attempt") + 1,
            worker=worker,
            lease_until=lease_end(),
            **({"started_at": Now()} if first else {}),
        )
        head.refresh_from_db()
        again = "" if head.attempt == 1 else f", try {head.attempt} of {settings.JOB_ATTEMPTS}"
        progress(head, 0.05, f"{WORDS[ActionRun.Action(head.action)]}{again}")
    return head


def _share_is_used(owner_id: int) -> bool:
    share = settings.QUOTA_RUNNING * max(1, int(settings.THROTTLE_FACTOR))
    return ActionRun.objects.filter(owner_id=owner_id, state=STATE.RUNNING).count() >= share


def progress(run: ActionRun, share: float, message: str) -> None:
    """Tell the chat how far a run is."""
    events.append(
        run.chat_id,
        events.PROGRESS,
        runpod_id=str(run.pk),
        action=run.action,
        provider=run.provider,
        attempt=run.attempt,
        progress=round(min(max(share, 0.0), 1.0), 4),
        message=message[:300],
    )


@contextmanager
def held(run: ActionRun) -> Iterator[ActionRun]:
    """The run's row, locked with its chat's, in a transaction, while this attempt still owns it; else LeaseLost."""
    with transaction.atomic():
        found = _locked(run.pk, run.chat_id)
        if found is None or found.attempt != run.attempt or found.state != STATE.RUNNING:
            raise LeaseLost
        yield found


def _locked(run_id: UUID, chat_id: UUID) -> ActionRun | None:
    if not Chat.objects.select_for_update().filter(pk=chat_id).exists():
        return None
    return ActionRun.objects.select_for_update().filter(pk=run_id).first()


@contextmanager
def rendering(run_id: UUID, chat_id: UUID) -> Iterator[ActionRun | None]:
    """The row of a run that waits for its job, locked, or None where it waits no more."""
    with transaction.atomic():
        found = _locked(run_id, chat_id)
        yield found if found is not None and found.state == STATE.RENDERING else None


class Keeper(keeping.Keeper):
    """Keeps the lease of an attempt at an action."""

    what: ClassVar[str] = "action"


def requeue(run: ActionRun, reason: str) -> None:
    """Give a locked running run back: to the queue while tries are left, else failed with the reason."""
    if run.attempt >= settings.JOB_ATTEMPTS:
        fail(run, "worker_lost", f"{reason} It was tried {run.attempt} times. Ask again in a few minutes.")
        return
    _back_to_queue(run)
    progress(run, 0.0, f"{reason} It is tried again.")


def ask_again(run: ActionRun, reason: str) -> None:
    """Put a locked run back because its source did not render: the provider corrects it with the reason."""
    run.journal = {
        **run.journal,
        "corrections": [*run.journal.get("corrections", []), {"source": run.output.get("scad", ""), "reason": reason}],
        "provider": {},
    }
    run.output, run.job, run.attempt = {}, None, 0
    run.save(update_fields=["journal", "output", "job", "attempt"])
    _back_to_queue(run)
    progress(run, 0.5, f"The source did not render: {reason} It is corrected.")


def _back_to_queue(run: ActionRun) -> None:
    run.state, run.lease_until, run.worker = STATE.QUEUED, None, ""
    run.save(update_fields=["state", "lease_until", "worker"])
    ring(run)


def render(run: ActionRun, message: str) -> None:
    """A locked run has its source and its job; it ends with the job."""
    run.state, run.lease_until, run.worker = STATE.RENDERING, None, ""
    run.save(update_fields=["state", "lease_until", "worker", "job", "output", "journal"])
    progress(run, 0.5, message)
    _ring_next(run)


def complete(run: ActionRun, *, content: str, output: dict[str, Any], tokens: int | None = None) -> None:
    """End a locked run with the assistant's message: its one row for this run, whatever the attempt."""
    number = next_number(run.chat_id)
    message = Message.objects.create(
        id=uuid7(),
        chat_id=run.chat_id,
        run=run,
        number=number,
        role=Message.Role.ASSISTANT,
        content=content,
        tokens=tokens,
        metadata={"action": run.action, "provider": run.provider},
    )
    _end(run, STATE.COMPLETED, output=output)
    events.append(
        run.chat_id,
        events.COMPLETED,
        messages=1,
        runpod_id=str(run.pk),
        action=run.action,
        provider=run.provider,
        message=events.told(message),
        output=output,
    )


def fail(run: ActionRun, code: str, sentence: str) -> None:
    """End a locked run with its reason."""
    _end(run, STATE.FAILED, error_code=code[:40], error_message=sentence)
    events.append(
        run.chat_id,
        events.FAILED,
        runpod_id=str(run.pk),
        action=run.action,
        provider=run.provider,
        error=sentence,
        code=run.error_code,
        output=run.output,
    )


def next_number(chat_id: UUID) -> int:
    """The number of the next message of a chat whose row the caller holds locked; the event of it keeps count."""
    return int(Chat.objects.values_list("last_message", flat=True).get(pk=chat_id)) + 1


def _end(run: ActionRun, state: ActionRun.State, **fields: Any) -> None:
    """In one statement: changed twice in a transaction, the row's job would be locked against the order of locks."""
    ActionRun.objects.filter(pk=run.pk).update(state=state, finished_at=Now(), lease_until=None, worker="", **fields)
    run.refresh_from_db(fields=["state", "finished_at", "lease_until", "worker", *fields])
    _ring_next(run)


def _startable() -> QuerySet[ActionRun]:
    """Queued runs in whose chat nothing is at work, the oldest first."""
    at_work = ActionRun.objects.filter(chat=OuterRef("chat"), state__in=[STATE.RUNNING, STATE.RENDERING])
    return ActionRun.objects.filter(state=STATE.QUEUED).exclude(Exists(at_work)).order_by("id")


def _ring_next(done: ActionRun) -> None:
    """A chat or a share became free: wake the oldest run of this person that could start now."""
    following = _startable().filter(owner_id=done.owner_id).first()
    if following is not None:
        ring(following)


def reap() -> None:
    """Take up what dead workers left, ring again where a bell was lost, and end runs whose job is over (a duty)."""
    dead = Q(state=STATE.RUNNING, lease_until__lt=Now())
    found = ActionRun.objects.filter(dead).order_by("lease_until", "id").values_list("pk", "chat_id")
    for run_id, chat_id in found[:100]:
        with transaction.atomic():
            run = _locked(run_id, chat_id)
            if run is not None and ActionRun.objects.filter(dead, pk=run_id).exists():
                log.warning("action_lease_ran_out", run=str(run.pk), attempt=run.attempt, worker=run.worker)
                requeue(run, "The worker stopped in the middle.")
    unheard = Now() - timedelta(seconds=settings.LEASE_SECONDS)
    with transaction.atomic():
        for run in _startable().filter(queued_at__lt=unheard)[:20]:
            ring(run)
