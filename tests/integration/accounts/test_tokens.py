"""Opaque tokens: hashed, spent, ended as a family."""

from datetime import timedelta

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.utils import timezone

from accounts.models import TokenFamily, TokenPair, User
from accounts.services import guesses, tokens
from nexus.foundation import limits
from nexus.foundation.errors import NotAllowed, NotSignedIn, TooMany
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def plain_limits(settings):
    settings.THROTTLE_FACTOR = 1.0


def test_only_hashes_are_kept():
    found = tokens.issue(make.person())
    kept = TokenPair.objects.values_list("access_hash", "refresh_hash").get()

    assert found.access not in kept
    assert found.refresh not in kept
    assert tokens.person_for(found.access) == found.user


def test_signing_in_works_by_address_and_by_username_in_any_case():
    user = make.person("ida", email="ida@example.com")

    assert tokens.sign_in("IDA@example.com", make.PASSWORD, "1.2.3.4").user == user
    assert tokens.sign_in("Ida", make.PASSWORD, "1.2.3.4").user == user


@pytest.mark.parametrize("name", ["ida@example.com", "nobody@example.com", "no\x00body", ""])
def test_a_wrong_password_and_an_unknown_name_are_one_answer(name: str):
    make.person("ida", email="ida@example.com")

    with pytest.raises(NotSignedIn) as refused:
        tokens.sign_in(name, "wrong-horse-9", "1.2.3.4")

    assert refused.value.code == "wrong_credentials"


def test_an_unknown_name_costs_a_hash_too(monkeypatch):
    hashed = []
    monkeypatch.setattr(tokens, "make_password", lambda password: hashed.append(password) or "")

    with pytest.raises(NotSignedIn):
        tokens.sign_in("nobody@example.com", "wrong-horse-9", "1.2.3.4")

    assert hashed == ["wrong-horse-9"]


def test_the_sixth_failure_of_one_account_is_limited_from_every_address_of_a_network(plain_limits):
    make.person("ida")
    for number in range(5):
        with pytest.raises(NotSignedIn):
            tokens.sign_in("ida", "wrong-horse-9", f"1.2.3.{number}")

    with pytest.raises(TooMany) as refused:
        tokens.sign_in("ida", make.PASSWORD, "1.2.3.99")

    assert 0 < refused.value.retry_after <= limits.LOGIN_FAILURES.seconds


def test_who_guesses_elsewhere_locks_nobody_out(plain_limits):
    user = make.person("ida")
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            tokens.sign_in("ida", "wrong-horse-9", "1.2.3.4")

    assert tokens.sign_in("ida", make.PASSWORD, "5.6.7.8").user == user


def test_guesses_from_many_networks_are_a_hundred_an_hour_and_its_person_still_comes_in(plain_limits):
    user = make.person("ida")
    page = Client(REMOTE_ADDR="9.9.9.7")
    page.post("/accounts/login/", {"login": "ida", "password": make.PASSWORD})
    for number in range(100):
        with pytest.raises(NotSignedIn):
            tokens.sign_in("ida", "wrong-horse-9", f"1.2.{number}.4")

    with pytest.raises(TooMany):
        tokens.sign_in("ida", make.PASSWORD, "5.6.7.8")
    assert tokens.sign_in("ida", make.PASSWORD, "9.9.9.200").user == user


def test_the_pages_count_the_same_way(plain_limits, settings):
    make.person("ida")
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/300s/key"}
    wrong, right = {"login": "ida", "password": "wrong-horse-9"}, {"login": "ida", "password": make.PASSWORD}
    near, far = Client(REMOTE_ADDR="1.2.3.4"), Client(REMOTE_ADDR="5.6.7.8")
    for _ in range(5):
        near.post("/accounts/login/", wrong)

    assert near.post("/accounts/login/", right).status_code == 200
    assert far.post("/accounts/login/", right).status_code == 302


def test_a_network_is_what_one_customer_holds():
    assert guesses.network("1.2.3.4") == guesses.network("::ffff:1.2.3.99") == "1.2.3.0/24"
    assert guesses.network("2001:db8::1") == guesses.network("2001:db8::ffff") == "2001:db8::/64"
    assert guesses.network("local") == "local"


def test_a_success_forgives_the_failures(plain_limits):
    make.person("ida")
    for number in range(4):
        with pytest.raises(NotSignedIn):
            tokens.sign_in("ida", "wrong-horse-9", f"1.2.3.{number}")
    tokens.sign_in("ida", make.PASSWORD, "1.2.3.4")

    with pytest.raises(NotSignedIn):
        tokens.sign_in("ida", "wrong-horse-9", "1.2.3.5")


