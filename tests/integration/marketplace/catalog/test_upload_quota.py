"""What one person may keep in the store, and how many of their files may be on their way."""

import threading

import pytest
from django.db import connection

from marketplace.catalog.models import Upload
from marketplace.catalog.services import upload_quota, uploads
from nexus.foundation.errors import TooLarge, TooMany
from tests import make


def began(person, size: int) -> Upload:
    return uploads.begin_parts(by=person, filename="big.glb", size=size)


@pytest.mark.django_db
def test_what_would_be_too_much_in_all_is_refused_and_room_comes_back(settings) -> None:
    settings.QUOTA_STORAGE_BYTES = 1000
    person = make.person()
    first = began(person, 600)

    with pytest.raises(TooLarge) as refused:
        began(person, 401)
    assert refused.value.code == "storage_quota"

    uploads.drop_upload(first.pk, by=person)
    assert began(person, 1000).size == 1000


@pytest.mark.django_db
def test_files_that_are_kept_count_and_refused_ones_do_not(settings) -> None:
    person, data = make.person(), make.glb()
    kept = uploads.receive_upload(None, by=person, filename="box.glb", chunks=[data])
    assert upload_quota.held_bytes(person) == len(data)
    settings.QUOTA_STORAGE_BYTES = len(data)
    with pytest.raises(TooLarge):
        uploads.receive_upload(None, by=person, filename="box.glb", chunks=[data])

    uploads.refuse_upload(kept.pk, "Not wanted.")

    assert upload_quota.held_bytes(person) == 0


@pytest.mark.django_db
def test_an_unconfirmed_account_keeps_little() -> None:
    person = make.person(confirmed=False)
    with pytest.raises(TooLarge, match="Confirm your e-mail address first"):
        began(person, upload_quota.UNCONFIRMED_BYTES + 1)
    for _ in range(upload_quota.OPEN_MOST_UNCONFIRMED):
        began(person, 10)
    with pytest.raises(TooMany):
        began(person, 10)


@pytest.mark.django_db
def test_files_that_are_being_checked_count_as_on_their_way() -> None:
    person, data = make.person(), make.glb()
    for _ in range(upload_quota.OPEN_MOST):
        uploads.receive_upload(None, by=person, filename="box.glb", chunks=[data])

    with pytest.raises(TooMany):
        uploads.receive_upload(None, by=person, filename="box.glb", chunks=[data])
    assert Upload.objects.filter(owner=person).count() == upload_quota.OPEN_MOST


def both_at_once(person) -> int:
    """Two files of 600 bytes begun at the same moment; how many were let in."""
    ready, let_in = threading.Barrier(2), []

    def begin() -> None:
        try:
            ready.wait()
            let_in.append(began(person, 600).pk)
        except TooLarge:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=begin) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return len(let_in)


def test_two_at_once_do_not_both_fit(fresh_database: str, settings) -> None:
    settings.QUOTA_STORAGE_BYTES = 1000

    assert both_at_once(make.person()) == 1


def test_control_without_the_lock_both_fit(fresh_database: str, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.QUOTA_STORAGE_BYTES = 1000
    both_asked, plain = threading.Barrier(2), upload_quota.held_bytes

    def slowly(person) -> int:
        held = plain(person)
        both_asked.wait(10)
        return held

    monkeypatch.setattr(upload_quota, "held_bytes", slowly)
    monkeypatch.setattr(upload_quota.User.objects, "select_for_update", lambda **_: upload_quota.User.objects.all())

    assert both_at_once(make.person()) == 2
