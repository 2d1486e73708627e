"""The site in German: every page, the switch, mails in their reader's language, and programs that keep English."""

import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import translation

from accounts.models import User
from accounts.services import mails
from nexus import style_mails
from nexus.foundation import mail
from nexus.foundation.languages import PROGRAMS
from tests import make

sys.path.append(str(Path(__file__).resolve().parents[3] / "scripts"))

import messages

pytestmark = pytest.mark.django_db

OPEN = ["/", "/models/", "/models/?q=nothing-is-called-this", "/models/?price_min=x", "/create/", "/accounts/login/",
        "/accounts/signup/", "/accounts/password/reset/", "/licences/", "/how-we-rank/", "/service/", "/rules/", "/privacy/", "/terms/",
        "/api/v1/docs", "/no-such-page/"]  # fmt: skip
OWN = ["/library/", "/dashboard/", "/upload/", "/settings/", "/orders/", "/create/", "/accounts/email/",
       "/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/", "/accounts/logout/"]  # fmt: skip
STAFF = [
    "/admin/",
    "/admin/review/",
    "/admin/marketplace/listing/",
    "/admin/marketplace/order/",
    "/admin/accounts/user/",
]
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
FOREIGN = {"Search", "English"}  # an alt that Django's own template does not translate; a language's name in itself
GERMAN = {"HTTP_ACCEPT_LANGUAGE": "de-DE,de;q=0.9,en;q=0.5"}


