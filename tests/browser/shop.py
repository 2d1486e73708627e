"""A shop window for browser tests: models made by the running product's own engine, approved and on sale."""

import json
from collections.abc import Mapping

from tests.product import Product

MODELS: Mapping[str, tuple[str, int]] = {
    "Blue floor vase": ("a tall blue ceramic vase, 42 cm high", 650),
    "Turquoise vase": ("a small turquoise vase, 18 cm high", 0),
    "Brass cone": ("a brass cone 10 cm across and 15 cm tall", 120),
    "Beech side table": ("a beech side table 48 cm wide, 36 cm deep and 55 cm tall", 299),
}
# Said inside the product by its own services, as its demo does.
FILL = """
import json, sys, time
from django.db import close_old_connections
from allauth.account.models import EmailAddress
from accounts.models import User
from generation import services as jobs
from generation.models import Job
from marketplace.catalog.models import Listing
from marketplace.catalog.services import listings, publishing, review_queue
models = json.loads({models!r})
def person(name, **more):
    user = User.objects.filter(username=name).first()
    if user is None:
        user = User.objects.create_user(f"{{name}}@example.com", name, "correct-horse-7", display_name="Ida Lund", **more)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
maker, keeper = person("window-maker"), person("window-keeper", is_staff=True, is_superuser=True)
missing = {{name: it for name, it in models.items() if not Listing.objects.filter(name=name, seller=maker, state="approved").exists()}}
made = {{name: jobs.submit(owner=maker, prompt=prompt, name=name, start=True) for name, (prompt, _) in missing.items()}}
until = time.monotonic() + 150
for name, job in made.items():
    while not (job := Job.objects.get(pk=job.pk)).is_final:
        assert time.monotonic() < until, f"{{name}} is still {{job.state}}"
        time.sleep(0.2)
    assert job.state == "succeeded", job.error_message
    listing = publishing.publish_job(job.pk, by=maker, price_cents=missing[name][1], name=name)
    listings.update_listing(listing.pk, by=maker, category="furniture" if {{"table", "chair"}} & set(name.split()) else "home")
    listings.submit(listing.pk, by=maker)
    review_queue.approve(listing.pk, by=keeper)
print(json.dumps({{row.name: f"/models/{{row.pk}}-{{row.slug}}/" for row in Listing.objects.filter(name__in=models, seller=maker)}}))
"""


def fill(product: Product, models: Mapping[str, tuple[str, int]] = MODELS) -> dict[str, str]:
    """Put these models (name: prompt and price in cents) on sale where they are not yet; their addresses by name."""
    done = product.manage("shell", "-v0", "-c", FILL.format(models=json.dumps(dict(models))), seconds=500)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, str] = json.loads(done.stdout.strip().splitlines()[-1])
    return found
