"""A campaign whose sender is killed again and again: nobody gets it twice, nobody is forgotten. With its control."""

import os
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from smtplib import SMTPDataError
from threading import Barrier

import pytest
import requests
from anymail.exceptions import AnymailAPIError
from django.db import connection, connections
from django.utils import timezone

from marketplace.campaigns.models import Campaign, CampaignMail
from marketplace.campaigns.services import sending
from tests.makers import window

pytestmark = pytest.mark.fault
READERS = 12
# After how many mails of that process, and whether the server already has the one in its hands.
KILLS = [(1, "claimed"), (3, "handed"), (2, "claimed"), (1, "handed")]


def broken_provider() -> AnymailAPIError:
    answer = requests.Response()
    answer.status_code, answer.reason = 500, "Internal Server Error"
    return AnymailAPIError("It broke.", status_code=500, response=answer)


Faults = dict[int, tuple[Exception, bool]]  # at which mail of that process; and whether it was taken all the same
# A provider that breaks, is silent, takes a mail and cuts the line, and one that says "later": only this is certain.
FAULTS: Faults = {
    2: (broken_provider(), False),
    3: (TimeoutError("no answer"), False),
    4: (ConnectionResetError("cut"), True),
    5: (SMTPDataError(451, b"later"), False),
}
IN_DOUBT, TAKEN_IN_DOUBT = 3, 1


class Outbox:
    """A mail server that writes down whom it took a mail for, and may kill its sender before or after that."""

    def __init__(self, place: Path, kill: tuple[int, str] | None = None, faults: Faults | None = None) -> None:
        self.place, self.kill, self.taken, self.faults = place, kill, 0, faults or {}

    def open(self):
        return False

    def close(self):
        pass

    def send_messages(self, messages):
        self.taken += 1
        self._die_at("claimed")
        fault, has_taken = self.faults.get(self.taken, (None, True))
        if fault is not None and not has_taken:
            raise fault
        with self.place.open("a") as file:
            file.write(f"{messages[0].to[0]}\n")
        self._die_at("handed")
        if fault is not None:
            raise fault
        return 1

    def _die_at(self, point: str):
        if self.kill == (self.taken, point):
            os.kill(os.getpid(), signal.SIGKILL)


def got(place: Path) -> Counter[str]:
    return Counter(place.read_text().split())


def send_in_a_process(campaign_id: int, server: Outbox) -> int:
    """The signal that ended a process of its own which sends; 0 where it ended by itself."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            sending.get_connection = lambda: server
            while sending.send_chunk(campaign_id, sleep=lambda _seconds: None):
                pass
        finally:
            os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])


def wait_until_given_up(campaign_id: int) -> None:
    """What was claimed by the dead is ten minutes old by now."""
    CampaignMail.objects.filter(state="claimed").update(claimed_at=timezone.now() - timedelta(minutes=11))
    sending.keep_going()


def check_kills(place: Path, readers: int, kills: list[tuple[int, str]]) -> None:
    """Kill a sender at each point, let another finish, and look at who got what."""
    row = window.going(readers)
    for kill in kills:
        assert send_in_a_process(row.pk, Outbox(place, kill)) == signal.SIGKILL
    assert send_in_a_process(row.pk, Outbox(place, faults=FAULTS)) == 0
    assert CampaignMail.objects.filter(state="waiting", next_try_at__isnull=False).update(next_try_at=None) == 1
    wait_until_given_up(row.pk)
    assert send_in_a_process(row.pk, Outbox(place)) == 0

    unknown = len(kills) + IN_DOUBT
    states = Counter(CampaignMail.objects.values_list("state", flat=True))
    handed = sum(point == "handed" for _number, point in kills)
    assert max(got(place).values()) == 1
    assert states == {"sent": readers - unknown, "unknown": unknown}
    assert len(got(place)) == readers - unknown + handed + TAKEN_IN_DOUBT
    assert Campaign.objects.get().state == "sent"
    print(
        f"S13 readers={readers} kills={len(kills)} faults={len(FAULTS)} twice=0 skipped=0 unknown={unknown} control=twice"
    )


def test_killed_senders_send_nobody_twice_and_forget_nobody(fresh_database, tmp_path):
    check_kills(tmp_path / "sent", READERS, KILLS)


@pytest.mark.proof
@pytest.mark.timeout(900)
def test_ten_kills_in_a_campaign_of_two_thousand_send_nobody_twice_and_forget_nobody(
    fresh_database, tmp_path, settings
):
    settings.MAIL_PER_SECOND = 100
    kills = [(17 + 40 * number, "handed" if number % 2 else "claimed") for number in range(10)]
    check_kills(tmp_path / "sent", 2_000, kills)


def test_control_without_the_claim_a_killed_sender_sends_twice(fresh_database, tmp_path, monkeypatch):
    place, row = tmp_path / "sent", window.going(4)

    def claim(campaign_id):
        waiting = CampaignMail.objects.filter(campaign=campaign_id, state="waiting")
        return waiting.select_related("user").order_by("id").first()

    def decide(reader, state, **_more):
        CampaignMail.objects.filter(pk=reader.pk).update(state=state, claimed_at=timezone.now())

    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER campaign_mail_goes_once ON marketplace_campaignmail")
    monkeypatch.setattr(sending, "_claim", claim)
    monkeypatch.setattr(sending, "_decide", decide)
    assert send_in_a_process(row.pk, Outbox(place, (2, "handed"))) == signal.SIGKILL
    assert send_in_a_process(row.pk, Outbox(place)) == 0

    assert max(got(place).values()) == 2


def test_senders_at_once_send_nobody_twice_even_without_the_lock_that_paces_them(fresh_database, tmp_path, monkeypatch):
    place, row, rivals = tmp_path / "sent", window.going(READERS), 4

    @contextmanager
    def everybody_leads(_campaign_id):
        yield True

    monkeypatch.setattr(sending, "_leading", everybody_leads)
    monkeypatch.setattr(sending, "get_connection", lambda: Outbox(place))
    start = Barrier(rivals)

    def send(_number):
        start.wait(timeout=30)
        try:
            while sending.send_chunk(row.pk, sleep=lambda _seconds: None):
                pass
        finally:
            connections.close_all()

    with ThreadPoolExecutor(rivals) as pool:
        list(pool.map(send, range(rivals)))

    assert (len(got(place)), max(got(place).values())) == (READERS, 1)
    assert Campaign.objects.get().state == "sent"
