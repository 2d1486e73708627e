"""Pictures of every page of a running product that the demo has filled, for docs/pictures.

    make run                                        in another terminal, until it says that the demo shop is filled
    python scripts/pictures.py                      every page at 1280 and 375 px, light and dark
    python scripts/pictures.py --only home,model    these alone
    python scripts/pictures.py --site http://127.0.0.1:8123 --to /tmp/pictures

What has to be there for a picture is made on the way, as a person would: two jobs, an order, a model that waits for
review. Only for an installation of one's own: the demo people's passwords are known to everybody.
"""

import argparse
import io
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.chromium import find

ROOT = Path(__file__).resolve().parent.parent
ARGS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-dev-shm-usage", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
]  # fmt: skip
SCHEMES = ("light", "dark")
WIDTHS = {1280: (800, 1560), 375: (812, 2300)}  # width: (height of the window, most that is shown)
MOST_BYTES = 60_000
PASSWORD = "nexus-demo"
PROMPT = "a walnut chair with five slats"
DESIGN, FOLLOW_UP = "a small quadcopter frame for 1404 motors, arms 90 mm long", "make the arms 20 mm longer"
HREFS = "links => links.map(link => link.href)"
DRAWN_MS = 600
JOB_SECONDS = 120


@dataclass
class Session:
    """The demo people's browsers, each signed in once."""

    browser: Browser
    site: str

    def __post_init__(self) -> None:
        self._contexts: dict[str, BrowserContext] = {}

    def page(self, person: str, *, plain: bool = False) -> Page:
        """A new page of this person ("" is nobody); `plain` without JavaScript, so that nothing moves on."""
        if person not in self._contexts:
            self._contexts[person] = self._context()
            if person:
                self._sign_in(self._contexts[person], person)
        context = self._contexts[person]
        if plain:
            context = self._context(java_script_enabled=False, storage_state=context.storage_state())
        page = context.new_page()
        page.set_default_timeout(60_000)
        return page

    def _context(self, **options: object) -> BrowserContext:
        return self.browser.new_context(base_url=self.site, reduced_motion="reduce", **options)  # type: ignore[arg-type]

    @staticmethod
    def _sign_in(context: BrowserContext, person: str) -> None:
        page = context.new_page()
        page.goto("/accounts/login/")
        page.locator("input[name=login]").fill(person)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url(lambda url: "/accounts/login" not in url, wait_until="commit")
        page.close()


Make = Callable[[Session], Page]


def at(path: str, person: str = "") -> Make:
    """The page at this address."""

    def make(session: Session) -> Page:
        page = session.page(person)
        page.goto(path, wait_until="commit")
        page.wait_for_load_state("domcontentloaded")
        return page

    return make


def first_of(path: str, link: str, person: str = "", *, then: str = "") -> Make:
    """The page that the first matching link of another page leads to."""

    def make(session: Session) -> Page:
        page = session.page(person)
        page.goto(path, wait_until="commit")
        href = page.locator(link).first.get_attribute("href")
        page.goto(f"{href}{then}", wait_until="commit")
        page.wait_for_load_state("domcontentloaded")
        return page

    return make


def job(prompt: str, wanted: str, *, person: str = "demo-creator", plain: bool = False) -> Make:
    """A job's page as soon as it shows `wanted`."""

    def make(session: Session) -> Page:
        page = session.page(person, plain=plain)
        page.goto("/create/")
        page.locator("main textarea").first.fill(prompt)
        page.locator("main form.panel button[type=submit], main form.panel button.btn-main").first.click()
        page.wait_for_url(re.compile(r"/jobs/"), wait_until="commit")
        for _ in range(JOB_SECONDS * 5):
            if page.locator(wanted).count():
                break
            page.wait_for_timeout(200)
            if plain:
                page.reload()
        return page

    return make


