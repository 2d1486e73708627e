"""Signs in through a provider in a process that was started with SOCIAL_PROVIDERS; prints what came of it as JSON."""

import json
import os
from urllib.parse import parse_qs, urlsplit

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "nexus.settings"
django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from accounts.models import User  # noqa: E402
from nexus.foundation.outbox import OutboxMessage  # noqa: E402

PLACE = "/accounts/oidc/acme/login/"
settings.ALLOWED_HOSTS = ["testserver"]


def sign_in(client: Client, code: str) -> str:
    """Press the button, come back from the provider with a code; where one stands then."""
    left = client.post(PLACE)
    asked = parse_qs(urlsplit(left["Location"]).query)
    back = client.get(f"{PLACE}callback/", {"code": code, "state": asked["state"][0]}, follow=True)
    return str(back.redirect_chain[-1][0]) if back.redirect_chain else back.content.decode()[:300]


first, second = Client(), Client()
page = first.get("/accounts/login/")
policy = page.headers["Content-Security-Policy"]
refused = sign_in(Client(), "forged")
people_before = User.objects.count()
came_to = sign_in(first, "code-1")
again = sign_in(second, "code-1")
user = User.objects.get(email="ida@elsewhere.example")
print(
    json.dumps(
        {
            "button": PLACE in page.content.decode(),
            "policy": next(part for part in policy.split("; ") if part.startswith("form-action")),
            "refused": people_before,
            "came_to": came_to,
            "again": again,
            "people": User.objects.filter(email="ida@elsewhere.example").count(),
            "name": user.name,
            "username": user.username,
            "confirmed": EmailAddress.objects.get(user=user).verified,
            "facts": list(OutboxMessage.objects.filter(fact__startswith="person.").values_list("fact", flat=True)),
            "settings": second.get("/settings/").status_code,
        }
    )
)
