"""The setting OIDC_ISSUERS: what is read, and that a wrong one stops the start."""

import json

import pytest

from nexus.foundation import issuers
from nexus.foundation.env import Environment, WrongSetting
from nexus.foundation.issuers import Issuer

RIGHT = {"issuer": "https://id.example", "jwks_url": "https://id.example/keys"}


def test_issuers_are_read_with_their_defaults() -> None:
    other = {"issuer": "https://two.example", "jwks_url": "https://two.example/k", "audience": ["a", "b"],
             "email_claim": "mail"}  # fmt: skip

    assert issuers.read("") == ()
    assert issuers.read(json.dumps([RIGHT, other])) == (
        Issuer("https://id.example", "https://id.example/keys"),
        Issuer("https://two.example", "https://two.example/k", ("a", "b"), "mail"),
    )
    assert issuers.read(json.dumps([{**RIGHT, "audience": "a"}]))[0].audience == ("a",)


@pytest.mark.parametrize(
    "rows",
    [
        RIGHT,
        ["https://id.example"],
        [RIGHT, RIGHT],
        [{"issuer": "https://id.example"}],
        [{**RIGHT, "jwks_url": "file:///keys"}],
        [{**RIGHT, "issuer": 7}],
        [{**RIGHT, "audience": [""]}],
        [{**RIGHT, "audience": 7}],
        [{**RIGHT, "email_claim": ""}],
        [{**RIGHT, "secret": "x"}],
    ],
)
def test_another_form_stops_the_start_with_what_is_allowed(rows: object) -> None:
    with pytest.raises(WrongSetting, match="a JSON list of"):
        Environment({"OIDC_ISSUERS": json.dumps(rows)}).issuers("OIDC_ISSUERS")


def test_what_is_no_json_stops_the_start() -> None:
    with pytest.raises(WrongSetting, match="OIDC_ISSUERS"):
        Environment({"OIDC_ISSUERS": "https://id.example"}).issuers("OIDC_ISSUERS")
