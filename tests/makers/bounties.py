"""Makers of bounties, each reached through the services."""

import itertools
from typing import Any

from accounts.models import User
from marketplace.bounties.models import Application, Bounty, Submission
from marketplace.bounties.services import applying, disputes, posting, work
from marketplace.catalog.models import Listing, ListingFile, Upload
from tests.makers import accounts, catalog

_numbers = itertools.count(1)
PAYS = "pm_card_visa"


def bounty(client: User | None = None, *, budget_cents: int = 5000, paid: bool = True, **wish: Any) -> Bounty:
    """An open bounty whose budget is in escrow, or one that nobody paid yet."""
    made = posting.make_bounty(
        by=client or accounts.person(),
        budget_cents=budget_cents,
        **{"title": f"A brass lamp {next(_numbers)}", "description": "As in the *drawing*.", **wish},
    )
    return posting.fund(made.pk, by=made.client, payment_method=PAYS) if paid else made


def application(target: Bounty | None = None, artist: User | None = None, *, price_cents: int = 4000) -> Application:
    target = target or bounty()
    return applying.apply(
        target.pk, by=artist or accounts.person(), price_cents=price_cents, text="I have made three of these."
    )


def running(client: User | None = None, artist: User | None = None, *, price_cents: int = 4000, **wish: Any) -> Bounty:
    """A bounty with a chosen artist."""
    made = application(bounty(client, **wish), artist, price_cents=price_cents)
    applying.choose(made.pk, by=made.bounty.client)
    return Bounty.objects.select_related("client", "winner", "escrow").get(pk=made.bounty_id)


def ready_upload(owner: User, *, target: Listing | None = None) -> Upload:
    """A checked upload on a draft of this person's, without waiting for a child."""
    listing = target or catalog.with_file(catalog.draft(owner))
    file = ListingFile.objects.select_related("file").get(listing=listing, is_source=True)
    return Upload.objects.create(
        owner=owner,
        listing=listing,
        file=file.file,
        listing_file=file,
        filename="box.glb",
        size=file.file.size,
        state=Upload.State.READY,
        progress=100,
        report=listing.facts,
    )


def submission(target: Bounty | None = None, *, message: str = "Here it is.") -> Submission:
    """Work that is with the client."""
    target = target or running()
    assert target.winner is not None
    upload = ready_upload(target.winner)
    return work.submit(target.pk, by=target.winner, upload_ids=[upload.pk], message=message)


def disputed(target: Bounty | None = None) -> Bounty:
    target = target or running()
    disputes.open_dispute(target.pk, by=target.client, text="Nothing came.")
    return Bounty.objects.select_related("client", "winner", "escrow").get(pk=target.pk)