def test_one_address_gets_ten_tries_a_minute(plain_limits):
    for number in range(10):
        with pytest.raises(NotSignedIn):
            tokens.sign_in(f"nobody-{number}", "wrong-horse-9", "1.2.3.4")

    with pytest.raises(TooMany):
        tokens.sign_in("nobody-11", "wrong-horse-9", "1.2.3.4")


def test_a_closed_account_is_told_so_only_with_the_right_password():
    user = make.person("ida")
    User.objects.filter(pk=user.pk).update(is_active=False)

    with pytest.raises(NotSignedIn):
        tokens.sign_in("ida", "wrong-horse-9", "1.2.3.4")
    with pytest.raises(NotAllowed) as refused:
        tokens.sign_in("ida", make.PASSWORD, "1.2.3.4")

    assert refused.value.code == "account_banned"


def test_a_closed_account_has_no_tokens_any_more():
    found = tokens.issue(make.person())
    User.objects.filter(pk=found.user.pk).update(is_active=False)

    assert tokens.person_for(found.access) is None
    with pytest.raises(NotSignedIn):
        tokens.refresh(found.refresh)


def test_refreshing_spends_the_old_pair():
    first = tokens.issue(make.person())
    second = tokens.refresh(first.refresh)

    assert tokens.person_for(first.access) is None
    assert tokens.person_for(second.access) == first.user


def test_reuse_of_a_spent_token_ends_the_family():
    first = tokens.issue(make.person())
    second = tokens.refresh(first.refresh)

    with pytest.raises(NotSignedIn):
        tokens.refresh(first.refresh)

    assert tokens.person_for(second.access) is None
    with pytest.raises(NotSignedIn):
        tokens.refresh(second.refresh)
    assert TokenFamily.objects.get().ended_by == TokenFamily.Ended.REUSE


def test_signing_out_ends_this_family_only():
    user = make.person()
    one, other = tokens.issue(user), tokens.issue(user)

    tokens.end(one.access)

    assert tokens.person_for(one.access) is None
    assert tokens.person_for(other.access) == user


def test_an_expired_access_token_opens_nothing():
    found = tokens.issue(make.person())
    TokenPair.objects.update(access_until=timezone.now() - timedelta(seconds=1))

    assert tokens.person_for(found.access) is None


def test_who_holds_a_token_is_one_query(django_assert_num_queries):
    access = make.bearer(make.person())

    with django_assert_num_queries(1):
        tokens.person_for(access)


def test_old_tokens_are_forgotten_and_young_ones_stay():
    old, young = tokens.issue(make.person()), tokens.issue(make.person())
    TokenFamily.objects.filter(user=old.user).update(ended_at=timezone.now() - timedelta(days=8))

    tokens.forget_old()

    assert list(TokenFamily.objects.values_list("user_id", flat=True)) == [young.user.pk]


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_second_factor_is_asked_for_and_each_code_works_once():
    user, secret = make.person("ida"), generate_totp_secret()
    TOTP.activate(user, secret)

    with pytest.raises(NotAllowed) as missing:
        tokens.sign_in("ida", make.PASSWORD, "1.2.3.4")
    assert missing.value.code == "second_factor_required"
    with pytest.raises(NotSignedIn):
        tokens.sign_in("ida", make.PASSWORD, "1.2.3.4", code="000000")

    code = code_of(secret)
    assert tokens.sign_in("ida", make.PASSWORD, "1.2.3.4", code=code).user == user
    with pytest.raises(NotSignedIn):
        tokens.sign_in("ida", make.PASSWORD, "1.2.3.4", code=code)


def test_a_recovery_code_stands_in_once():
    user = make.person("ida")
    TOTP.activate(user, generate_totp_secret())
    code = RecoveryCodes.activate(user).get_unused_codes()[0]

    assert tokens.sign_in("ida", make.PASSWORD, "1.2.3.4", code=code).user == user
    with pytest.raises(NotSignedIn):
        tokens.sign_in("ida", make.PASSWORD, "1.2.3.4", code=code)


def test_a_second_factor_is_not_told_of_without_the_password():
    TOTP.activate(make.person("ida"), generate_totp_secret())

    with pytest.raises(NotSignedIn) as refused:
        tokens.sign_in("ida", "wrong-horse-9", "1.2.3.4")

    assert refused.value.code == "wrong_credentials"
