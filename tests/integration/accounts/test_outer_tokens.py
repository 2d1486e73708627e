"""Tokens of outer issuers: what is trusted, whom they stand for, and how rarely their keys are asked for."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import OuterIdentity, User
from accounts.services import bans, outer_keys, outer_tokens
from nexus.foundation import issuers
from tests import make
from tests.fakes.oidc import Issuer

pytestmark = pytest.mark.django_db


def asks(token: str, path: str = "/api/v1/me") -> int:
    return Client().get(path, headers={"Authorization": f"Bearer {token}"}).status_code


def forget_minute(issuer: Issuer) -> None:
    """The minute in which keys are not asked for again is over."""
    outer_keys.shared.delete(outer_keys._name(issuers.read(issuer.setting)[0], "turn"))


@pytest.mark.parametrize("kid", ["r1", "e1"])
def test_a_good_token_opens_every_contract_and_makes_one_person(issuer: Issuer, kid: str) -> None:
    token = issuer.token(kid=kid)

    assert asks(token) == 200
    assert asks(token, "/api/3d/me") == 200
    assert asks(token, "/3d/models") == 200
    assert asks(token, "/api/models") == 200
    person = User.objects.get(outer_identities__subject="user_1")
    assert (person.email, person.display_name, person.has_usable_password()) == ("ida@example.org", "Ida Lund", False)
    assert EmailAddress.objects.filter(user=person, email=person.email, verified=True).count() == 1
    assert (person.is_staff, person.is_superuser) == (False, False)
    assert issuer.fetches == 1


def test_sync_user_makes_the_person(issuer: Issuer) -> None:
    header = {"Authorization": f"Bearer {issuer.token()}"}

    told = Client().post("/api/3d/sync-user", headers=header).json()

    person = User.objects.get()
    assert told == {
        "success": True,
        "user": {"id": str(person.public_id), "email": "ida@example.org", "firstName": "Ida", "lastName": "Lund"},
    }
    assert Client().post("/api/3d/sync-user/", headers=header).json() == told


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "somebody-else"},
        {"aud": None},
        {"iss": "https://elsewhere.example"},
        {"exp": 1},
        {"exp": None},
        {"nbf": 4_102_444_800},  # the year 2100
        {"sub": None},
        {"sub": "x" * 256},
        {"kid": "r2", "shown_kid": "r1"},
        {"kid": "e1", "shown_kid": "r1"},
    ],
    ids=lambda wrong: str(wrong)[:60],
)
def test_a_wrong_token_opens_nothing_and_makes_nobody(issuer: Issuer, wrong: dict) -> None:
    assert asks(issuer.token(**wrong)) == 401
    assert not User.objects.exists()
    assert asks(issuer.token()) == 200, "the control: the same token without the fault"


def test_what_is_not_signed_by_the_issuer_is_nothing(issuer: Issuer) -> None:
    issuer.kids = ["r1", "oct"]
    good = issuer.token()
    head, body, mark = good.split(".")
    forged = [
        issuer.unsigned("none"),
        issuer.unsigned("None"),
        issuer.signed_with_the_public_key(),
        f"{head}.{issuer.token(sub='admin').split('.')[1]}.{mark}",
        f"{head}.{body}.",
        "a.b.c",
        f"{good}.{good}",
        good + "x" * outer_tokens.MOST,
    ]

    assert [asks(token) for token in forged] == [401] * len(forged)
    assert not User.objects.exists()
    assert asks(good) == 200


def test_a_storm_of_unknown_keys_asks_once_a_minute(issuer: Issuer) -> None:
    for number in range(20):
        assert asks(issuer.token(shown_kid=f"nobody-{number}")) == 401
    assert issuer.fetches == 1
    assert asks(issuer.token()) == 200
    assert issuer.fetches == 1

    forget_minute(issuer)
    assert asks(issuer.token(shown_kid="nobody")) == 401
    assert issuer.fetches == 2


def test_a_new_key_is_found_and_an_old_one_ends(issuer: Issuer) -> None:
    assert asks(issuer.token()) == 200
    issuer.kids = ["r2"]
    forget_minute(issuer)

    assert asks(issuer.token(kid="r2")) == 200
    assert asks(issuer.token(kid="r1")) == 401
    assert issuer.fetches == 2


def test_known_keys_serve_while_the_issuer_is_down(issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asks(issuer.token()) == 200
    issuer.down = True
    forget_minute(issuer)
    monkeypatch.setattr(outer_keys, "FRESH", -1)

    assert asks(issuer.token()) == 200
    assert asks(issuer.token(kid="r2")) == 401


def test_a_confirmed_address_joins_and_nothing_less_does(issuer: Issuer) -> None:
    ida = make.person("ida", email="ida@example.org")

    assert asks(issuer.token(sub="unsure", email_verified=False)) == 200
    other = User.objects.exclude(pk=ida.pk).get()
    assert other.email.endswith("@outer.invalid")
    assert asks(issuer.token()) == 200
    assert OuterIdentity.objects.get(subject="user_1").user == ida


def test_an_address_that_nobody_confirmed_here_is_not_joined(issuer: Issuer) -> None:
    squatter = make.person("ida", email="ida@example.org", confirmed=False)

    answer = Client().get("/api/v1/me", headers={"Authorization": f"Bearer {issuer.token()}"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "email_unconfirmed")
    assert not OuterIdentity.objects.filter(user=squatter).exists()


def test_staff_are_nobody_elses_to_vouch_for(issuer: Issuer) -> None:
    make.superuser()
    User.objects.update(email="ida@example.org")
    EmailAddress.objects.update(email="ida@example.org")
    refused = Client().get("/api/v1/me", headers={"Authorization": f"Bearer {issuer.token()}"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "staff_sign_in_here")

    claimed = issuer.token(sub="user_2", email="eve@example.org", is_staff=True, roles=["superuser"])
    assert asks(claimed) == 200
    eve = User.objects.get(email="eve@example.org")
    assert (eve.is_staff, eve.is_superuser) == (False, False)
    User.objects.filter(pk=eve.pk).update(is_staff=True)
    assert asks(claimed) == 403


def test_a_banned_person_is_shut_out(issuer: Issuer) -> None:
    token = issuer.token()
    assert asks(token) == 200
    bans.ban(User.objects.get().pk, by=make.staff("moderator"), reason="Spam.")

    assert asks(token) == 401


def test_without_issuers_nothing_is_asked(issuer: Issuer, settings) -> None:
    settings.OIDC_ISSUERS = ()

    assert asks(issuer.token()) == 401
    assert issuer.fetches == 0