def order(step: str) -> Make:
    """The way through buying a model: to our page (`pay`), or to the gateway's (`card`)."""

    def make(session: Session) -> Page:
        page = session.page("demo-buyer")
        page.goto("/models/?sort=-price&price_min=1", wait_until="commit")
        links = page.locator(".card-name a").evaluate_all(HREFS)
        for link in links if step == "pay" else links[::-1]:  # not the one that the other waits for
            page.goto(link, wait_until="commit")
            buy = page.locator("form.buy button[type=submit]").first
            if not buy.count() or not buy.is_visible():
                continue  # it is theirs already
            buy.click()
            page.wait_for_url(re.compile(r"/checkout/"), wait_until="commit")
            page.wait_for_load_state("domcontentloaded")
            if page.locator("aside button[form=pay]").count():
                break  # not one that waits for its card already
        if step == "pay":
            return page
        page.locator("aside button[form=pay]").first.click()
        page.wait_for_selector("input[name=number]")
        return page

    return make


def edited(session: Session) -> Page:
    """A draft of a finished job on its edit page."""
    page = job(PROMPT, "form[action$='/publish/'] button")(session)
    page.locator("form[action$='/publish/'] button").first.click()
    page.wait_for_url(re.compile(r"/models/\d+/edit/"), wait_until="commit")
    return page


def review(session: Session) -> Page:
    """A model that waits for a decision, as a moderator sees it."""
    page = edited(session)
    for field in ("#id_price_0", "input[name*=price]"):
        if page.locator(field).count():
            page.locator(field).first.fill("14.00")
            break
    page.locator("select[name=category]").select_option(index=1)
    page.locator("button[name=submit]").click()
    page.wait_for_load_state("domcontentloaded")
    page.close()
    return first_of("/admin/review/", ".queue a", "demo-moderator")(session)


def source(session: Session) -> Page:
    """The editor with an example in it, made with the names of its customiser."""
    page = session.page("demo-creator")
    page.goto("/create/source/", wait_until="commit")
    page.locator("aside a").first.click()
    page.wait_for_load_state("domcontentloaded")
    return page


def talked(session: Session) -> Page:
    """A design by talking: the numbers agreed to, the model built, and one follow-up."""
    page = session.page("demo-creator")
    page.goto("/studio/", wait_until="commit")
    page.locator("[name=text]").fill(DESIGN)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url(re.compile(r"/studio/[0-9a-f-]{36}/"), wait_until="commit")
    page.get_by_role("button", name="Build it").click(timeout=JOB_SECONDS * 1000)
    page.locator(".ver").first.wait_for(timeout=JOB_SECONDS * 1000)
    page.locator("#say-text").fill(FOLLOW_UP)
    page.keyboard.press("Enter")
    page.locator(".ver").nth(1).wait_for(timeout=JOB_SECONDS * 1000)
    page.locator('[data-viewer][data-state="ready"]').wait_for(timeout=JOB_SECONDS * 1000)
    return page


def in_cart(session: Session) -> Page:
    """A cart with the two dearest models that this person may still buy."""
    page = session.page("demo-buyer")
    page.goto("/models/?sort=-price&price_min=1", wait_until="commit")
    numbers = [link.rsplit("/models/")[-1].split("-")[0] for link in page.locator(".card-name a").evaluate_all(HREFS)]
    for number in numbers:
        page.goto(f"/cart/add/?listing={number}", wait_until="commit")
        add = page.locator("main form button[type=submit]").first
        if add.count():
            add.click()
            page.wait_for_load_state("domcontentloaded")
        page.goto("/cart/", wait_until="commit")
        page.wait_for_load_state("domcontentloaded")
        if page.locator(".cart-line").count() >= 2:
            break
    return page


