"""Sign-in with accounts of other sites is switched on by one setting, and by nothing else."""

import json

import pytest

from nexus.foundation import social
from nexus.foundation.env import Environment, WrongSetting

GITHUB = {"provider": "github", "client_id": "a", "secret": "b"}
ACME = {
    "provider": "openid_connect", "id": "acme", "name": "Acme", "client_id": "a", "secret": "hush",
    "server_url": "https://login.acme.example",
}  # fmt: skip


def test_without_the_setting_nothing_is_installed() -> None:
    assert social.read("") == social.Social()


def test_each_provider_becomes_an_app_with_its_keys_and_where_its_form_may_lead() -> None:
    other = {**ACME, "id": "other", "sign_in_origin": "https://sso.acme.example/in"}
    made = social.read(json.dumps([GITHUB, ACME, other]))
    assert made.apps == (
        "allauth.socialaccount.providers.github",
        "allauth.socialaccount.providers.openid_connect",
    )
    assert made.origins == ("https://github.com", "https://login.acme.example", "https://sso.acme.example")
    assert [one["provider_id"] for one in made.providers["openid_connect"]["APPS"]] == ["acme", "other"]


@pytest.mark.parametrize(
    "rows",
    [
        {},
        ["github"],
        [{**GITHUB, "provider": "nobody"}],
        [{**GITHUB, "more": "x"}],
        [{**GITHUB, "secret": ""}],
        [GITHUB, GITHUB],
        [ACME, ACME],
        [{**ACME, "server_url": "http://login.acme.example"}],
        [{**ACME, "sign_in_origin": "javascript:alert(1)"}],
    ],
)
def test_a_wrong_setting_stops_the_start_and_its_sentence_tells_no_secret(rows: object) -> None:
    with pytest.raises(WrongSetting) as wrong:
        Environment({"SOCIAL_PROVIDERS": json.dumps(rows)}).social("SOCIAL_PROVIDERS")
    assert "SOCIAL_PROVIDERS" in str(wrong.value)
    assert "hush" not in str(wrong.value)
