"""What makes lasting rights asks for the password of the last minutes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import ApiKey, TokenFamily, User, WebhookSubscription
from accounts.services import keys
from tests import make
from tests.contracts.api import Api, code

pytestmark = pytest.mark.django_db

KEY = {"name": "mine", "scopes": ["read"], "ends": "90"}
HOOK = {"url": "https://example.com/hook", "events": ["job.failed"]}


@pytest.mark.parametrize(
    ("path", "form"), [("/settings/keys/", KEY), ("/settings/webhooks/", HOOK), ("/settings/data/", {})]
)
def test_a_page_asks_for_the_password_and_then_goes_on(path: str, form: dict) -> None:
    person, page = make.person("ida"), Client()
    page.force_login(person)

    asked = page.post(path, form)
    assert asked["Location"].startswith("/accounts/reauthenticate/?next=")
    made = ApiKey.objects.count() + WebhookSubscription.objects.count() + person.data_exports.count()
    assert made == 0

    page.post(asked["Location"], {"password": make.PASSWORD})
    made = ApiKey.objects.count() + WebhookSubscription.objects.count() + person.data_exports.count()
    assert made == 1


def test_a_sign_in_of_the_last_minutes_is_enough(client: Client) -> None:
    make.person("ida")
    client.post("/accounts/login/", {"login": "ida", "password": make.PASSWORD})

    assert client.post("/settings/keys/", KEY).status_code == 200
    assert ApiKey.objects.count() == 1


def test_an_old_sign_in_is_not_enough(client: Client, settings) -> None:
    make.person("ida")
    client.post("/accounts/login/", {"login": "ida", "password": make.PASSWORD})
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0

    assert client.post("/settings/keys/", KEY).status_code == 302
    assert not ApiKey.objects.exists()


def test_who_has_no_password_sets_one_first(client: Client) -> None:
    person = make.person("ida")
    User.objects.filter(pk=person.pk).update(password="!none")
    client.force_login(User.objects.get(pk=person.pk))

    assert client.post("/settings/keys/", KEY)["Location"] == "/accounts/password/reset/"
    assert not ApiKey.objects.exists()


def test_reading_the_pages_asks_for_nothing(client: Client) -> None:
    client.force_login(make.person("ida"))

    assert {client.get(path).status_code for path in ("/settings/keys/", "/settings/webhooks/", "/settings/data/")} == {
        200
    }


def test_a_program_makes_keys_and_webhooks_with_its_token_however_old_its_sign_in_is() -> None:
    api = Api(make.person("ida"))
    TokenFamily.objects.update(created_at=timezone.now() - timedelta(minutes=16))

    assert api.post("/me/api-keys", {"name": "x", "scopes": ["read"]}).status_code == 201
    hook = api.post("/webhooks", HOOK)
    assert hook.status_code == 201
    assert api.patch(f"/webhooks/{hook.json()['id']}", {"url": "https://example.com/other"}).status_code == 200


def test_a_page_session_makes_no_key_and_no_webhook_through_the_contract(client: Client) -> None:
    client.force_login(make.person("ida"))

    for path, body in (("me/api-keys", {"name": "x", "scopes": ["read"]}), ("webhooks", HOOK)):
        answer = client.post(f"/api/v1/{path}", body, content_type="application/json")
        assert (answer.status_code, code(answer)) == (403, "reauthentication_required")


def test_a_key_redirects_no_payouts_even_of_somebody_without_a_password() -> None:
    person = make.person("ida")
    secret = keys.make_key(person, name="bot", scopes=["payouts"]).secret
    User.objects.filter(pk=person.pk).update(password="!none")

    answer = Api(token=secret).post("/me/payout-account", {"test": True})

    assert (answer.status_code, code(answer)) == (403, "reauthentication_required")
