"""Taking one's data along and leaving: nothing of a person is left but what the law asks, and that names nobody."""

import json
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import DELETED, DataExport, Notification, User
from accounts.services import bans, exports, held_names, keys, notifications, people, tokens, webhooks
from conversations.models import Message
from generation.models import Asset
from marketplace.campaigns.models import CampaignMail, MailBlock
from marketplace.catalog.models import Listing, Review, SearchDoc
from marketplace.catalog.selectors.visibility import can_download
from marketplace.catalog.services import follows, saved_searches
from marketplace.catalog.services.people import like
from marketplace.transactions import invariants
from marketplace.transactions.models import JournalLine, Order
from marketplace.transactions.services import orders
from nexus import privacy
from nexus.foundation.audit import AuditRow
from nexus.foundation.errors import Conflict, Invalid, NotAllowed, TooMany
from nexus.foundation.outbox import OutboxMessage
from nexus.foundation.storage import files
from nexus.foundation.storage.models import StoredFile
from tests import make
from tests.makers.trust import report
from tests.makers.window import campaign

pytestmark = pytest.mark.django_db
WORDS = {"password": make.PASSWORD}


def leave(user: User) -> User:
    """The page's act, and what the worker does after it."""
    privacy.delete_account(user.pk, password=make.PASSWORD, username=user.username)
    privacy.forget_person(person=user.pk)
    return User.objects.get(pk=user.pk)


