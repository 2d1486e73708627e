"""Shared fixtures: one migrated template a run, a copy for each worker, and a fresh copy for tests that commit."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

TEMPLATE = "nexus_template"
# Tests that share something dear run on one worker, one after another, by the beginning of their names.
TOGETHER = {
    "tests/browser/": "product",
    "tests/faults/test_jobs_survive.py": "faults of a product",
    "tests/faults/test_product_recovers.py": "faults of a product",
    "tests/faults/test_actions_survive.py": "faults of a product",
    "tests/faults/test_queue_under_stress.py": "faults of a product",
    "tests/faults/test_money_doors.py": "faults of a product",
    "tests/hostile/test_uploads.py": "faults of a product",
    "tests/unit/generation/engines/test_shap_e": "tiny models",
    "tests/unit/generation/engines/test_diffusion": "tiny models",
}


class Together(LoadScopeScheduling):
    """Xdist's own groups are marks in an id that pytest 9 no longer lets it write; the path says as much."""

    def _split_scope(self, nodeid: str) -> str:
        return next((group for start, group in TOGETHER.items() if nodeid.startswith(start)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    return Together(config, log)


def _admin() -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, dbname="postgres")


def _point_at(name: str) -> None:
    connection.close()
    connections.databases["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _copy(name: str) -> None:
    with _admin() as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE {TEMPLATE}')


def _drop(name: str) -> None:
    with _admin() as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def template_database(django_db_blocker: pytest.FixtureRequest) -> str:
    """The migrated database that all others are copied from; made by the first worker that needs it."""
    with (Path(settings.VAR) / "template.lock").open("w") as lock, django_db_blocker.unblock():
        fcntl.flock(lock, fcntl.LOCK_EX)
        with _admin() as admin:
            made = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone()
        if not made:
            with _admin() as admin:
                admin.execute(f'CREATE DATABASE "{TEMPLATE}_new"')
            _point_at(f"{TEMPLATE}_new")
            call_command("migrate", verbosity=0)
            connection.close()
            with _admin() as admin:
                admin.execute(f'ALTER DATABASE "{TEMPLATE}_new" RENAME TO "{TEMPLATE}"')
    return TEMPLATE


@pytest.fixture(scope="session")
def django_db_setup(template_database: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """This worker's own database; each test's changes are rolled back."""
    name = f"nexus_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{uuid4().hex[:6]}"
    with django_db_blocker.unblock():
        _copy(name)
        _point_at(name)
    yield
    with django_db_blocker.unblock():
        connection.close()
        _drop(name)


@pytest.fixture
def fresh_database(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """A database for one test that really commits, in threads or other processes; dropped afterwards.

    Used instead of `django_db(transaction=True)`: the ledger refuses to be emptied, so nothing could be flushed.
    """
    name, before = f"nexus_fresh_{uuid4().hex[:10]}", connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        _copy(name)
        _point_at(name)
        yield name
        connections.close_all()
        _point_at(before)
        _drop(name)


@pytest.fixture(autouse=True)
def own_cache(settings) -> None:
    """No limit or ticket of one test is seen by another."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": uuid4().hex[:10]}}


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings) -> None:
    """Files and mails of one test lie in its own folder; passwords are hashed quickly."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MAIL_FOLDER = tmp_path / "mail"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "media")},
        },
    }
