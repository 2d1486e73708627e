"""Sign-in with an account of another site: no button without the setting, a whole sign-in with it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.test import Client

from tests.fakes.sign_in import CLIENT, SECRET, SignIn

PROGRAM = Path(__file__).with_name("sign_in_elsewhere.py")
ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.django_db
def test_nobody_else_is_offered_where_nothing_is_configured() -> None:
    page = Client().get("/accounts/login/")
    assert "/accounts/oidc/" not in page.content.decode()
    assert "form-action 'self';" in f"{page.headers['Content-Security-Policy']};"
    assert Client().get("/accounts/google/login/").status_code == 404


def test_a_stranger_signs_in_with_an_account_of_another_site_and_finds_it_again(fresh_database: str) -> None:
    parts = urlsplit(os.environ["DATABASE_URL"])
    with SignIn() as provider:
        row = {
            "provider": "openid_connect", "id": "acme", "name": "Acme", "client_id": CLIENT, "secret": SECRET,
            "server_url": provider.base,
        }  # fmt: skip
        environment = {
            **os.environ,
            "DATABASE_URL": urlunsplit(parts._replace(path=f"/{fresh_database}")),
            "SOCIAL_PROVIDERS": json.dumps([row]),
            "PYTHONPATH": str(ROOT),
        }
        done = subprocess.run(
            [sys.executable, str(PROGRAM)], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        came = json.loads(done.stdout.strip().splitlines()[-1])
    assert came["button"]
    assert came["policy"] == f"form-action 'self' {provider.base}"
    assert came["refused"] == 0
    assert (came["people"], came["name"], came["confirmed"]) == (1, "Ida Lund", True)
    assert came["facts"] == ["person.confirmed"]
    assert came["settings"] == 200
    assert (came["came_to"], came["again"]) == ("/", "/")
