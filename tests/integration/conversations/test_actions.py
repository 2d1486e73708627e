"""Actions and chats under workers that come, go and race: leases, order, numbers, locks."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from conversations import actions, lease, selectors, studio_page
from conversations.models import ActionRun, Chat, ChatEvent, Message, Session
from conversations.services import messages, sessions
from generation.models import Job
from nexus.foundation.errors import NexusError
from nexus.foundation.keeping import LeaseLost
from nexus.foundation.outbox import OutboxMessage
from tests import make


@pytest.fixture(autouse=True)
def scripted(monkeypatch):
    return make.answering(monkeypatch)


@pytest.fixture
def chat(db):
    return make.chat(make.person())


def lost(run: ActionRun) -> None:
    """Its worker died a while ago."""
    ActionRun.objects.filter(pk=run.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_run_whose_worker_died_is_taken_up_again(chat):
    run = make.action(chat)
    taken = lease.take("one", run.pk)
    assert lease.take("two", run.pk) is None
    lease.reap()
    assert ActionRun.objects.get().state == "running"

    lost(run)
    lease.reap()
    again = lease.take("two", run.pk)

    assert (taken.attempt, again.attempt) == (1, 2)
    assert again.worker == "two"


def test_a_worker_that_lost_its_run_writes_nothing(chat):
    run = make.action(chat)
    old = lease.take("one", run.pk)
    lost(run)
    lease.reap()
    lease.take("two", run.pk)

    with pytest.raises(LeaseLost), lease.held(old) as held:
        lease.complete(held, content="Too late", output={})
    assert not Message.objects.filter(role="assistant").exists()


def test_a_poisonous_run_stops_after_three_attempts(chat, settings):
    run = make.action(chat)
    for _ in range(settings.JOB_ATTEMPTS):
        assert lease.take("one", run.pk) is not None
        lost(run)
        lease.reap()
    run.refresh_from_db()

    assert (run.state, run.error_code) == ("failed", "worker_lost")
    assert ChatEvent.objects.order_by("number").last().type == "runpod.failed"


def test_the_database_refuses_a_second_answer_of_a_run(chat):
    run = make.acted(make.action(chat))

    with pytest.raises(IntegrityError), transaction.atomic():
        messages.append(chat, role="assistant", content="Again", run_id=run.pk)


def test_the_database_refuses_two_runs_at_work_in_a_chat(chat):
    first, second = make.action(chat), make.action(chat)
    lease.take("one", first.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        ActionRun.objects.filter(pk=second.pk).update(state="running", lease_until=timezone.now())


def test_the_next_action_of_a_chat_is_rung_for_when_the_first_has_ended(chat):
    first, second = make.action(chat), make.action(chat)
    OutboxMessage.objects.all().delete()
    make.acted(first)

    assert [row.ids for row in OutboxMessage.objects.filter(fact="action.queued")] == [{"run": str(second.pk)}]


def test_nobody_has_more_than_their_share_at_work(chat, settings):
    settings.QUOTA_RUNNING, settings.THROTTLE_FACTOR = 1, 1.0
    other = make.chat(chat.session.owner, inside=chat.session)
    first, second = make.action(chat), make.action(other)
    lease.take("one", first.pk)
    assert lease.take("two", second.pk) is None

    OutboxMessage.objects.all().delete()
    with lease.held(ActionRun.objects.get(pk=first.pk)) as held:
        lease.complete(held, content="Done", output={})
    assert OutboxMessage.objects.get(fact="action.queued").ids == {"run": str(second.pk)}
    assert lease.take("two", second.pk) is not None


def test_a_quick_worker_takes_no_action_that_waits_for_a_provider(chat):
    slow, quick = make.action(chat), make.action(chat)
    ActionRun.objects.filter(pk=slow.pk).update(provider="runpod")
    OutboxMessage.objects.all().delete()

    assert lease.take("one", quick.pk) is None
    assert OutboxMessage.objects.get().fact == "remote_action.queued"
    assert lease.take("two", slow.pk).pk == slow.pk


def test_a_bell_that_was_lost_is_rung_again(chat, settings):
    run = make.action(chat)
    OutboxMessage.objects.all().delete()
    lease.reap()
    assert not OutboxMessage.objects.exists()

    ActionRun.objects.update(queued_at=timezone.now() - timedelta(seconds=settings.LEASE_SECONDS + 1))
    lease.reap()
    assert OutboxMessage.objects.get().ids == {"run": str(run.pk)}


def test_a_fault_of_ours_is_logged_and_tried_again(chat, monkeypatch):
    def crash(ask):
        raise KeyError("model_type")

    make.answering(monkeypatch, crash)
    run = make.acted(make.action(chat))

    assert run.state == "queued"
    assert "our fault" in ChatEvent.objects.order_by("number").last().body["message"]


def test_progress_is_told_when_it_is_new(chat, monkeypatch):
    monkeypatch.setattr(actions, "PROGRESS_EVERY", 0.0)

    def answer(ask):
        for share in (0.0, 0.01, 0.02, 0.5, 0.51):
            ask.report(share, "Waiting")
        ask.report(0.51, "Working")
        return make.as_box(ask)

    make.answering(monkeypatch, answer)
    make.acted(make.action(chat))
    told = [
        body["message"]
        for body in ChatEvent.objects.filter(type="runpod.progress").order_by("number").values_list("body", flat=True)
    ]

    assert told == ["Reading what you want", "Waiting", "Waiting", "Working"]


def test_deleting_a_chat_in_the_middle_ends_the_work_without_a_trace(chat, monkeypatch):
    def answer(ask):
        sessions.delete_chat(chat.pk, by=chat.session.owner)
        return make.as_box(ask)

    make.answering(monkeypatch, answer)
    run = make.action(chat)
    actions.work("one", run.pk, keeper_of=make.Unwatched)

    assert (Chat.objects.count(), ActionRun.objects.count(), Message.objects.count()) == (0, 0, 0)


def test_the_pages_rows(chat, django_assert_num_queries):
    owner = chat.session.owner
    run = make.acted(make.action(chat, "a box"))
    waiting = make.action(chat, "a lid")
    make.job(owner, "a red ball", group_key=chat.session.group_key, start=False)

    with django_assert_num_queries(2):
        [row] = studio_page.session_rows(owner)
    assert (row.id, row.chats, row.jobs) == (chat.session_id, 1, 1)
    assert [found.id for found in studio_page.chat_rows(owner, chat.session_id)] == [chat.pk]
    with django_assert_num_queries(3):
        page = studio_page.chat_page(owner, chat.pk)
    assert [(found.number, found.role, found.run_id) for found in page.messages] == [
        (1, "user", run.pk),
        (2, "assistant", run.pk),
        (3, "user", waiting.pk),
    ]
    assert [found.id for found in page.open_runs] == [waiting.pk]
    assert page.last_event == ChatEvent.objects.filter(chat=chat).count()
    for act in (studio_page.chat_page, selectors.chat_of):
        with pytest.raises(NexusError):
            act(make.person(), chat.pk)


# Races, in threads on a database of their own


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run all of them at the same moment; what each gave or raised."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index: int, act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            results[index] = act()
        except Exception as failure:  # noqa: BLE001 - handed to the test
            results[index] = failure
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index, act)) for index, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.mark.usefixtures("fresh_database")
def test_messages_posted_at_once_are_numbered_without_gap_or_double():
    chat = make.chat(make.person())
    results = at_once(*(lambda number=number: make.message(chat, str(number)) for number in range(12)))

    assert not [found for found in results if isinstance(found, Exception)]
    assert sorted(Message.objects.values_list("number", flat=True)) == list(range(1, 13))
    assert sorted(ChatEvent.objects.values_list("number", flat=True)) == list(range(1, 13))
    by_id = list(Message.objects.order_by("id").values_list("number", flat=True))
    assert by_id == sorted(by_id)


@pytest.mark.usefixtures("fresh_database")
def test_of_eight_workers_one_gets_the_run():
    run = make.action(make.chat(make.person()))
    results = at_once(*(lambda name=name: lease.take(f"worker {name}", run.pk) for name in range(8)))

    assert len([found for found in results if isinstance(found, ActionRun)]) == 1
    assert results.count(None) == 7
    run.refresh_from_db()
    assert run.attempt == 1


@pytest.mark.usefixtures("fresh_database")
def test_a_session_deleted_while_everything_happens_in_it_leaves_nothing():
    """The locks have one order, so nobody waits for each other; whoever comes too late is told so."""
    for _ in range(4):
        owner = make.person()
        chat = make.chat(owner)
        session = chat.session
        runs = [make.action(chat) for _ in range(3)]
        results = at_once(
            lambda session=session, owner=owner: sessions.delete_session(session.pk, by=owner),
            lambda chat=chat: make.message(chat),
            lambda runs=runs: actions.work("one", runs[0].pk),
            lambda chat=chat: make.action(chat),
            lambda session=session, owner=owner: sessions.ask_for_job(session.pk, by=owner, prompt="a red ball"),
            lambda session=session, owner=owner: sessions.make_chat(session.pk, by=owner),
            lease.reap,
        )

        strange = [found for found in results if isinstance(found, Exception) and not isinstance(found, NexusError)]
        assert strange == []
        assert (Session.objects.count(), Chat.objects.count(), ActionRun.objects.count()) == (0, 0, 0)
        assert not Job.objects.filter(group_key=session.group_key).exists()


@pytest.mark.usefixtures("fresh_database")
def test_a_late_answer_of_one_turn_does_not_stand_in_the_journal_of_the_next(scripted):
    run = make.action(make.chat(make.person()))
    late = actions.RunJournal(run)
    late.write(answer={"id": "paid"})
    assert actions.RunJournal(run).read() == {"answer": {"id": "paid"}}
    ActionRun.objects.filter(pk=run.pk).update(journal={"corrections": [{"source": "", "reason": "no"}]})

    with pytest.raises(LeaseLost):
        late.write(answer={"id": "late"})

    run.refresh_from_db()
    assert actions.RunJournal(run).read() == {}
