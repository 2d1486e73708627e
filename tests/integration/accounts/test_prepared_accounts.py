"""An account that somebody prepares for the later owner of an address: nothing of it outlives its holder's arrival."""

import re
from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail as mailed
from django.test import Client

from accounts import tasks
from accounts.models import ApiKey, OuterIdentity, User, WebhookSubscription
from accounts.services import askers, keys, people, tokens, webhooks
from nexus.foundation.errors import NotSignedIn
from nexus.foundation.outbox import OutboxMessage
from tests import make

pytestmark = pytest.mark.django_db

VICTIM = "victim@example.com"
OWN = "my-own-words-9"
HANDLERS = {
    "person.registered": tasks.send_confirmation,
    "person.registered_again": tasks.send_known,
    "person.confirmed": tasks.send_welcome,
    "person.rights_ended": tasks.mail_rights_ended,
}
AWAY = "https://example.com/hook"


def work() -> None:
    for message in OutboxMessage.objects.filter(relayed_at=None, fact__in=HANDLERS).order_by("pk"):
        HANDLERS[message.fact](**message.ids)
        OutboxMessage.objects.filter(pk=message.pk).update(relayed_at=datetime.now(UTC))


def link() -> str:
    return [found for one in mailed.outbox if (found := re.search(r"http://testserver(/accounts/\S+/)\n", one.body))][
        -1
    ].group(1)


def prepared() -> User:
    """What the attacker makes: an account with the victim's address, and everything that could open it later."""
    person = people.register(email=VICTIM, password=make.PASSWORD, username="prepared")
    OuterIdentity.objects.create(issuer="https://issuer.example", subject="attacker", user=person)
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    return person


def reset_by_mail(page: Client, password: str) -> None:
    page.post("/accounts/password/reset/", {"email": VICTIM})
    form = page.get(link(), follow=True)
    page.post(form.request["PATH_INFO"], {"password1": password, "password2": password})


def test_the_first_confirmation_ends_what_opens_the_account_without_its_password() -> None:
    person, page = prepared(), Client()
    work()

    page.post(link())
    work()

    assert not OuterIdentity.objects.filter(user=person).exists()
    assert not Authenticator.objects.filter(user=person).exists()
    told = [one for one in mailed.outbox if one.subject == "Your Nexus account was changed"]
    assert [one.to for one in told] == [[VICTIM]]
    assert "second factors" in told[0].body


def test_a_program_that_registered_goes_on_with_its_token_after_the_confirmation() -> None:
    person, page = people.register(email="ida@example.com", password=make.PASSWORD, username="ida"), Client()
    token = make.bearer(person)
    work()

    page.post(link())

    assert tokens.person_for(token) == person


def test_a_later_confirmation_ends_nothing() -> None:
    person = make.person("ida")
    token = make.bearer(person)
    other = person.emailaddress_set.create(email="new@example.com")

    people.confirm_address(other, confirm=other.set_verified)

    assert tokens.person_for(token) == person


def test_a_victim_who_signs_up_holds_the_account_and_the_attacker_does_not() -> None:
    person = prepared()
    victim = Client()
    victim.post("/accounts/signup/", {"email": VICTIM, "username": "victim", "password1": OWN})
    work()
    victim.post(link())
    work()

    with pytest.raises(NotSignedIn):
        tokens.sign_in("prepared", make.PASSWORD, "203.0.113.7")
    reset_by_mail(victim, OWN)

    assert tokens.sign_in("prepared", OWN, "203.0.113.8").user == person


def test_signing_up_twice_with_the_same_password_changes_nothing() -> None:
    form = {"email": VICTIM, "username": "victim", "password1": OWN}
    Client().post("/accounts/signup/", form)
    Client().post("/accounts/signup/", {**form, "username": "victim-2"})

    assert User.objects.get(email=VICTIM).check_password(OWN)


