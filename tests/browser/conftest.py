"""A real browser against the running product; any console error or CSP report fails the test."""

import shutil
from collections.abc import Iterator
from os import environ
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, sync_playwright

from tests.browser.receiver import Receiver
from tests.product import Product, free_port, running

ARGS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-dev-shm-usage", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
]  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WATCH = (
    "addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective + ' ' + e.blockedURI))"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All browser tests of a run share one product; tests/conftest.py has them run on one worker."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def receiver() -> Iterator[Receiver]:
    """Where programs hear of events; the one address beside the public net that the product may call."""
    receiver = Receiver(free_port())
    yield receiver
    receiver.close()


@pytest.fixture(scope="session")
def product(receiver: Receiver) -> Iterator[Product]:
    with running(OUTBOUND_ALLOW=receiver.place) as product:
        yield product


@pytest.fixture(scope="session")
def chromium() -> str:
    named = environ.get("CHROMIUM", "")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), "")
    assert found, "The browser tests need Chromium or Chrome: install one, or name it with CHROMIUM=/path."
    return found


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Ended with its module: while it lives its event loop counts as running, and no async test could run in this worker."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="module")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium, args=ARGS, timeout=180_000)
    yield browser
    browser.close()


class Visitor:
    """One person's browser: a context of its own, and what its console said."""

    def __init__(self, browser: Browser, product: Product, **options: object) -> None:
        self.product = product
        self.context: BrowserContext = browser.new_context(
            base_url=product.url,
            viewport={"width": 1280, "height": 900},
            accept_downloads=True,
            reduced_motion="reduce",
            **options,
        )
        self.context.add_init_script(WATCH)
        self.errors: list[str] = []
        self.page = self.new_page()

    def new_page(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not self._expected(message):
            self.errors.append(f"{message.location.get('url', '')}: {message.text}")

    def _expected(self, message: ConsoleMessage) -> bool:
        """What the browser itself reports: answers of 4xx, whose statuses the tests look at, and a network that a test took away."""
        if "net::ERR_INTERNET_DISCONNECTED" in message.text:
            return True
        codes = (400, 402, 403, 404, 409)
        return "Failed to load resource" in message.text and any(f" {code} " in message.text for code in codes)


@pytest.fixture
def visitors(browser: Browser, product: Product) -> Iterator[type]:
    """Makes visitors; at the end none of their consoles may have said anything."""
    made: list[Visitor] = []

    def visitor(**options: object) -> Visitor:
        made.append(Visitor(browser, product, **options))
        return made[-1]

    yield visitor
    errors = [error for one in made for error in one.errors]
    for one in made:
        one.context.close()
    assert not errors, "\n".join(errors)


@pytest.fixture
def mails(product: Product) -> "MailFolder":
    return MailFolder(product.var / "mail")


class MailFolder:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def newest_to(self, address: str, *, having: str = "") -> str:
        """The text of the newest mail to this address, waited for up to 20 s."""
        import email
        import email.policy
        import time

        until = time.monotonic() + 20
        while time.monotonic() < until:
            for path in sorted(self.folder.glob("*.eml"), reverse=True):
                message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                text = message.get_body(("plain",)).get_content()
                if message["To"] == address and having in text + message["Subject"]:
                    return text
            time.sleep(0.1)
        raise AssertionError(f"no mail to {address} having {having!r} in {sorted(self.folder.glob('*'))}")