PAGES: dict[str, Make] = {
    "home": at("/"),
    "catalogue": at("/models/?price_max=20&q="),
    "catalogue-search": at("/models/?q=chair", "demo-buyer"),
    "catalogue-nothing": at("/models/?q=zeppelin&free=1"),
    "model": first_of("/models/?sort=-price", ".card-name a"),
    "model-owned": first_of("/library/", "main .lines a.tile", "demo-buyer"),
    "create": at("/create/", "demo-creator"),
    "job-running": job(PROMPT, "[data-s=done] ~ [data-s=now]", plain=True),
    "job-done": job(PROMPT, ".badge.good"),
    "job-failed": job("blue, but faster", ".badge.bad"),
    "photo": at("/create/photo/", "demo-creator"),
    "source": source,
    "studio": talked,
    "service": at("/service/"),
    "library": at("/library/", "demo-buyer"),
    "cart": in_cart,
    "bounties": at("/bounties/"),
    "bounty": first_of("/bounties/", ".bounties h2 a"),
    "learn": at("/learn/"),
    "tutorial": first_of("/learn/", ".learn-card a"),
    "collection": first_of("/collections/", "main a[href^='/collections/']"),
    "notifications": at("/notifications/", "demo-creator"),
    "papers": at("/papers/", "demo-creator"),
    "payouts": at("/dashboard/payouts/", "demo-creator"),
    "status": at("/dashboard/status/", "demo-creator"),
    "orders": at("/orders/", "demo-buyer"),
    "checkout": order("pay"),
    "checkout-card": order("card"),
    "receipt": first_of("/orders/", "main tr:has(.badge.good) td a", "demo-buyer"),
    "sign-in": at("/accounts/login/"),
    "sign-up": at("/accounts/signup/"),
    "password-reset": at("/accounts/password/reset/"),
    "settings": at("/settings/", "demo-creator"),
    "account-email": at("/accounts/email/", "demo-creator"),
    "account-password": at("/accounts/password/change/", "demo-creator"),
    "second-factor": at("/accounts/2fa/", "demo-creator"),
    "sessions": at("/accounts/sessions/", "demo-creator"),
    "creator": at("/u/demo-creator/"),
    "dashboard": at("/dashboard/", "demo-creator"),
    "upload": at("/upload/", "demo-creator"),
    "edit": edited,
    "admin": at("/admin/", "demo-admin"),
    "admin-list": at("/admin/marketplace/listing/", "demo-admin"),
    "review": review,
    "review-queue": at("/admin/review/", "demo-moderator"),
    "admin-money": at("/admin/money/", "demo-finance"),
    "admin-cases": first_of("/admin/cases/", ".queue a", "demo-moderator"),
    "admin-window": at("/admin/window/", "demo-marketing"),
    "admin-homepage": at("/admin/window/homepage/", "demo-marketing"),
    "admin-campaign": first_of(
        "/admin/window/campaigns/", "main a[href*='/campaigns/']:not([href*='new'])", "demo-marketing"
    ),
    "licences": at("/licences/"),
    "how-we-rank": at("/how-we-rank/"),
    "not-found": at("/no-such-page/"),
}


def shrunk(png: bytes, width: int) -> bytes:
    """A picture as WebP of at most 60 kB: colours give first, then the size."""
    with Image.open(io.BytesIO(png)) as opened:
        image = opened.convert("RGB")
    if image.width > width:
        image = image.resize((width, image.height * width // image.width), Image.Resampling.LANCZOS)
    while True:
        for quality in (82, 74, 66, 58, 50):
            file = io.BytesIO()
            image.save(file, "WEBP", quality=quality, method=6)
            if file.tell() <= MOST_BYTES:
                return file.getvalue()
        image = image.resize((image.width * 9 // 10, image.height * 9 // 10), Image.Resampling.LANCZOS)


def take(page: Page, name: str, folder: Path) -> None:
    """The page at each width in each scheme; it is loaded once, and follows the window and the switch."""
    for width, (window, most) in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": window})
        page.wait_for_timeout(DRAWN_MS)
        height = min(max(page.evaluate("document.documentElement.scrollHeight"), window), most)
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.evaluate("scheme => { document.documentElement.dataset.theme = scheme }", scheme)
            page.wait_for_timeout(DRAWN_MS)
            png = page.screenshot(timeout=90_000)
            (folder / f"{name}-{width}-{scheme}.webp").write_bytes(shrunk(png, width))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", default="http://127.0.0.1:8000")
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--only", default="", help=f"names, with commas between: {', '.join(PAGES)}")
    asked = parser.parse_args(arguments)
    names = [name for name in asked.only.split(",") if name] or list(PAGES)
    unknown = [name for name in names if name not in PAGES]
    if unknown:
        print(f"There is no page {', '.join(unknown)}. There are: {', '.join(PAGES)}.")
        return 2
    asked.to.mkdir(parents=True, exist_ok=True)
    failed = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find() or None, args=ARGS, timeout=180_000)
        session = Session(browser, asked.site)
        for name in names:
            try:
                page = PAGES[name](session)
                take(page, name, asked.to)
                page.close()
                print(name, flush=True)
            except PlaywrightError as error:
                failed.append(name)
                print(f"{name}: {str(error).splitlines()[0]}", flush=True)
        browser.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
