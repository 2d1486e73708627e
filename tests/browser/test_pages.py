"""Every page in light and dark: no accessibility finding, no console error, no CSP report, nothing wider than the screen."""

import re
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from nexus.api.errors import is_api
from tests.browser import full_shop
from tests.browser.full_shop import FullShop
from tests.contracts.world import table
from tests.product import Product

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
OPEN = ["/", "/models/", "/models/?q=nothing-is-called-this", "/create/", "/accounts/login/", "/accounts/signup/",
        "/accounts/password/reset/", "/licences/", "/how-we-rank/", "/service/", "/rules/", "/privacy/", "/terms/", "/api/v1/docs",
        "/dev/mail/", "/no-such-page/"]  # fmt: skip
OWN = ["/library/", "/dashboard/", "/upload/", "/settings/", "/orders/", "/accounts/email/", "/accounts/password/change/",
       "/accounts/2fa/", "/accounts/sessions/", "/accounts/logout/", "/admin/", "/admin/review/"]  # fmt: skip
PASSWORD = "correct-horse-7"
ONCE = [("light", 320), ("dark", 1280)]  # each page on a small light screen and on a large dark one


@pytest.fixture(scope="module")
def keeper(product: Product) -> str:
    return product.make_chief("keeper", PASSWORD)


@pytest.fixture(scope="module")
def shop(product: Product, keeper: str) -> FullShop:
    return full_shop.fill(product, keeper)


def findings(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations'], preload: false})).violations"
    )
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for rule in found
        for node in rule["nodes"]
    ]


def sign_in(page: Page, name: str) -> None:
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/accounts/login" not in url, wait_until="commit")


def look_at(page: Page, paths: list[str]) -> str:
    """What is wrong on these pages, a line each."""
    wrong: list[str] = []
    for path in paths:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == (404 if path == "/no-such-page/" else 200), f"{path}: {answer.status}"
        found = findings(page)
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if too_wide > 0:
            found.append(f"{too_wide} px wider than the screen")
        wrong += [f"{path}: {line}" for line in found]
    return "\n".join(wrong)


@pytest.mark.parametrize(("scheme", "width"), ONCE)
def test_pages_for_everybody(visitors, scheme: str, width: int) -> None:
    visitor = visitors(color_scheme=scheme)
    visitor.page.set_viewport_size({"width": width, "height": 900})
    wrong = look_at(visitor.page, OPEN)
    assert not wrong, wrong


@pytest.mark.parametrize(("scheme", "width"), ONCE)
def test_pages_of_ones_own(visitors, keeper: str, scheme: str, width: int) -> None:
    visitor = visitors(color_scheme=scheme)
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, keeper)
    wrong = look_at(page, OWN)
    assert not wrong, wrong


# Pages that the walk does not see, and why.
ELSEWHERE = {
    # other tests of this folder look at them on their way
    "photo", "checkout_again", "test_gateway_pay", "test_gateway_bank", "test_gateway_account",
    # they stand only for a moment or behind a link of a mail, and are drawn with the frame of those beside them
    "account_inactive", "account_reauthenticate", "account_email_verification_sent", "account_set_password",
    "account_confirm_login_code", "account_confirm_email", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "account_reset_password_done", "mfa_authenticate", "mfa_reauthenticate",
    "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "socialaccount_login_cancelled",
    "socialaccount_login_error", "socialaccount_signup",
}  # fmt: skip
# Parts of pages, files and feeds.
NO_PAGES = {
    "job_panel", "studio_panel", "model_upload_panel", "model_poses", "checkout_panel", "bounty_panel", "photo_veil",
    "job_shape", "model_marks", "catalogue_feed", "tutorial_feed", "catalogue_suggest", "oembed", "receipt_pdf",
    "credit_note_pdf", "open_file", "get_file", "own_data_zip", "mfa_download_recovery_codes", "mail_opened",
    "mail_clicked", "case_record", "window_campaign_figures", "window_campaign_html", "dev_mail_html",
}  # fmt: skip


def name_of(path: str) -> str:
    """The name of the route that answers at this path of the table of routes, whatever stands for its numbers."""
    for filled in ("7", str(uuid4()), "word"):
        with suppress(Resolver404):
            return resolve(re.sub(r"{\w+}", filled, path.partition("?")[0])).url_name or ""
    return ""


def test_no_page_is_left_out_of_the_walk(shop: FullShop) -> None:
    """Whatever answers a GET with 200 to somebody, by the table of routes, and is no address of programs."""
    paths = {
        row.path
        for row in table()
        if row.method == "GET"
        and 200 in row.statuses.values()
        and not is_api(row.path)
        and not row.path.startswith("/admin/")
    }
    walked = {name_of(path) for path in [*OPEN, *OWN, *shop.everybody, *shop.signed_in, *shop.console]}

    assert {name_of(path) for path in paths} - walked - ELSEWHERE - NO_PAGES - {""} == set()


@pytest.mark.timeout(400)
@pytest.mark.parametrize(("scheme", "width"), ONCE)
@pytest.mark.parametrize("readers", ["everybody", "signed_in", "console", "closed"])
def test_pages_of_a_full_shop(visitors, keeper: str, shop: FullShop, readers: str, scheme: str, width: int) -> None:
    page = visitors(color_scheme=scheme).page
    page.set_viewport_size({"width": width, "height": 900})
    if readers == "closed":
        sign_in(page, shop.closed)
        wrong = look_at(page, ["/account-closed/"])
    else:
        if readers != "everybody":
            sign_in(page, keeper)
        wrong = look_at(page, getattr(shop, readers))
    assert not wrong, wrong


def test_the_web_process_loaded_nothing_heavy(product: Product) -> None:
    """After every page was answered: what the running web process has mapped."""
    pids = product.pids("uvicorn")
    assert pids
    for pid in pids:
        maps = Path(f"/proc/{pid}/maps").read_text()
        assert not [name for name in ("/torch/", "/trimesh", "/diffusers", "filly") if name in maps]
