"""What most rows of a contract are asked with: a person, and a client with that person's token."""

from collections.abc import AsyncIterator

import pytest
from django.db import connections

from accounts.models import User
from tests import make
from tests.contracts.api import Api
from tests.contracts.threads import in_thread


@pytest.fixture
def owner(db: None) -> User:
    return make.person()


@pytest.fixture
def api(owner: User) -> Api:
    return Api(owner)


@pytest.fixture
async def own_connections(fresh_database: str) -> AsyncIterator[None]:
    """Threads outlive a test; their connections to its database must not."""
    yield
    await in_thread(connections.close_all)
