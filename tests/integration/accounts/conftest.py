"""A false issuer of tokens whom this site trusts."""

from collections.abc import Iterator

import pytest

from accounts.services import outer_keys
from nexus.foundation import issuers
from nexus.foundation.outbound import Client
from tests.fakes.oidc import Issuer


@pytest.fixture
def issuer(settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Issuer]:
    with Issuer() as fake:
        settings.OIDC_ISSUERS = issuers.read(fake.setting)
        outbound = Client(allow=frozenset({fake.key}), sleep=lambda _: None)
        monkeypatch.setattr(outer_keys, "client", lambda: outbound)
        yield fake
