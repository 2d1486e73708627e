"""Mails carry the tokens' colours as hex in place, and their dark ones in one media query."""

import re

import pytest
from django.conf import settings

from nexus import style_mails
from nexus.foundation import mail, mail_style, palette


@pytest.mark.parametrize(
    ("colour", "shown"),
    [((0, 0, 0), "#000000"), ((1, 0, 0), "#ffffff"), ((0.6279554, 0.2576833, 29.2338), "#ff0000"),
     ((0.4520137, 0.3132144, 264.052), "#0000ff")],
)  # fmt: skip
def test_oklch_becomes_the_hex_that_browsers_show(colour: tuple[float, float, float], shown: str) -> None:
    assert palette.hex_of(*colour) == shown


def test_every_colour_of_the_tokens_is_known_in_both_schemes() -> None:
    found = palette.colours()
    source = (settings.BASE / "static" / "css" / "tokens.css").read_text()
    assert set(found) == set(re.findall(r"--([a-z0-9-]+):\s*(?:light-dark\(oklch|oklch)", source))
    assert found["ink"][0] < found["ink"][1]


def test_a_class_becomes_a_style_and_an_address_of_the_site_is_written_out() -> None:
    html = mail_style.inlined('<p class="m-p m-quiet"><img src="/static/x.png"></p>')
    ink = palette.colours()["ink-2"][0]
    assert f"color:{ink}" in html
    assert f'src="{settings.SITE_URL}/static/x.png"' in html


def test_dark_rules_hold_only_colours_and_win() -> None:
    rules = mail_style.dark_rules()
    assert f".m-card{{background:{palette.colours()['surface'][1]} !important" in rules
    assert "padding" not in rules


@pytest.mark.parametrize("name", style_mails.NAMES)
def test_every_mail_has_a_text_twin_and_no_class_without_a_style(name: str) -> None:
    values = {"name": "Ida", **style_mails._values()[name]}
    made = mail.render(name, context=values)

    assert made.subject
    assert len(made.text.split()) > 15
    assert "{" not in re.sub(r"<style>.*?</style>", "", made.html, flags=re.DOTALL)
    used = {one for group in re.findall(r'class="([^"]+)"', made.html) for one in group.split()}
    assert used - set(mail_style.RULES) <= {"m-day", "m-night"}


def test_the_list_of_mails_is_the_list_of_folders() -> None:
    folders = {path.name for path in (settings.BASE / "templates" / "mail").iterdir() if path.is_dir()}
    assert set(style_mails.NAMES) == folders
