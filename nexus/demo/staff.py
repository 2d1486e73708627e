"""What staff do in the demo shop: tutorials that are true, the shop window, a campaign, and a case that waits."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from marketplace.campaigns.models import Campaign, CampaignMail
from marketplace.campaigns.services import campaigns, following
from marketplace.homepage.models import SliderItem, Testimonial
from marketplace.homepage.services import slider, testimonials
from marketplace.trust.models import Report
from marketplace.trust.services import reporting
from marketplace.tutorials import services as tutorials
from marketplace.tutorials.models import Tutorial
from nexus.demo.people import FOLDER
from nexus.demo.shop import Filled

TEXTS = FOLDER / "tutorials"
NAMED = re.compile(r"^\[model:([^\]\d][^\]]*)\]$", re.MULTILINE)
SLIDER = ("Castle with four towers", "Orange robot", "Copper kettle", "Red dragon", "Spruce guitar", "Red tractor")
QUOTES = (
    ("Pavel Novák", "Teacher of design and technology",
     "Thirty students, thirty rockets, one afternoon. The facts of a page tell me beforehand what prints.", 5, True),
    ("June Park", "Level designer", "I search by triangles and size, and what I find is what I get.", 5, True),
    ("Matteo Ricci", "Model railways", "I asked for a lamp that nobody sells, and a week later it stood at my station.",
     5, True),
    ("Ida Lund", "Creator", "The facts are read from my file. Nobody has to believe what I type.", 5, False),
    ("Mira Sandoval", "Moderator", "The report tells me what to look at before I open a model.", 4, False),
)  # fmt: skip
LETTER = (
    "<h2>Sixty new models</h2><p>The shop has a castle, a kettle and a robot with buttons on its chest. "
    '<a href="/models/">See what is new</a>.</p><h2>Lamps, towers and tables</h2><p>People post what they miss, with '
    'a budget that is already paid in. <a href="/bounties/">Look at the open bounties</a>.</p>'
)
NAME = "News of the autumn"

Told = tuple[float, Callable[[], bool | None]]


def told(shop: Filled) -> Iterator[Told]:
    """Every act of staff with the days it lies back."""
    for place, path in enumerate(sorted(TEXTS.glob("*.md"))):
        yield 30.0 - place * 9, partial(_tutorial, shop, path)
    for place, quote in enumerate(QUOTES):
        yield 16.0 - place * 3, partial(_quote, shop, *quote)
    yield 5.0, partial(_slider, shop)
    yield 1.5, partial(_report, shop, "zola-dube", "It looks much like the one from the film. Please check.")
    yield 1.2, partial(_report, shop, "june-park", "Same thought here.")
    yield 0.0, partial(_send, shop)
    yield -0.1, _read


def _tutorial(shop: Filled, path: Path) -> None:
    head, _blank, text = path.read_text(encoding="utf-8").partition("\n\n")
    said = dict(line.split(": ", 1) for line in head.splitlines())
    title = path.stem.replace("-", " ").capitalize().replace("openscad", "OpenSCAD")
    if Tutorial.objects.filter(title=title).exists():
        return
    by = shop.cast["demo-marketing"]
    embedded = NAMED.sub(lambda found: f"[model:{shop[found[1]]}]" if found[1] in shop.listings else "", text)
    row = tutorials.write_tutorial(by=by, title=title, text=embedded, level=said["level"], summary=said["summary"])
    tutorials.publish_tutorial(row.pk, by=by)


def _quote(shop: Filled, author: str, company: str, text: str, rating: int, verified: bool) -> None:
    if not Testimonial.objects.filter(author=author).exists():
        testimonials.write_testimonial(
            {"author": author, "company": company, "text": text, "rating": rating, "verified": verified,
             "featured": verified, "published": True},
            by=shop.cast["demo-marketing"],
        )  # fmt: skip


def _slider(shop: Filled) -> None:
    if not SliderItem.objects.exists():
        ids = [shop[name] for name in SLIDER if name in shop.listings]
        slider.set_slider(ids, by=shop.cast["demo-marketing"])


def _report(shop: Filled, who: str, text: str) -> None:
    listing, reporter = shop["Yellow submarine"], shop.cast[who]
    if not Report.objects.filter(reporter=reporter, case__listing=listing).exists():
        reporting.report_model(listing, by=reporter, reason="copyright", text=text)


def _send(shop: Filled) -> None:
    """A campaign goes out by the true clock: its sender rests where the beginning lies long ago."""
    if not Campaign.objects.filter(name=NAME).exists():
        by = shop.cast["demo-marketing"]
        row = campaigns.write_campaign(by=by, name=NAME, subject="A castle, a kettle, a robot", content=LETTER)
        campaigns.send_campaign(row.pk, by=by)


def _read() -> bool | None:
    """Once it is out, some people open it and some of them follow a link."""
    row = Campaign.objects.filter(name=NAME).first()
    if row is None or row.mails.exclude(opened_at=None).exists():
        return None
    if row.state == Campaign.State.SENDING:
        return False
    mails = row.mails.filter(state=CampaignMail.State.SENT).order_by("pk").values_list("pk", flat=True)
    for place, mail in enumerate(mails):
        if place % 3 < 2:
            following.note_open(mail)
        if place % 3 == 0:
            following.follow_link(mail, place % 2)
    return None
