"""What the demo puts into the shop window: tutorials that are true, and what demo people say. Only where DEBUG=1."""

from pathlib import Path

from accounts.models import User
from marketplace.homepage.models import Testimonial
from marketplace.homepage.services import testimonials
from marketplace.tutorials import services as tutorials
from marketplace.tutorials.models import Tutorial

TEXTS = Path(__file__).parent / "demo_tutorials"
QUOTES = (
    ("Ben Alvarez", "Buyer in the demo", "I typed one sentence and had a table of the right size on my screen.", 5),
    ("Ida Lund", "Creator in the demo", "The facts are read from my file. Nobody has to believe what I type.", 5),
    ("Mira Sandoval", "Moderator in the demo", "The report tells me what to look at before I open a model.", 4),
)


def fill(admin: User) -> None:
    """Tutorials and testimonials, where there are none yet."""
    if not Tutorial.objects.exists():
        for path in sorted(TEXTS.glob("*.md")):
            _write(path, admin)
    if not Testimonial.objects.exists():
        for author, company, text, rating in QUOTES:
            testimonials.write_testimonial(
                {"author": author, "company": company, "text": text, "rating": rating, "verified": False,
                 "featured": False, "published": True},
                by=admin,
            )  # fmt: skip


def _write(path: Path, admin: User) -> None:
    head, _blank, text = path.read_text(encoding="utf-8").partition("\n\n")
    said = dict(line.split(": ", 1) for line in head.splitlines())
    title = path.stem.replace("-", " ").capitalize().replace("openscad", "OpenSCAD")
    row = tutorials.write_tutorial(by=admin, title=title, text=text, level=said["level"], summary=said["summary"])
    tutorials.publish_tutorial(row.pk, by=admin)
