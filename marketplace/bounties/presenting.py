"""Bounties in words for people: status, requirements, checks, stages and what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.bounties.models import Bounty, BountyEvent
from marketplace.bounties.requirements import TOLERANCE_MM
from nexus.foundation.languages import figures
from nexus.templatetags.ui import size_cm, thousands

State = Bounty.State
TONES = {
    State.UNFUNDED: "warn",
    State.OPEN: "good",
    State.IN_PROGRESS: "note",
    State.DISPUTED: "bad",
    State.COMPLETED: "",
    State.CLOSED: "",
}


@dataclass(frozen=True)
class Line:
    """A requirement: what it is called and what is asked; beside it what was measured, where it was."""

    label: str
    wanted: str
    measured: str = ""
    passed: bool | None = None


@dataclass(frozen=True)
class Stage:
    name: str
    state: str
    took: str = ""


def status_words(state: str) -> str:
    """The contracts' words, and the two states that only its people need to tell apart."""
    return {
        State.UNFUNDED: _("Not paid yet"),
        State.OPEN: _("Open"),
        State.IN_PROGRESS: _("In progress"),
        State.DISPUTED: _("In dispute"),
        State.COMPLETED: _("Completed"),
        State.CLOSED: _("Closed"),
    }[State(state)]


def labels() -> dict[str, str]:
    return {
        "formats": _("Formats"),
        "triangles_max": _("Triangles"),
        "size_mm": _("Size"),
        "closed": _("Closed mesh"),
        "printable": _("Can be printed"),
        "materials_max": _("Materials"),
        "rigged": _("Rigged"),
        "textured": _("Textured"),
    }


def required(requirements: Mapping[str, Any]) -> tuple[Line, ...]:
    """What is asked of the work, a line each."""
    names = labels()
    return tuple(
        Line(names[name], _wanted(name, value, requirements)) for name, value in requirements.items() if name in names
    )


def checked(checks: Sequence[Mapping[str, Any]], requirements: Mapping[str, Any]) -> tuple[Line, ...]:
    """Each check as it was made when the work was handed in."""
    names = labels()
    return tuple(
        Line(
            names.get(check["requirement"], check["requirement"]),
            _wanted(check["requirement"], check["wanted"], requirements),
            _measured(check["requirement"], check["measured"], check["wanted"]),
            bool(check["passed"]),
        )
        for check in checks
    )


def _wanted(name: str, value: Any, requirements: Mapping[str, Any]) -> str:
    if name == "formats":
        return ", ".join(word.upper() for word in value)
    if name in {"triangles_max", "materials_max"}:
        return _("at most %(number)s") % {"number": thousands(value)}
    if name == "size_mm":
        off = figures(f"{requirements.get('tolerance_mm', TOLERANCE_MM):g}")
        return _("%(size)s, ± %(off)s mm") % {"size": size_cm(value), "off": off}
    return _("yes")


def _measured(name: str, value: Any, wanted: Any) -> str:
    if value is None:
        return _("not known")
    if name == "formats":
        return ", ".join(word.upper() for word in value if word in wanted) or _("none of them")
    if name in {"triangles_max", "materials_max"}:
        return thousands(value)
    if name == "size_mm":
        return size_cm(value)
    return _("yes") if value else _("no")


def stages(state: str, *, handed_in: bool, funded: bool) -> tuple[Stage, ...]:
    """The way of a bounty as a rule of five."""
    names = (_("Escrow"), _("Applications"), _("Work"), _("Review"), _("Paid"))
    if state == State.CLOSED:
        now = 1 if funded else 0
    elif state == State.COMPLETED:
        now = 5
    else:
        now = {State.UNFUNDED: 0, State.OPEN: 1}.get(State(state), 3 if handed_in else 2)
    here = "failed" if state in {State.CLOSED, State.DISPUTED} else "now"
    return tuple(
        Stage(name, "done" if place < now else here if place == now else "next") for place, name in enumerate(names)
    )


def happened(kind: str, actor: str) -> str:
    """One line of the record."""
    words = {
        BountyEvent.Kind.POSTED: _("%(who)s posted this bounty"),
        BountyEvent.Kind.OPENED: _("The escrow holds the budget; artists can apply"),
        BountyEvent.Kind.CHANGED: _("%(who)s changed what is asked"),
        BountyEvent.Kind.APPLIED: _("%(who)s applied"),
        BountyEvent.Kind.WITHDRAWN: _("%(who)s withdrew the application"),
        BountyEvent.Kind.CHOSEN: _("%(who)s chose an artist"),
        BountyEvent.Kind.SUBMITTED: _("%(who)s handed in work"),
        BountyEvent.Kind.CHANGES_REQUESTED: _("%(who)s asked for changes"),
        BountyEvent.Kind.MESSAGE: _("%(who)s wrote"),
        BountyEvent.Kind.REMINDED: _("A reminder was sent"),
        BountyEvent.Kind.DISPUTED: _("%(who)s opened a dispute") if actor else _("The time ran out; staff decide"),
        BountyEvent.Kind.SPLIT_PROPOSED: _("Staff proposed how to divide the escrow; a second person looks at it"),
        BountyEvent.Kind.SPLIT_REFUSED: _("The proposed division was not released"),
        BountyEvent.Kind.SPLIT: _("Staff divided the escrow"),
        BountyEvent.Kind.COMPLETED: _("The work is accepted and paid"),
        BountyEvent.Kind.CLOSED: _("Closed by %(who)s") if actor else _("Closed, because its time was over"),
    }[BountyEvent.Kind(kind)]
    return words % {"who": actor} if "%(who)s" in words else words


def applied_words(number: int) -> str:
    return ngettext("%(count)d application", "%(count)d applications", number) % {"count": number}
