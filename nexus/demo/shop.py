"""The demo shop's models: asked for as jobs, published with their words, approved at the time of the story."""

import re
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

import generation
from accounts.models import User
from generation import services as jobs
from generation.models import Job
from marketplace.catalog.models import Listing
from marketplace.catalog.services import listings, publishing, review_queue
from marketplace.catalog.services.listings import Changes
from nexus.demo import clock
from nexus.demo.people import FOLDER, Cast

GROUP = "demo:"
WAITING_MOST = 6  # so that a visitor's own job is never behind many
FIRST_DAY, CURVE = 57.0, 1.35  # the newest ones stand closer together
EXAMPLES = Path(generation.__file__).parent / "examples"
BROKEN = "// A shelf bracket, first try.\nleg = 60;\ndifference() {\n    cube([leg, 20, 4]);\n    cylinder(d = 5\n}\n"
REJECTED = "The description speaks of a set of six, and the file holds one spoon."
ENDED = {Job.State.SUCCEEDED, Job.State.FAILED, Job.State.CANCELLED}


@dataclass(frozen=True)
class Wanted:
    """One model of models.toml, with its day: how long ago it came into the shop."""

    name: str
    who: str
    prompt: str
    text: str
    days: float
    category: str = ""
    style: str = "realistic"
    source: str = ""
    values: dict[str, float] = field(default_factory=dict)
    offers: dict[str, int] = field(default_factory=dict)
    remix: tuple[str, ...] = ()
    state: Literal["approved", "waiting", "rejected", "failed", "none"] = "approved"


@dataclass(frozen=True)
class Filled:
    """The cast with their models: what was asked for by name, and the listings that came of it."""

    cast: Cast
    wanted: dict[str, Wanted]
    listings: dict[str, int]

    def __getitem__(self, name: str) -> int:
        return self.listings[name]


def _read() -> tuple[Wanted, ...]:
    rows = tomllib.loads((FOLDER / "models.toml").read_text(encoding="utf-8"))["model"]
    dated = [row for row in rows if "days" not in row]
    last = len(dated) - 1
    made = []
    for row in rows:
        days = row.get("days", 0.1 + FIRST_DAY * (dated.index(row) / last) ** CURVE if row in dated else 0.0)
        made.append(Wanted(**{**row, "days": days, "remix": tuple(row.get("remix", ()))}))
    return tuple(made)


MODELS = _read()


def fill(cast: Cast, *, until: float) -> bool:
    """Ask for what is missing and bring what is ready into the shop, until that time; whether all of it is settled."""
    made = {job.name: job for job in Job.objects.filter(group_key=GROUP)}
    busy = sum(job.state not in ENDED for job in made.values())
    for wanted in MODELS:
        if wanted.name not in made and busy < WAITING_MOST:
            _ask_for(wanted, cast[wanted.who])
            busy += 1
    shown = _listings()

    def approved(wanted: Wanted) -> bool:
        return all(name in shown and shown[name].state == Listing.State.APPROVED for name in wanted.remix)

    settled = 0
    for wanted in sorted(MODELS, key=lambda one: bool(one.remix)):  # what is remixed is there first
        job, listing = made.get(wanted.name), shown.get(wanted.name)
        if _is_settled(wanted, job, listing):
            settled += 1
        elif job is not None and job.state == Job.State.SUCCEEDED and time.monotonic() < until and approved(wanted):
            _bring(wanted, job, cast=cast, shown=shown)
    return settled == len(MODELS)


def filled(cast: Cast) -> Filled:
    return Filled(cast, {one.name: one for one in MODELS}, {name: row.pk for name, row in _listings().items()})


def on_show(cast: Cast) -> int:
    return Listing.objects.filter(seller__in=cast.people.values(), state=Listing.State.APPROVED).count()


def job_named(name: str) -> Job | None:
    return Job.objects.filter(group_key=GROUP, name=name).first()


def _listings() -> dict[str, Listing]:
    names = dict(Job.objects.filter(group_key=GROUP).values_list("pk", "name"))
    return {names[row.job_id]: row for row in Listing.objects.filter(job_id__in=names) if row.job_id}


def _is_settled(wanted: Wanted, job: Job | None, listing: Listing | None) -> bool:
    if job is None or job.state not in ENDED:
        return False
    if job.state != Job.State.SUCCEEDED or wanted.state in {"none", "failed"}:
        return True
    ends = {"approved": Listing.State.APPROVED, "waiting": Listing.State.PENDING, "rejected": Listing.State.REJECTED}
    moved_on = listing is not None and listing.state in {Listing.State.APPROVED, Listing.State.ARCHIVED}
    return listing is not None and (moved_on or listing.state == ends[wanted.state])


def _ask_for(wanted: Wanted, creator: User) -> None:
    if wanted.source:
        design = {"source": _source(wanted.source, wanted.values)}
        jobs.submit(
            owner=creator,
            prompt=wanted.prompt,
            name=wanted.name,
            kind=Job.Kind.DESIGN,
            engine="openscad",
            parameters=design,
            group_key=GROUP,
        )
    else:
        style = {"style": wanted.style}
        jobs.submit(owner=creator, prompt=wanted.prompt, name=wanted.name, parameters=style, group_key=GROUP)


def _source(name: str, values: Mapping[str, float]) -> str:
    """One of the workshop's own examples, with other values at its top."""
    text = EXAMPLES.joinpath(f"{name}.scad").read_text(encoding="utf-8") if name != "broken" else BROKEN
    for value, number in values.items():
        text = re.sub(rf"^{value} = [^;]+;", f"{value} = {number};", text, count=1, flags=re.MULTILINE)
    return text


def _bring(wanted: Wanted, job: Job, *, cast: Cast, shown: dict[str, Listing]) -> None:
    creator, moment = cast[wanted.who], cast.ago(wanted.days)
    with clock.at(moment):
        listing = publishing.publish_job(job.pk, by=creator, name=wanted.name)
        if listing.state == Listing.State.DRAFT:
            changes: Changes = {"description": wanted.text, "category": wanted.category}
            if wanted.remix:
                changes |= {"origin": "remix", "remix_of": [shown[name].pk for name in wanted.remix]}
            listings.update_listing(listing.pk, by=creator, **changes)
            listings.update_listing(listing.pk, by=creator, offers=list(wanted.offers.items()))
            listings.submit(listing.pk, by=creator)
            listing.refresh_from_db()
        if listing.state == Listing.State.PENDING:
            _decide(wanted, listing, by=cast["demo-moderator"], at=moment)


def _decide(wanted: Wanted, listing: Listing, *, by: User, at: datetime) -> None:
    if wanted.state == "approved":
        review_queue.approve(listing.pk, by=by, now=at)
    elif wanted.state == "rejected":
        review_queue.reject(listing.pk, by=by, codes=["not_as_described"], reason=REJECTED)