def pointing_at_people() -> Iterator[tuple[str, type[models.Model], str]]:
    """Every column of every table that names a person."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey) and field.related_model is User:
                yield f"{model._meta.label}.{field.name}", model, field.name


def unnamed(names: set[str]) -> set[str]:
    rooms = privacy.ROOMS.values()
    return names - {name for room in rooms for name in (*room.GOES, *room.STAYS)}


def test_every_table_that_names_a_person_goes_or_stays_with_a_reason() -> None:
    found = {name for name, _, _ in pointing_at_people()}
    goes = {name for room in privacy.ROOMS.values() for name in room.GOES}
    stays = {name: reason for room in privacy.ROOMS.values() for name, reason in room.STAYS.items()}

    assert unnamed(found) == set()
    assert unnamed({*found, "marketplace.Wish.person"}) == {"marketplace.Wish.person"}
    assert goes & stays.keys() == set()
    assert (goes | stays.keys()) - found == set(), "named, but no such column"
    assert all(len(reason) > 8 for reason in stays.values())


@pytest.fixture
def rich() -> User:
    """Somebody with something in most tables, and nothing that stands in the way of leaving."""
    user = people.change_profile(make.person("ida", display_name="Ida Lund"), bio="I make chairs.")
    sold, unsold, others = make.listing(seller=user), make.listing(seller=user), make.listing()
    buyer = make.holder(sold)
    make.draft(user, name="A draft")
    make.holder(others, user)
    make.review(others, user, text="Prints well.")
    make.comment(others, user, text="Which nozzle?")
    make.collection(user, others)
    like(others.pk, by=user)
    follows.follow_creator(others.seller.username, by=user)
    follows.follow_creator(user.username, by=buyer)
    saved_searches.save_search(by=user, name="Chairs", query={"q": "chair"})
    with tempfile.NamedTemporaryFile(suffix=".glb") as model:
        model.write(make.glb())
        model.flush()
        made = files.put(Path(model.name), filename="table.glb", is_open=True)
    Asset.objects.create(job=make.job(user), kind="glb", file=made)
    chat = make.chat(user)
    make.message(chat, "A drone of 20 cm")
    keys.make_key(user, name="Bench", scopes=["read"])
    notifications.notify(user.pk, "review", title="A review.", url="/", source="review:1")
    make.bearer(user)
    CampaignMail.objects.create(campaign=campaign(), user=user)
    MailBlock.objects.create(address=user.email, reason="bounced")
    assert Listing.objects.filter(pk=unsold.pk).exists()
    return user


def test_leaving_takes_away_everything_that_goes(rich: User) -> None:
    email, stored = rich.email, StoredFile.objects.count()
    sold = Listing.objects.filter(seller=rich, entitlements__isnull=False).get()
    buyer = sold.entitlements.get().holder

    gone = leave(rich)

    goes = {name for room in privacy.ROOMS.values() for name in room.GOES}
    left = {name for name, model, column in pointing_at_people() if name in goes
            and model._default_manager.filter(**{column: gone}).exists()}  # fmt: skip
    assert left == set()
    assert (gone.is_active, gone.bio, gone.has_usable_password()) == (False, "", False)
    assert gone.name == DELETED
    assert email not in {gone.email, gone.username}
    assert not EmailAddress.objects.filter(email=email).exists()
    assert not MailBlock.objects.filter(address=email).exists()
    assert not Message.objects.exists()
    assert Listing.objects.get(seller=gone) == sold
    sold.refresh_from_db()
    assert sold.state == Listing.State.ARCHIVED
    assert not SearchDoc.objects.filter(listing=sold).exists()
    assert can_download(buyer, sold)
    assert StoredFile.objects.count() < stored
    assert AuditRow.objects.filter(act="user.erase", target=f"user:{gone.pk}").count() == 1


def test_words_stand_without_their_name(rich: User) -> None:
    review = Review.objects.get(author=rich)
    leave(rich)

    page = Client().get(f"/models/{review.listing_id}-{review.listing.slug}/").content.decode()

    assert "Prints well." in page
    assert DELETED in page
    assert "Ida" not in page
    assert rich.username not in page.split("</head>")[1]


def test_every_right_ends_at_once(rich: User) -> None:
    page, token = Client(), make.bearer(rich)
    key = keys.make_key(rich, name="Other", scopes=["read"]).secret
    page.post("/accounts/login/", {"login": rich.username, "password": make.PASSWORD})
    assert page.get("/settings/").status_code == 200
    session = page.session.session_key

    privacy.delete_account(rich.pk, password=make.PASSWORD, username="IDA")

    assert page.get("/settings/").status_code == 302
    assert not Session.objects.filter(session_key=session).exists()
    assert tokens.person_for(token) is None
    assert keys.holder_of(key) is None
    assert webhooks.queue(rich.pk, "job.failed", source="job:1", data={}) == 0
    assert Client().get("/u/ida/").status_code == 404
    with pytest.raises(NotAllowed, match="closed"):
        orders.make_order(rich, items=[(make.for_sale(500).pk, "personal")])


def test_the_name_is_nobodys_for_a_year_and_the_address_is_free() -> None:
    user = make.person("ida", email="ida@example.org")
    leave(user)

    with pytest.raises(Invalid) as refusal:
        make.person("IDA")
    assert refusal.value.at_fields == {"username": [held_names.TAKEN]}
    again = people.register(email="ida@example.org", password=make.PASSWORD)
    assert again.username != "ida"
    held_names.forget_old(now=timezone.now() + held_names.HELD_FOR + timedelta(seconds=1))
    assert make.person("ida").username == "ida"


def test_the_books_stay_and_still_add_up() -> None:
    seller, buyer = make.person(), make.person("ida")
    order = make.bought(make.for_sale(1000, seller=seller), buyer=buyer)
    lines, before = JournalLine.objects.count(), {name: rows for name, rows in invariants.violations().items() if rows}
    Order.objects.filter(pk=order.pk).update(business_name="Lund Chairs")

    leave(buyer)

    assert JournalLine.objects.count() == lines
    assert Order.objects.get(pk=order.pk).business_name == "Lund Chairs"
    assert {name: rows for name, rows in invariants.violations().items() if rows} == before
    receipt = Client()
    receipt.force_login(seller)
    assert "ida" not in receipt.get("/dashboard/").content.decode().split("</head>")[1].lower().replace("initial", "")


@pytest.mark.parametrize("way", ["order", "sale", "balance", "bounty", "work", "case", "staff"])
def test_what_is_open_stands_in_the_way_and_says_what_to_do(way: str) -> None:
    user = make.person()
    match way:
        case "order":
            make.pending_order(make.for_sale(500), buyer=user)
        case "sale":
            make.pending_order(make.for_sale(500, seller=user))
        case "balance":
            user = make.rich_seller(3000)
        case "bounty":
            make.bounty(user)
        case "work":
            make.running(artist=user)
        case "case":
            report(make.listing(seller=user))
        case "staff":
            user = make.staff("moderator")

    with pytest.raises(Conflict) as refusal:
        privacy.delete_account(user.pk, password=make.PASSWORD, username=user.username)

    assert refusal.value.code == "not_yet"
    assert User.objects.get(pk=user.pk).is_active
    page = Client()
    page.force_login(user)
    assert "To be done first" in page.get("/settings/delete/").content.decode()


def test_the_password_and_the_name_are_asked_for_and_guesses_are_counted(settings) -> None:
    settings.THROTTLE_FACTOR = 1
    user, page = make.person("ida"), Client()
    page.force_login(user)

    wrong = page.post("/settings/delete/", {"username": "idda", "password": "guess"})
    text = wrong.content.decode()
    for _ in range(4):
        page.post("/settings/delete/", {"username": "ida", "password": "guess"})
    stopped = page.post("/settings/delete/", {"username": "ida", "password": make.PASSWORD})

    assert wrong.status_code == 400
    assert "This is not your password." in text
    assert "Type your username: ida." in text
    assert 'value="idda"' in text
    assert stopped.status_code == 429
    assert User.objects.get(pk=user.pk).is_active


def test_the_page_deletes_and_signs_out() -> None:
    user, page = make.person("ida"), Client()
    page.force_login(user)

    done = page.post("/settings/delete/", {"username": "ida", **WORDS})

    assert done.status_code == 302
    assert User.objects.get(pk=user.pk).erased_at is not None
    assert page.get("/settings/").status_code == 302
    assert list(OutboxMessage.objects.filter(fact="person.erased").values_list("ids", flat=True)) == [
        {"person": user.pk}
    ]


def test_the_database_refuses_somebody_who_left_with_words() -> None:
    user = leave(make.person())
    for change in ({"bio": "Back."}, {"is_active": True}, {"links": ["https://example.org"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(pk=user.pk).update(**change)


def read(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_zip_has_what_is_ones_own_and_nobody_elses(rich: User, tmp_path: Path) -> None:
    at = timezone.now()
    privacy.write(rich, tmp_path / "a.zip", at=at)
    privacy.write(rich, tmp_path / "b.zip", at=at)
    found = read(tmp_path / "a.zip")
    rows = {name: json.loads(data) for name, data in found.items() if name.endswith(".json")}

    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert rows["accounts/profile.json"][0]["email"] == rich.email
    assert len(rows["marketplace/models.json"]) == 3
    assert [row["text"] for row in rows["marketplace/reviews.json"]] == ["Prints well."]
    assert rows["conversations/messages.json"][0]["content"] == "A drone of 20 cm"
    assert len(rows["generation/jobs.json"]) == 1
    assert any(name.startswith("generation/files/") and name.endswith(".glb") for name in found)
    assert any(name.startswith("marketplace/files/models/") for name in found)
    text = b"".join(data for name, data in found.items() if name.endswith((".json", ".txt"))).decode()
    assert rich.password not in text
    others = User.objects.exclude(pk=rich.pk).values_list("email", flat=True)
    assert [email for email in others if email in text] == []


def test_files_beyond_the_limit_are_named_instead(rich: User, tmp_path: Path) -> None:
    privacy.write(rich, tmp_path / "a.zip", at=timezone.now(), most_bytes=0)

    found = read(tmp_path / "a.zip")

    assert not [name for name in found if "/files/" in name]
    assert json.loads(found["files-left-out.json"])


def test_a_zip_is_asked_for_once_a_day_and_lives_a_week(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    user, now = make.person(), timezone.now()
    made = exports.ask(user)
    with pytest.raises(TooMany):
        exports.ask(user)

    privacy.make_export(export=str(made.pk))
    privacy.make_export(export=str(made.pk))
    privacy.tell_export(export=str(made.pk))
    privacy.tell_export(export=str(made.pk))

    made.refresh_from_db()
    url = exports.path_of(made)
    page, other = Client(), Client()
    page.force_login(user)
    assert Client().get(url)["Location"].startswith("/accounts/login/?next=")
    assert page.get(url)["Location"].startswith("/accounts/reauthenticate/")
    page.post("/accounts/reauthenticate/", {"password": make.PASSWORD})
    other.force_login(make.person())
    other.post("/accounts/reauthenticate/", {"password": make.PASSWORD})
    assert other.get(url).status_code == 404
    answer = page.get(url)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert url in mail.outbox[-1].body
    assert Notification.objects.filter(user=user, kind="account").count() == 1
    assert StoredFile.objects.filter(pk=made.file_id, is_open=False).count() == 1
    assert page.get(url[:-3] + "xx/").status_code == 404
    assert exports.forget_ended(now=now + timedelta(days=6)) == 0
    assert exports.forget_ended(now=now + timedelta(days=8)) == 1
    assert page.get(url).status_code == 404
    assert not StoredFile.objects.filter(pk=made.file_id).exists()


def test_the_holder_of_a_closed_account_takes_their_data_along() -> None:
    user, page = make.person("ida"), Client()
    bans.ban(user.pk, by=make.staff("moderator"), reason="Spam.")
    page.post("/accounts/login/", {"login": "ida", "password": make.PASSWORD})

    assert "/settings/data/" in page.get("/account-closed/").content.decode()
    assert page.post("/settings/data/").status_code == 302
    assert DataExport.objects.filter(user=user).count() == 1
    assert "Being gathered" in page.get("/settings/data/").content.decode()
    assert Client().get("/settings/data/").status_code == 302
