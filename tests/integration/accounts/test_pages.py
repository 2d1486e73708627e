"""Signing up, confirming, resetting: the pages and the mails they send."""

import email
import email.policy
import re
from pathlib import Path

import pytest
from django.core import mail as outbox_of_mails
from django.test import Client

from accounts import tasks
from accounts.models import User
from nexus.foundation.outbox import OutboxMessage
from tests import make

pytestmark = pytest.mark.django_db

SIGNUP = {"email": "ida@example.com", "username": "ida", "display_name": "Ida Lund", "password1": make.PASSWORD}
HANDLERS = {
    "person.registered": tasks.send_confirmation,
    "person.registered_again": tasks.send_known,
    "person.confirmed": tasks.send_welcome,
}


def work() -> None:
    """What the relay and a worker would do."""
    for message in OutboxMessage.objects.filter(relayed_at=None, fact__in=HANDLERS).order_by("pk"):
        HANDLERS[message.fact](**message.ids)
        OutboxMessage.objects.filter(pk=message.pk).update(relayed_at=message.created_at)


def mails() -> list:
    return outbox_of_mails.outbox


def link(message) -> str:
    return re.search(r"http://testserver(/accounts/\S+)", message.body).group(1)


def test_signing_up_sends_one_mail_and_signs_nobody_in(client: Client):
    answer = client.post("/accounts/signup/", SIGNUP)
    work()

    assert answer.status_code == 302
    user = User.objects.get(email="ida@example.com")
    assert (user.username, user.display_name, user.marketing_consent) == ("ida", "Ida Lund", False)
    assert "_auth_user_id" not in client.session
    assert [message.subject for message in mails()] == ["Confirm your e-mail address"]
    assert mails()[0].alternatives[0].mimetype == "text/html"


def test_opening_the_link_confirms_nothing_and_the_button_does(client: Client):
    client.post("/accounts/signup/", SIGNUP)
    work()
    path = link(mails()[0])

    assert client.get(path).status_code == 200
    user = User.objects.get(email="ida@example.com")
    assert not user.emailaddress_set.get().verified

    client.post(path)
    work()

    assert user.emailaddress_set.get().verified
    assert client.session["_auth_user_id"] == str(user.pk)
    assert [message.subject for message in mails()][1:] == ["Welcome to Nexus"]


def test_signing_in_before_the_confirmation_sends_the_same_mail_again(client: Client):
    make.person("ida", email="ida@example.com", confirmed=False)

    client.post("/accounts/login/", {"login": "ida", "password": make.PASSWORD})

    assert "_auth_user_id" not in client.session
    assert [message.subject for message in mails()] == ["Confirm your e-mail address"]


def test_a_taken_address_is_not_told_on_the_page_but_by_mail(client: Client):
    make.person("ida", email="ida@example.com")

    new = client.post("/accounts/signup/", {**SIGNUP, "username": "new-one", "email": "new@example.com"})
    taken = Client().post("/accounts/signup/", {**SIGNUP, "username": "other"})
    work()

    assert (taken.status_code, taken["Location"]) == (new.status_code, new["Location"])
    told = {message.to[0]: message.subject for message in mails() if "Welcome" not in message.subject}
    assert told["ida@example.com"] == "You already have a Nexus account"
    assert User.objects.filter(email="ida@example.com").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("password1", "password123"), ("username", "a b"), ("username", "admin"), ("email", "no address")],
)
def test_a_wrong_field_of_the_form_is_told(client: Client, field: str, value: str):
    answer = client.post("/accounts/signup/", {**SIGNUP, field: value})

    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not User.objects.filter(email="ida@example.com").exists()


def test_a_forgotten_password_is_reset_by_mail_and_ends_the_tokens(client: Client):
    user = make.person("ida", email="ida@example.com")
    from accounts.services import tokens

    token = make.bearer(user)
    client.post("/accounts/password/reset/", {"email": "ida@example.com"})
    page = client.get(link(mails()[-1]), follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "another-horse-8", "password2": "another-horse-8"})

    assert User.objects.get(pk=user.pk).check_password("another-horse-8")
    assert tokens.person_for(token) is None
    assert mails()[-1].subject == "Your Nexus account was changed"


def test_asking_for_an_unknown_address_looks_the_same(client: Client):
    make.person("ida", email="ida@example.com")

    known = client.post("/accounts/password/reset/", {"email": "ida@example.com"})
    unknown = Client().post("/accounts/password/reset/", {"email": "nobody@example.com"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert mails()[-1].subject == "There is no account with this address"


def test_a_new_address_counts_from_its_confirmation(client: Client):
    user = make.person("ida", email="ida@example.com")
    client.force_login(user)

    asked = client.post("/accounts/email/", {"action_add": "", "email": "new@example.com"})
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": make.PASSWORD})
    client.post("/accounts/email/", {"action_add": "", "email": "new@example.com"})
    assert User.objects.get(pk=user.pk).email == "ida@example.com"
    client.post(link(mails()[-1]))

    assert mails()[0].subject == "Confirm your new e-mail address"
    assert User.objects.get(pk=user.pk).email == "new@example.com"
    assert [message.to for message in mails()][-1] == ["ida@example.com"]


def test_settings_are_ones_own(client: Client):
    assert client.get("/settings/")["Location"].startswith("/accounts/login/")

    user = make.person("ida")
    client.force_login(user)
    page = client.get("/settings/")
    assert page.status_code == 200
    answer = client.post("/settings/", {"display_name": "Ida L.", "bio": "Chairs", "language": "en"})

    assert answer["Location"] == "/settings/"
    assert User.objects.get(pk=user.pk).display_name == "Ida L."


def test_a_wrong_profile_is_shown_again_with_its_error(client: Client):
    client.force_login(make.person("ida"))

    answer = client.post("/settings/", {"display_name": "x" * 81, "bio": "", "language": "en"})

    assert answer.status_code == 400
    assert "display_name" in answer.context["form"].errors


def test_staff_see_people_in_the_console_and_change_none(client: Client):
    client.force_login(make.superuser())
    user = make.person("ida")

    assert client.get("/admin/accounts/user/").status_code == 200
    assert client.get(f"/admin/accounts/user/{user.pk}/change/").status_code == 200
    assert client.post(f"/admin/accounts/user/{user.pk}/change/", {"username": "other"}).status_code == 403


def test_the_console_sends_to_the_sites_own_page_for_a_new_password(client: Client):
    root = make.superuser()
    client.force_login(root)
    form = {"old_password": make.PASSWORD, "new_password1": "another-horse-8", "new_password2": "another-horse-8"}

    assert client.post("/admin/password_change/", form)["Location"] == "/accounts/password/change/"
    assert User.objects.get(pk=root.pk).check_password(make.PASSWORD)


def test_every_mail_folder_is_whole():
    root = Path("templates/mail")
    folders = [folder for folder in root.iterdir() if folder.is_dir() and any(folder.iterdir())]

    assert folders
    for folder in folders:
        assert {path.name for path in folder.iterdir()} >= {"subject.txt", "body.txt", "body.html"}, folder


def test_mails_in_the_folder_are_readable(client: Client, settings):
    settings.EMAIL_BACKEND = "nexus.foundation.mailbox.FolderBackend"
    client.post("/accounts/signup/", SIGNUP)
    work()

    [path] = Path(settings.MAIL_FOLDER).glob("*.eml")
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert message["To"] == "ida@example.com"
    assert "/accounts/confirm-email/" in message.get_body(("plain",)).get_content()
