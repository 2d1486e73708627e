"""Many programs come with the same new token at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from accounts.models import User
from accounts.services import outer_tokens
from tests.fakes.oidc import Issuer

pytestmark = pytest.mark.usefixtures("fresh_database")


def test_twelve_first_uses_at_once_make_one_person(issuer: Issuer) -> None:
    token = issuer.token()

    def use(_number: int) -> int | None:
        try:
            holder = outer_tokens.holder_of(token)
            return holder.person.pk if holder else None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(12) as pool:
        found = set(pool.map(use, range(12)))

    assert len(found) == 1
    assert None not in found
    assert (User.objects.count(), issuer.fetches) == (1, 1)
