"""Demo data, only where DEBUG=1: people, and models that the product itself makes, renders, approves and sells.

Filled step by step while the site already runs; each step looks at what is there, so that it may stop anywhere.
"""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import close_old_connections, transaction

from accounts.models import User
from generation import services as jobs
from generation.models import Job
from marketplace.catalog.models import Category, Listing
from marketplace.catalog.services import listings, publishing, review_queue
from marketplace.transactions.models import OrderLine
from marketplace.transactions.services import orders
from nexus import demo_window

PEOPLE = {
    "demo-admin": ("Ada Okafor", None),
    "demo-moderator": ("Mira Sandoval", "moderator"),
    "demo-finance": ("Femi Larsen", "finance"),
    "demo-marketing": ("Noor Haddad", "marketing"),
    "demo-creator": ("Ida Lund", None),
    "demo-buyer": ("Ben Alvarez", None),
}


@dataclass(frozen=True)
class Wanted:
    name: str
    prompt: str
    category: str
    price_cents: int
    style: str = "realistic"
    sold: bool = False


# The plainest first: what is newest stands in front.
MODELS = (
    Wanted(
        "Spur gear, 24 teeth",
        "a steel spur gear with 24 teeth, 50 mm in diameter, 10 mm thick, bore 8 mm",
        "mechanics",
        0,
    ),
    Wanted("Beech side table", "a beech side table 48 cm wide, 36 cm deep and 55 cm tall", "furniture", 299),
    Wanted("Turquoise vase", "a small turquoise vase, 18 cm high", "home", 199),
    Wanted("Low poly pine", "a pine tree, 4 m tall", "nature", 0, style="low-poly"),
    Wanted("Red and white lighthouse", "a red and white lighthouse, 24 m tall", "buildings", 450),
    Wanted("Potted sunflower", "a potted sunflower with twelve petals", "nature", 250),
    Wanted("Sailing boat", "a wooden sailing boat with two white sails", "vehicles", 800),
    Wanted("Wedding cake", "a wedding cake with three tiers", "food", 350),
    Wanted("Stone cottage", "a small stone cottage with a red roof and a chimney", "buildings", 900),
    Wanted("Xylophone", "a wooden xylophone with eight bars, each in another colour", "art", 550),
    Wanted("Ebony knight", "an ebony chess knight, 8 cm tall", "toys", 150),
    Wanted("Red tractor", "a red tractor with four wheels", "vehicles", 700),
    Wanted("Green teapot", "a green teapot, 16 cm high", "home", 650),
    Wanted("Spruce guitar", "a spruce guitar with six strings", "art", 1200),
    Wanted("Brass lamp", "a brass table lamp with a green shade", "home", 650),
    Wanted("Walnut chair with five slats", "a walnut chair with five slats, 92 cm tall", "furniture", 1400, sold=True),
    Wanted("Round oak table", "a round oak table 120 cm wide with four legs", "furniture", 499, sold=True),
    Wanted("Orange robot", "a robot with an orange body", "figures", 990, style="stylized"),
)


def people() -> dict[str, User]:
    """The demo people, confirmed and consenting; made in one transaction."""
    found = {}
    with transaction.atomic():
        for username, (name, role) in PEOPLE.items():
            user = User.objects.filter(username=username).first()
            if user is None:
                address = f"{username}@example.com"
                staff = role is not None or username == "demo-admin"
                user = User.objects.create_user(
                    address,
                    username,
                    settings.DEMO_PASSWORD,
                    display_name=name,
                    marketing_consent=True,
                    is_staff=staff,
                    is_superuser=username == "demo-admin",
                )
                EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
                if role:
                    user.groups.add(Group.objects.get(name=role))
            found[username] = user
    return found


class Filling:
    """Fills an empty shop; `step` is called each second and returns a sentence when there is something to say."""

    def __init__(self, *, even_if_used: bool = False) -> None:
        self.even_if_used = even_if_used
        self.done = False

    def step(self) -> str:
        if self.done:
            return ""
        close_old_connections()
        if not self.even_if_used and User.objects.exclude(username__in=PEOPLE).exists():
            self.done = True
            return ""
        who = people()
        creator, admin, buyer = who["demo-creator"], who["demo-admin"], who["demo-buyer"]
        demo_window.fill(admin)
        made = {job.name: job for job in Job.objects.filter(owner=creator, group_key="demo:")}
        for wanted in MODELS:
            job = made.get(wanted.name)
            if job is None:
                _ask_for(wanted, creator)
            elif job.state == Job.State.SUCCEEDED:
                _bring_to_shop(wanted, job, creator=creator, admin=admin, buyer=buyer)
        ready = Listing.objects.filter(seller=creator, state=Listing.State.APPROVED).count()
        failed = sum(job.state in {Job.State.FAILED, Job.State.CANCELLED} for job in made.values())
        self.done = ready + failed >= len(MODELS)
        return f"The demo shop is filled: {ready} models" if self.done else ""


def _ask_for(wanted: Wanted, creator: User) -> None:
    jobs.submit(
        owner=creator,
        prompt=wanted.prompt,
        name=wanted.name,
        parameters={"style": wanted.style},
        group_key="demo:",
        start=True,
    )


def _bring_to_shop(wanted: Wanted, job: Job, *, creator: User, admin: User, buyer: User) -> None:
    listing = Listing.objects.filter(job_id=job.pk).first()
    if listing is None:
        listing = publishing.publish_job(job.pk, by=creator, price_cents=wanted.price_cents, name=wanted.name)
    if listing.state == Listing.State.DRAFT:
        category = Category.objects.get(slug=wanted.category)
        text = f"{wanted.name}, made from one sentence: *{wanted.prompt}*."
        listings.update_listing(listing.pk, by=creator, description=text, category=category.slug)
        listings.submit(listing.pk, by=creator)
        review_queue.approve(listing.pk, by=admin)
    if wanted.sold and not OrderLine.objects.filter(buyer=buyer, listing=listing).exists():
        orders.place_order(buyer, items=[(listing.pk, "personal")], payment_method="pm_card_visa")