def test_nobody_takes_the_password_of_a_confirmed_account_by_signing_up() -> None:
    person = make.person("ida", email=VICTIM)

    Client().post("/accounts/signup/", {"email": VICTIM, "username": "other", "password1": OWN})

    assert User.objects.get(pk=person.pk).check_password(make.PASSWORD)


def test_a_reset_by_mail_ends_keys_identities_and_webhooks() -> None:
    person = make.person("ida", email=VICTIM)
    made = keys.make_key(person, name="theirs", scopes=["read"])
    hook = webhooks.subscribe(person, url=AWAY, events=["job.failed"])
    OuterIdentity.objects.create(issuer="https://issuer.example", subject="attacker", user=person)

    reset_by_mail(Client(), OWN)

    assert keys.holder_of(made.secret) is None
    assert not OuterIdentity.objects.filter(user=person).exists()
    hook.refresh_from_db()
    assert not hook.active
    assert "password was set anew" in hook.off_reason
    assert "API keys" in mailed.outbox[-1].body


@pytest.mark.parametrize(("asked", "left"), [({}, 1), ({"end_programs": "on"}, 0)])
def test_a_change_of_the_password_ends_keys_where_it_is_asked_to(asked: dict, left: int) -> None:
    person, page = make.person("ida"), Client()
    keys.make_key(person, name="mine", scopes=["read"])
    webhooks.subscribe(person, url=AWAY, events=["job.failed"])
    page.force_login(person)

    form = {"oldpassword": make.PASSWORD, "password1": OWN, "password2": OWN, **asked}
    page.post("/accounts/password/change/", form)

    assert User.objects.get(pk=person.pk).check_password(OWN)
    assert ApiKey.objects.filter(user=person).count() == left
    assert WebhookSubscription.objects.filter(user=person, active=True).count() == left


def test_a_request_from_before_a_reset_leaves_no_key_behind_it() -> None:
    person = make.person("ida")
    before = User.objects.get(pk=person.pk)  # as the attacker's request read it
    people.set_password(person, OWN, programs=True)

    for act in (
        lambda: keys.make_key(before, name="late", scopes=["read"]),
        lambda: webhooks.subscribe(before, url=AWAY, events=["job.failed"]),
        lambda: tokens.issue(before),
    ):
        with pytest.raises(NotSignedIn):
            act()
    assert not ApiKey.objects.filter(user=person).exists()


def test_control_without_the_guard_the_late_key_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    person = make.person("ida")
    before = User.objects.get(pk=person.pk)
    people.set_password(person, OWN, programs=True)
    monkeypatch.setattr(askers, "asker_for_change", lambda asker: asker)

    keys.make_key(before, name="late", scopes=["read"])

    assert ApiKey.objects.filter(user=person).exists()


def test_a_second_address_is_confirmed_by_its_signed_in_holder_alone() -> None:
    attacker, page = make.person("mallory"), Client()
    other = attacker.emailaddress_set.create(email=VICTIM)
    from accounts.services import mails

    mails.confirm_address(other)
    answer = page.post(link())

    assert answer["Location"].startswith("/accounts/login/?next=")
    other.refresh_from_db()
    assert not other.verified


def test_the_confirmation_mail_holds_no_word_of_who_registered() -> None:
    people.register(email=VICTIM, password=make.PASSWORD, display_name="Win a prize at evil.example")
    work()

    [sent] = mailed.outbox
    assert "evil.example" not in sent.body + str(sent.alternatives[0].content)


def test_a_reset_link_leads_to_our_address_whatever_host_was_asked(settings) -> None:
    make.person("ida", email=VICTIM)
    settings.ALLOWED_HOSTS = ["*"]

    Client().post("/accounts/password/reset/", {"email": VICTIM}, headers={"host": "evil.example"})

    assert "evil.example" not in mailed.outbox[-1].body
    assert "http://testserver/accounts/password/reset/key/" in mailed.outbox[-1].body
