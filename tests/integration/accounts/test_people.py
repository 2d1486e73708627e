"""Making people and confirming their addresses."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from accounts import selectors
from accounts.models import TokenFamily, User
from accounts.roles import ROLES
from accounts.services import people, tokens
from nexus import settings as written
from nexus import topics
from nexus.foundation.errors import Conflict, Invalid
from nexus.foundation.outbox import OutboxMessage
from tests import make

pytestmark = pytest.mark.django_db


def facts(name: str) -> list[dict]:
    return list(OutboxMessage.objects.filter(fact=name).values_list("ids", flat=True))


def test_a_new_person_waits_for_the_confirmation():
    user = people.register(email="Ida.Lund@Example.com", password="correct-horse-7", display_name="Ida Lund")

    assert (user.email, user.username, user.name) == ("ida.lund@example.com", "ida.lund", "Ida Lund")
    assert not selectors.is_email_confirmed(user)
    assert not user.marketing_consent
    assert facts("person.registered") == [{"person": user.pk}]
    assert user.check_password("correct-horse-7")


def test_passwords_are_kept_with_argon2():
    """The tests themselves hash cheaply, so the written settings are asked."""
    assert written.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"


def test_an_address_is_taken_in_any_case():
    make.person(email="ida@example.com")

    with pytest.raises(Conflict) as refused:
        people.register(email="IDA@example.com", password="correct-horse-7")

    assert refused.value.code == "email_taken"


def test_a_derived_username_gets_a_number_where_it_is_taken():
    first = people.register(email="ida@example.com", password="correct-horse-7")
    second = people.register(email="ida@example.org", password="correct-horse-7")

    assert first.username == "ida"
    assert second.username.startswith("ida-")


def test_a_username_that_was_asked_for_is_refused_where_it_is_taken():
    make.person("ida")

    with pytest.raises(Invalid) as refused:
        people.register(email="other@example.com", password="correct-horse-7", username="IDA")

    assert refused.value.fields == {"username": ["This username is taken; choose another."]}
    assert not User.objects.filter(email="other@example.com").exists()


@pytest.mark.parametrize(
    ("password", "rule"),
    [("short7x", "at least 8"), ("password123", "too common"), ("20481632", "numeric"), ("idalund2026", "too similar")],
)
def test_a_weak_password_is_refused_with_its_rule(password: str, rule: str):
    with pytest.raises(Invalid) as refused:
        people.register(email="idalund2026@example.com", password=password, display_name="Ida Lund")

    assert any(rule in sentence for sentence in refused.value.fields["password"])


def test_the_database_refuses_a_second_account_of_one_address():
    make.person(email="ida@example.com")

    with pytest.raises(IntegrityError, match="user_email_once"), transaction.atomic():
        User.objects.create_user("Ida@Example.com", "other", "x")


def test_confirming_sends_the_welcome_once():
    user = make.person(confirmed=False)
    people.mark_confirmed(user)
    people.mark_confirmed(user)

    assert selectors.is_email_confirmed(User.objects.get(pk=user.pk))
    assert facts("person.confirmed") == [{"person": user.pk}]


def test_a_second_address_is_no_second_welcome():
    user = make.person()
    other = EmailAddress.objects.create(user=user, email="new@example.com")

    assert people.confirm_address(other, confirm=other.set_verified)
    assert len(facts("person.confirmed")) == 1


def test_whether_an_address_is_confirmed_is_asked_once(django_assert_num_queries):
    user = User.objects.get(pk=make.person().pk)

    with django_assert_num_queries(1):
        assert selectors.is_email_confirmed(user)
        assert selectors.is_email_confirmed(user)


def test_a_new_password_ends_every_token():
    user = make.person()
    token = make.bearer(user)

    people.set_password(user, "another-horse-8")

    assert tokens.person_for(token) is None
    assert TokenFamily.objects.get(user=user).ended_by == TokenFamily.Ended.PASSWORD


def test_a_profile_takes_nothing_else():
    with pytest.raises(ValueError, match="is_staff"):
        people.change_profile(make.person(), is_staff=True)


def test_the_migration_made_every_role_with_its_permissions():
    for role, names in ROLES.items():
        found = Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename")
        assert {f"{app}.{codename}" for app, codename in found} == set(names)


def test_a_moderator_may_review_and_finance_may_not():
    assert make.staff("moderator").has_perm("marketplace.review_listing")
    assert not make.staff("finance").has_perm("marketplace.review_listing")


def test_every_fact_about_people_has_its_handler():
    assert {"person.registered", "person.registered_again", "person.confirmed"} <= topics.HANDLERS.keys()
