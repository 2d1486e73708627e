"""Bounties, applications for them, and work handed in."""

from typing import Any, TypedDict
from uuid import UUID

from marketplace.bounties import states
from marketplace.bounties.models import Application, Bounty, Submission
from marketplace.bounties.selectors import funding
from marketplace.transactions import money
from marketplace.transactions import selectors as transactions
from nexus.api.base import Time, Url, Uuid, absolute, moment
from nexus.api.core.shapes import people


class BountyShape(TypedDict):
    """A model that a client asks for; `checkout_url` and `price` are for its own people."""

    id: int
    url: Url
    title: str
    description: str
    budget: str
    currency: str
    status: str
    funding: str
    checkout_url: Url | None
    deadline: Time | None
    requirements: dict[str, Any]
    client: people.Profile
    winner: people.Profile | None
    applicants: int
    disputed: bool
    created_at: Time


class ApplicationShape(TypedDict):
    id: int
    bounty_id: int
    artist: people.Profile
    price: str
    text: str
    state: str
    created_at: Time


class CheckShape(TypedDict):
    """A requirement beside what was measured."""

    requirement: str
    wanted: Any
    measured: Any
    passed: bool


class SubmissionShape(TypedDict):
    id: int
    bounty_id: int
    model_id: int
    upload_ids: list[Uuid]
    message: str
    checks: list[CheckShape]
    state: str
    created_at: Time


# A bounty that ended closes what was still with the client; for programs it stays what it last was.
SAID = {Submission.State.CLOSED.value: Submission.State.SENT.value}


def bounty(
    row: Bounty, *, client: people.Profile, winner: people.Profile | None, applicants: int, is_own: bool, path: str
) -> BountyShape:
    """One bounty; only its client is told where it is paid."""
    held = row.escrow
    checkout = transactions.checkout_url_of(held.order) if is_own and held is not None else ""
    return {
        "id": row.pk,
        "url": absolute(path),
        "title": row.title,
        "description": row.description,
        "budget": money.text(row.budget_cents),
        "currency": row.currency,
        "status": states.STATUS[row.state],
        "funding": funding(held.state if held else None),
        "checkout_url": absolute(checkout) if checkout else None,
        "deadline": moment(row.deadline) if row.deadline else None,
        "requirements": row.requirements,
        "client": client,
        "winner": winner,
        "applicants": applicants,
        "disputed": row.state == Bounty.State.DISPUTED,
        "created_at": moment(row.created_at),
    }


def application(row: Application, artist: people.Profile) -> ApplicationShape:
    return {
        "id": row.pk,
        "bounty_id": row.bounty_id,
        "artist": artist,
        "price": money.text(row.price_cents),
        "text": row.text,
        "state": row.state,
        "created_at": moment(row.created_at),
    }


def submission(row: Submission) -> SubmissionShape:
    ids: list[UUID] = row.upload_ids
    return {
        "id": row.pk,
        "bounty_id": row.bounty_id,
        "model_id": row.listing_id,
        "upload_ids": [str(upload) for upload in ids],
        "message": row.message,
        "checks": row.checks,
        "state": SAID.get(row.state, row.state),
        "created_at": moment(row.created_at),
    }
