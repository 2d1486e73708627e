"""What happens in the demo shop, as acts in the order of their time; an act that has happened changes nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from nexus.demo import staff, talk, trade, work
from nexus.demo.shop import Filled


@dataclass(frozen=True)
class Act:
    """One thing somebody does; `do` answers False where a worker must end something first, and is asked again."""

    when: datetime
    do: Callable[[], bool]


def acts(shop: Filled) -> Iterator[Act]:
    """All of them, the oldest first; of one day in the order in which they are told."""
    told = [*trade.told(shop), *talk.told(shop), *work.told(shop), *staff.told(shop)]
    for days, do in sorted(told, key=lambda one: -one[0]):
        yield Act(shop.cast.ago(days), partial(_happened, do))


def _happened(do: Callable[[], bool | None]) -> bool:
    return do() is not False
