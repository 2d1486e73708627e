"""Workers killed in the middle of an action, and the socket's server in the middle of an answer; with the controls."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from django.db import connection
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from conversations import lease
from conversations.models import ActionRun, ChatEvent, Message
from tests import make
from tests.fakes import runpod
from tests.product import Product, running

pytestmark = [pytest.mark.fault, pytest.mark.timeout(300)]

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = {"model_type": "bracket", "description_natural_language": "An L bracket."}

# A worker process of its own that takes one action; DIE names where it is killed.
WORKER = """
import json, os, signal
import django
django.setup()
from django.conf import settings
from django.db import connections
connections.databases["default"]["NAME"] = os.environ["DATABASE_NAME"]
settings.ENGINE_OPTIONS = {"runpod": json.loads(os.environ["RUNPOD_OPTIONS"])}
from conversations import actions, events, lease

def killed(*args, **options):
    os.kill(os.getpid(), signal.SIGKILL)

if os.environ.get("DIE") == "answered":
    actions._keep_requirements = killed
if os.environ.get("DIE") == "written":
    events.append = lambda chat_id, kind, **body: killed() if kind == events.COMPLETED else 1
actions.work("a worker that may die", os.environ["RUN"])
"""


def work(run: ActionRun, fake: runpod.RunPod, *, die: str = "") -> int:
    options = {"key": runpod.KEY, "endpoint_id": runpod.ENDPOINT, "base": f"{fake.base}/v2", "poll_seconds": 0.05}
    env = {
        **os.environ,
        "DATABASE_NAME": connection.settings_dict["NAME"],
        "RUNPOD_OPTIONS": json.dumps(options),
        "RUN": str(run.pk),
        "DIE": die,
        "NEXUS_LEASE_SECONDS": "1",
        "NEXUS_LEASE_RENEW_SECONDS": "0.3",
    }
    done = subprocess.run([sys.executable, "-c", WORKER], cwd=ROOT, env=env, timeout=60, check=False)
    return done.returncode


@pytest.mark.usefixtures("fresh_database")
@pytest.mark.parametrize("die", ["answered", "written"])
def test_a_worker_killed_between_the_answer_and_our_commit_pays_once_and_answers_once(settings, die: str):
    settings.ENGINE_OPTIONS = {"runpod": {"key": runpod.KEY, "endpoint_id": runpod.ENDPOINT}}
    with runpod.RunPod(answers=[DOCUMENT]) as fake:
        run = make.action(make.chat(make.person()))
        assert work(run, fake, die=die) == -signal.SIGKILL
        run.refresh_from_db()
        assert (run.state, fake.paid) == ("running", 1)
        assert not Message.objects.filter(role="assistant").exists()

        time.sleep(1.2)
        lease.reap()
        assert work(run, fake) == 0
        run.refresh_from_db()

        assert (run.state, run.attempt, fake.paid) == ("completed", 2, 1)
    assert Message.objects.filter(run=run, role="assistant").count() == 1
    numbers = list(ChatEvent.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert ChatEvent.objects.filter(type="runpod.completed").count() == 1


@pytest.mark.usefixtures("fresh_database")
def test_control_without_the_journal_it_is_paid_twice_and_without_the_reaper_it_never_ends(settings):
    settings.ENGINE_OPTIONS = {"runpod": {"key": runpod.KEY, "endpoint_id": runpod.ENDPOINT}}
    with runpod.RunPod(answers=[DOCUMENT]) as fake:
        run = make.action(make.chat(make.person()))
        work(run, fake, die="answered")
        time.sleep(1.2)
        assert work(run, fake) == 0
        run.refresh_from_db()
        assert (run.state, run.attempt) == ("running", 1)  # nobody gave it back

        ActionRun.objects.filter(pk=run.pk).update(journal={})
        lease.reap()
        assert work(run, fake) == 0

        assert fake.paid == 2


class Caller:
    """A person of the running product, with a chat."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.http = httpx.Client(base_url=f"{product.url}/api/v1", timeout=30)
        account = {"email": "ada@example.com", "password": "correct-horse-7"}
        self.post("/auth/register", account)
        self.token = self.post("/auth/login", account)["access_token"]
        self.http.headers["Authorization"] = f"Bearer {self.token}"
        self.chat = self.post("/chats", {"session_id": self.post("/sessions", {})["id"]})["id"]

    def post(self, path: str, body: dict) -> dict:
        answer = self.http.post(path, json=body)
        assert answer.status_code in {200, 201, 202}, answer.text
        return answer.json()

    def socket(self, after: int = 0) -> ClientConnection:
        base = self.product.url.replace("http", "ws", 1)
        return connect(f"{base}/api/v1/chat-socket/{self.chat}?token={self.token}&after={after}", open_timeout=20)


def heard(socket: ClientConnection, *, until: str, seconds: float = 60) -> list[dict]:
    found = [json.loads(socket.recv(timeout=seconds))]
    while found[-1]["type"] != until:
        found.append(json.loads(socket.recv(timeout=seconds)))
    return found


def tell(product: Product, number: signal.Signals, *words: str) -> None:
    pids = product.pids(*words)
    assert pids, f"nobody to tell: {words}"
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def test_a_client_has_every_event_once_though_socket_server_and_workers_die_in_the_middle() -> None:
    settings = {
        "NEXUS_LEASE_SECONDS": "2",
        "NEXUS_LEASE_RENEW_SECONDS": "0.5",
        "NEXUS_REAP_SECONDS": "0.5",
        "NEXUS_RELAY_IDLE_SECONDS": "0.2",
    }
    with running(**settings) as product:
        caller = Caller(product)
        tell(product, signal.SIGSTOP, "celery", "-Q fast")
        with caller.socket() as first:
            payload = {"action": "process_requirements", "content": "a box 80 mm wide, 60 mm deep and 40 mm tall"}
            first.send(json.dumps({"type": "runpod.request", "payload": payload}))
            seen = heard(first, until="runpod.queued")
            tell(product, signal.SIGKILL, "uvicorn")
            with pytest.raises(ConnectionClosed):
                first.recv(timeout=30)
        tell(product, signal.SIGKILL, "celery", "-Q fast")  # the supervisor starts them anew, and the web server too
        product.wait_ready(90)
        with caller.socket(after=seen[-1]["number"]) as second:
            seen += heard(second, until="runpod.completed")
        with caller.socket() as third:
            whole = heard(third, until="runpod.completed")
        with caller.socket(after=10**6) as control, pytest.raises(TimeoutError):
            control.recv(timeout=1)  # who claims to have everything is told nothing

        assert [event["number"] for event in seen] == list(range(1, len(seen) + 1))
        assert seen == whole
        rows = caller.http.get("/messages", params={"chat_id": caller.chat}).json()["results"]
        assert sorted(row["role"] for row in rows) == ["assistant", "user"]
