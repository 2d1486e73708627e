"""J7: a client's budget in escrow, an artist's work, and money and rights that change hands; then a dispute."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import make
from tests.browser.test_whole_way import PASSWORD, sign_in, sign_up
from tests.product import Product

CARD = {"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}


@pytest.fixture(scope="module")
def chief(product: Product) -> str:
    return product.make_chief("bounty-chief", PASSWORD)


def post(page: Page, title: str, budget: str) -> str:
    """Post a bounty and pay its budget on the card page; the address of its page, when it is open."""
    page.goto("/bounties/")
    page.get_by_role("link", name="Post a bounty").first.click()
    page.get_by_label("What is to be made").fill(title)
    page.get_by_label("Description").fill("Of walnut, as in the **sketch**.")
    page.get_by_label("Budget in USD").fill(budget)
    page.get_by_label("GLB", exact=True).check()
    for name, length in {"Width": "400", "Height": "300", "Depth": "200"}.items():
        page.get_by_label(f"{name} in mm").fill(length)
    page.get_by_role("button", name="Go on to payment").click()
    page.wait_for_url(re.compile("/test-gateway/pay/"), wait_until="commit")
    for field, value in CARD.items():
        page.locator(f"input[name={field}]").fill(value)
    page.get_by_role("button", name=re.compile("Pay")).click()
    page.wait_for_url(re.compile(r"/bounties/\d+/$"), wait_until="commit")
    expect(page.locator(".job-head .badge")).to_have_text("Open", timeout=30_000)
    return page.url


def apply(page: Page, url: str, price: str) -> None:
    page.goto(url)
    page.get_by_label("Your price in USD").fill(price)
    page.get_by_label("How you would do it").fill("I have made three of these.")
    page.get_by_role("button", name="Apply", exact=True).click()
    expect(page.get_by_text("You applied").first).to_be_visible()


@pytest.mark.timeout(400)
def test_a_bounty_is_paid_in_worked_on_accepted_and_another_is_divided_by_staff(visitors, mails, chief) -> None:
    client, artist, other, staff = (visitors().page for _ in range(4))
    for page, name in ((client, "bounty-client"), (artist, "bounty-artist"), (other, "bounty-other")):
        sign_up(page, mails, name)
    url = post(client, "A walnut box with a lid", "50")
    apply(artist, url, "40")
    apply(other, url, "45")

    # One is chosen, and hands in a file that is checked before it can be sent.
    client.goto(url)
    client.get_by_role("button", name="Choose bounty-artist for 40.00").click()
    expect(client.locator(".job-head .badge")).to_have_text("In progress")
    other.goto(url)
    expect(other.get_by_text("Another artist was chosen").first).to_be_visible()
    artist.goto(url)
    artist.get_by_label("Your file").set_input_files(
        {"name": "box.glb", "mimeType": "model/gltf-binary", "buffer": make.glb()}
    )
    artist.get_by_role("button", name="Upload", exact=True).click()
    expect(artist.get_by_text("box.glb is checked and ready.")).to_be_visible(timeout=90_000)
    artist.get_by_label("A word to the client").fill("The lid is a part of its own.")
    artist.get_by_role("button", name="Hand it in").click()
    expect(artist.get_by_text("Waits for the client").first).to_be_visible()

    # The client sees what was measured, turns it in 3D, and pays by accepting it.
    client.goto(url)
    expect(client.locator("table.checks .badge.good")).to_have_count(2)
    expect(client.locator("[data-viewer]")).to_be_visible()
    client.get_by_role("button", name="Accept and pay 40.00").click()
    expect(client.locator(".job-head .badge")).to_have_text("Completed")
    expect(client.get_by_text("Back to your card")).to_be_visible()
    client.get_by_role("link", name="Download the files").click()
    expect(client.locator("h1")).to_contain_text("A walnut box with a lid")
    artist.goto(url)
    expect(artist.get_by_text("37.00").first).to_be_visible()
    assert other.goto(client.url).status == 404

    # A second one ends in a dispute, which staff divide.
    url = post(client, "A walnut tray", "30")
    apply(artist, url, "30")
    client.goto(url)
    client.get_by_role("button", name="Choose bounty-artist for 30.00").click()
    client.locator("summary", has_text="Ask staff to decide").click()
    client.get_by_label("What is wrong").fill("Nothing came.")
    client.get_by_role("button", name="Open a dispute").click()
    expect(client.locator(".job-head .badge")).to_have_text("In dispute")
    sign_in(staff, chief, PASSWORD, start="/admin/bounties/")
    staff.get_by_role("link", name="A walnut tray").click()
    staff.get_by_label("For the artist, in USD").fill("10")
    staff.get_by_label("Why?").fill("A sketch was made.")
    staff.get_by_role("button", name="Divide it").click()
    expect(staff.get_by_text("The artist gets 10.00 less the fee; 20.00 goes back to the client.")).to_be_visible()
    staff.get_by_role("button", name="Divide it").click()
    expect(staff.get_by_text("No disputes")).to_be_visible()
    artist.goto(url)
    expect(artist.get_by_text("9.25").first).to_be_visible()
    client.goto(url)
    expect(client.get_by_text("20.00").first).to_be_visible()