class Words(HTMLParser):
    """Every text that a person sees or hears, and every attribute that must stay a number for machines."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.numbers: list[tuple[str, str]] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:  # words of the contract are set in mono and are the same in every language
            self.open.append(
                (
                    tag,
                    tag in {"script", "style", "code"}
                    or "mono" in (dict(attrs).get("class") or "").split()
                    or (tag != "html" and dict(attrs).get("lang") == "en"),  # says itself that it is English
                )
            )
        for name, value in attrs:
            if name in {"aria-label", "title", "placeholder", "alt"} and value:
                self.texts.append(value.strip())
            machine = name in {
                "min",
                "max",
                "step",
                "width",
                "height",
                "viewbox",
                "d",
                "points",
                "x",
                "y",
                "cx",
                "cy",
                "r",
                "x1",
                "x2",
                "y1",
                "y2",
                "transform",
                "low",
                "high",
                "optimum",
            }
            if value and (machine or (name == "value" and tag in {"progress", "meter"})):
                self.numbers.append((name, value))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(silent for _tag, silent in self.open):
            self.texts.append(" ".join(data.split()))


def english_texts() -> set[str]:
    """What the catalogue translates, in English, where the German differs: none of it may stand on a German page."""
    ours = messages.read("de")
    pairs = {message.id: message.string for message in ours if isinstance(message.id, str) and message.id}
    german = set(pairs.values())
    return {
        text
        for text, said in pairs.items()
        if text != said and text not in german and len(text) > 3 and "%(" not in text and "{" not in text
    } - FOREIGN


def wrong_on(client: Client, path: str, known: set[str]) -> list[str]:
    answer = client.get(path, **GERMAN)
    page = answer.content.decode()
    words = Words()
    words.feed(page)
    wrong = [] if '<html lang="de"' in page else ["no lang=de"]
    if answer["Content-Language"] != "de" or "Accept-Language" not in answer["Vary"] or "Cookie" not in answer["Vary"]:
        wrong.append(f"headers: {answer['Content-Language']} {answer['Vary']}")
    of_contract = path == "/api/v1/docs"  # its schemas are called what programs call them
    wrong += [f"English: {text!r}" for text in words.texts if text in known and (" " in text or not of_contract)]
    # A comma between digits in a drawing or a control is a decimal sign that a machine cannot read.
    wrong += [f"{name}={value!r}" for name, value in words.numbers if re.search(r"^-?\d+,\d+$", value)]
    return [f"{path}: {line}" for line in wrong]


@pytest.fixture(scope="module")
def known() -> set[str]:
    found = english_texts()
    assert len(found) > 800
    return found


def test_pages_for_everybody_are_german(client: Client, known: set[str]) -> None:
    lamp = make.for_sale(499, name="Lampe")
    paths = [*OPEN, f"/models/{lamp.pk}-{lamp.slug}/", f"/u/{lamp.seller.username}/"]
    wrong = [line for path in paths for line in wrong_on(client, path, known)]
    assert not wrong, "\n".join(wrong)


def test_ones_own_pages_are_german(client: Client, known: set[str]) -> None:
    order = make.bought(make.for_sale(1400, name="Stuhl"), make.for_sale(0, name="Vase"))
    waiting = make.pending_order(make.for_sale(500, name="Tisch"), buyer=order.buyer)
    client.force_login(order.buyer)
    own = make.draft(order.buyer, name="Entwurf eins")
    job = make.job(order.buyer, prompt="ein Tisch")
    paths = [*OWN, f"/checkout/{order.pk}/", f"/checkout/{waiting.pk}/", f"/models/{own.pk}/edit/", f"/jobs/{job.pk}/"]
    wrong = [line for path in paths for line in wrong_on(client, path, known)]
    assert not wrong, "\n".join(wrong)


def test_the_console_is_german(client: Client, known: set[str]) -> None:
    make.for_sale(499, name="Lampe")
    client.force_login(make.superuser())
    wrong = [line for path in STAFF for line in wrong_on(client, path, known)]
    assert not wrong, "\n".join(wrong)


def test_a_refused_form_is_german(client: Client) -> None:
    page = client.post("/create/", {"prompt": "x" * 2001}, **GERMAN).content.decode()
    assert "2.000" in page or "2000" in page
    assert "Zeichen" in page
    assert "characters" not in page


def test_the_switch_keeps_the_page_and_the_cookie_decides_from_then_on(client: Client) -> None:
    page = client.get("/models/?q=lamp&sort=price")
    assert '<html lang="en"' in page.content.decode()
    there = re.search(r'name="next" value="([^"]+)"', page.content.decode()).group(1).replace("&amp;", "&")
    assert there == "/models/?q=lamp&sort=price"

    answer = client.post("/language/", {"language": "de", "next": there})

    assert answer.status_code == 302
    assert answer["Location"] == there
    assert answer.cookies["django_language"]["samesite"] == "Lax"
    assert '<html lang="de"' in client.get(there).content.decode()


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example", ""]
)
def test_the_switch_leads_to_no_other_site(client: Client, back: str) -> None:
    answer = client.post("/language/", {"language": "de", "next": back})
    assert answer["Location"] == "/"


@pytest.mark.parametrize("language", ["xx", "", "de-de-de", "<script>"])
def test_an_unknown_language_is_refused(client: Client, language: str) -> None:
    answer = client.post("/language/", {"language": language, "next": "/"})
    assert answer.status_code == 400
    assert "django_language" not in answer.cookies


def test_another_site_cannot_switch(client: Client) -> None:
    person = make.person()
    client.force_login(person)
    answer = client.post("/language/", {"language": "de", "next": "/"}, HTTP_SEC_FETCH_SITE="cross-site")
    assert answer.status_code == 400
    assert User.objects.get(pk=person.pk).language == "en"


def test_the_switch_asks_for_no_get(client: Client) -> None:
    assert client.get("/language/").status_code == 405


def test_the_switch_sets_no_cookie_on_pages_that_everybody_shares(client: Client) -> None:
    assert not client.get("/models/").cookies


def test_a_switch_while_signed_in_is_kept_for_mails(client: Client) -> None:
    person = make.person()
    client.force_login(person)
    client.post("/language/", {"language": "de", "next": "/settings/"})
    assert User.objects.get(pk=person.pk).language == "de"


def test_signing_in_brings_the_language_along(client: Client) -> None:
    person = make.person("gerda", language="de")
    answer = client.post("/accounts/login/", {"login": person.email, "password": make.PASSWORD})
    assert answer.cookies["django_language"].value == "de"
    assert '<html lang="de"' in client.get("/library/").content.decode()


def test_the_settings_change_page_and_mails(client: Client) -> None:
    person = make.person()
    client.force_login(person)
    client.post("/settings/", {"display_name": "Ida", "bio": "", "language": "de"})
    assert User.objects.get(pk=person.pk).language == "de"
    page = client.get("/settings/").content.decode()
    assert "Gespeichert." in page
    assert "<h1>Einstellungen</h1>" in page


def test_who_signs_up_on_a_german_page_gets_german_mails(client: Client) -> None:
    asked = {"email": "gerda@example.com", "username": "gerda", "password1": make.PASSWORD}
    client.post("/accounts/signup/", asked, **GERMAN)
    assert User.objects.get(username="gerda").language == "de"


def test_a_mail_is_in_its_readers_language_whoever_caused_it(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    outbox.outbox = []
    for language, subject in (("de", "Willkommen bei Nexus"), ("en", "Welcome to Nexus")):
        with translation.override("en" if language == "de" else "de"):
            mails.send_welcome(make.person(language=language))
        assert outbox.outbox[-1].subject == subject


def test_prices_in_a_receipt_are_written_as_its_reader_writes_them(settings) -> None:
    from marketplace.transactions.services.mails import mail_purchase

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    outbox.outbox = []
    order = make.bought(make.for_sale(1400, name="Stuhl"), buyer=make.person(language="de"))
    mail_purchase(order.pk)
    message = outbox.outbox[-1]
    assert message.subject.startswith("Dein Beleg für Bestellung")
    assert "14,00" in message.body
    assert "14,00" in message.alternatives[0][0]
    assert "14.00" not in message.body


def test_programs_keep_english_whatever_they_accept(client: Client) -> None:
    client.cookies["django_language"] = "de"
    answer = client.get("/api/v1/models/999999", **GERMAN)
    assert answer.status_code == 404
    assert answer.json()["error"]["message"] == "There is no such model, or it is not on show."
    assert "Content-Language" not in answer
    assert "/api/" in PROGRAMS


def test_kept_pages_are_kept_for_each_language(client: Client, settings) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    first, second, third = client.get("/rules/"), client.get("/models/", **GERMAN), client.get("/models/")
    again = client.get("/models/", HTTP_ACCEPT_LANGUAGE="de-CH")
    assert first.status_code == 200
    assert '<html lang="de"' in second.content.decode()
    assert '<html lang="en"' in third.content.decode()
    assert '<html lang="de"' in again.content.decode()
    assert again["Content-Language"] == "de"


def test_a_german_and_an_austrian_browser_share_one_kept_page(
    client: Client, settings, django_assert_num_queries
) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    client.get("/models/", HTTP_ACCEPT_LANGUAGE="de-DE,de;q=0.9")
    with django_assert_num_queries(0):
        client.get("/models/", HTTP_ACCEPT_LANGUAGE="de-AT;q=0.8,fr;q=0.1")


@pytest.mark.parametrize(("count", "words"), [(1, "<b>1</b> Modell"), (2, "<b>2</b> Modelle")])
def test_one_model_is_one_and_two_are_many(client: Client, count: int, words: str) -> None:
    seller = make.person()
    make.many_listings(count, seller)
    page = client.get(f"/u/{seller.username}/", **GERMAN).content.decode()
    assert re.search(rf"{words}\b", page)


def _said_by_people(value: object) -> set[str]:
    """Every value in what a mail is given, however deep: people's own words are in no language of ours."""
    if isinstance(value, dict):
        return {word for one in value.values() for word in _said_by_people(one)}
    if isinstance(value, list | tuple):
        return {word for one in value for word in _said_by_people(one)}
    return {str(value)} | (_said_by_people(vars(value)) if hasattr(value, "__dict__") else set())


@pytest.mark.parametrize("name", sorted(set(style_mails.NAMES) - {"campaign"}))  # a campaign's words are its writer's
def test_every_mail_is_german_from_subject_to_reason(name: str, known: set[str]) -> None:
    values = {"name": "Ida", **style_mails._values()[name]}
    german = mail.render(name, language="de", context=values)
    english = mail.render(name, language="en", context=values)
    assert german.subject != english.subject
    words = Words()
    words.feed(german.html)
    lines = [*words.texts, *(line.strip() for line in german.text.splitlines()), german.subject]
    assert not [line for line in lines if line in known - {"Personal"}]
    given = {*_said_by_people(values), ""}
    same = set(german.text.split("\n\n")) & set(english.text.split("\n\n")) - given
    assert not [part for part in same if "http" not in part]
