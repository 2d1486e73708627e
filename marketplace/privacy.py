"""What the shop has of a person: gathers what each slice says of its own tables."""

from collections.abc import Iterator, Mapping

from accounts.models import User
from marketplace.bounties import privacy as bounties
from marketplace.campaigns import privacy as campaigns
from marketplace.catalog import privacy as catalog
from marketplace.transactions import privacy as transactions
from marketplace.trust import privacy as trust
from nexus.foundation.personal import Obstacle, Own, OwnFile

SLICES = (transactions, bounties, trust, campaigns, catalog)

GOES = frozenset(name for one in SLICES for name in one.GOES)
STAYS: Mapping[str, str] = {
    **{name: reason for one in SLICES for name, reason in one.STAYS.items()},
    "marketplace.HomepageVersion.made_by": "an act of staff",
    "marketplace.HomepageDraft.changed_by": "an act of staff",
    "marketplace.PageText.changed_by": "an act of staff",
    "marketplace.Tutorial.author": "an act of staff",
}


def export(user: User) -> Own:
    found = [one.export(user) for one in SLICES]

    def files() -> Iterator[OwnFile]:
        for own in found:
            yield from own.files

    return Own(tuple(table for own in found for table in own.tables), files())


def obstacles(user: User) -> list[Obstacle]:
    return [obstacle for one in SLICES for obstacle in one.obstacles(user)]


def close(user: User) -> None:
    for one in SLICES:
        one.close(user)


def forget(user: User) -> None:
    for one in SLICES:
        one.forget(user)
