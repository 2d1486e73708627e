"""Sessions of people without an account, where several ask at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from generation import guest_sessions, inputs
from generation.models import GuestSession, Job
from nexus.foundation.errors import NotFound
from nexus.foundation.storage import files
from tests import make

SAME = 6


@pytest.fixture(autouse=True)
def no_gate(monkeypatch, tmp_path):
    """The gate has its own tests; here a picture is what was sent."""

    def take(data: bytes, *, filename: str):
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}-{filename}"
        path.write_bytes(data)
        return files.put(path, filename=filename, is_open=True)

    monkeypatch.setattr(inputs, "take_picture", take)


def asked(session: GuestSession, filename: str = "sofa.jpg") -> str:
    return guest_sessions.ask_for_furniture(session.pk, by=None, data=b"picture", filename=filename)[1]


@pytest.mark.usefixtures("fresh_database")
def test_pictures_of_one_name_sent_at_once_all_get_names_of_their_own():
    session = guest_sessions.begin_session()

    def send(_number: int) -> str:
        try:
            return asked(session)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(SAME) as threads:
        names = set(threads.map(send, range(SAME)))

    assert names == {"sofa.jpg", *(f"sofa_{number}.jpg" for number in range(2, SAME + 1))}
    connection.close()


@pytest.mark.django_db
def test_ending_old_sessions_leaves_what_is_claimed_and_what_is_young():
    old, young, claimed = (guest_sessions.begin_session() for _ in range(3))
    for session in (old, young, claimed):
        asked(session)
    guest_sessions.claim_session(claimed.pk, by=make.person())
    GuestSession.objects.exclude(pk=young.pk).update(created_at=timezone.now() - timedelta(days=8))
    guest_sessions.end_old_sessions()
    guest_sessions.end_old_sessions()  # a duty may run twice

    assert set(GuestSession.objects.values_list("pk", flat=True)) == {young.pk, claimed.pk}
    assert {job.group_key for job in Job.objects.all()} == {f"furniture:{young.pk}", f"furniture:{claimed.pk}"}
    with pytest.raises(NotFound):
        guest_sessions.session_seen_by_id(old.pk)
