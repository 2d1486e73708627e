"""The rules that reports and decisions name, in words, and the terms that run. Pure."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

TEXT_MOST = 2000
STRIKE_FOR = timedelta(days=180)
STRIKES_MOST = 3  # at so many standing strikes staff may close the account
APPEAL_FOR = timedelta(days=30)
UNFOUNDED_FOR = timedelta(days=90)
UNFOUNDED_MOST = 5  # reports found empty in that time; then one reports nothing until the oldest is past
CLAIMED_FOR = timedelta(minutes=15)
COUNTER_DAYS = 10  # working days in which a creator may answer a copyright notice
COURT_DAYS = 10  # working days in which whoever sent it may go to court after that answer, and staff may act on it
CONFIRM_FOR = timedelta(days=7)  # a notice whose address is not confirmed is dropped after it
NOTICE_TARGETS_MOST = 20
REFUSED_FOR = timedelta(days=180)
REFUSED_MOST = 3  # notices found empty in that time; then the address sends none until the oldest is past

# What who reports chooses from: code of the contract → words
REASONS = {
    "copyright": _("It copies a protected work"),
    "stolen": _("It was taken from another creator"),
    "unlabelled_ai": _("It was made with AI and does not say so"),
    "sensitive": _("It shows something sensitive without saying so"),
    "dangerous": _("It is dangerous"),
    "spam": _("It is spam or misleads"),
    "broken": _("Its file is broken"),
    "other": _("Something else"),
}
_RUDE = {"sensitive": _("It insults, or shows what nobody should have to see")}
_SAID_REASONS = {
    code: _RUDE.get(code, REASONS[code]) for code in ("copyright", "sensitive", "dangerous", "spam", "other")
}

# The rule that a statement of reasons names, for each code
RULES = {
    "copyright": _("Who publishes a model owns it or has the right to publish it."),
    "stolen": _("Models of other creators are not published as one's own."),
    "unlabelled_ai": _("A model that was made with AI says so."),
    "sensitive": _("Sensitive content is marked as such."),
    "dangerous": _("What can hurt people is not published here."),
    "spam": _("A model is what its page says, and is published once."),
    "broken": _("Files open, and hold what the page says."),
    "other": _("The rules of the site are kept."),
}
_SAID_RULES = {
    "copyright": _("Who publishes something owns it or has the right to publish it."),
    "sensitive": _("People are treated with respect, in words and in pictures."),
    "spam": _("What is said here is honest, and no advertising."),
}

# What a decision means for who published the model
ACTS = {
    "dismiss": _("Staff found nothing against the rules."),
    "warn": _("This is a warning. The model stays on show."),
    "hide": _("The model is hidden: nobody finds or buys it. Who holds it keeps it."),
    "ban": _("Your account is closed and the model is hidden. Who holds it keeps it."),
    "restore": _("The decision before this is lifted. The model is as it was, and its strike is gone."),
    "mark_ai": _("The model is marked as AI-generated. The mark cannot be taken off."),
    "mark_sensitive": _("The model is marked as sensitive: it is blurred until one chooses to see it."),
    "notice": _("A copyright notice hides the model until it is answered. Who holds it keeps it."),
    "final": _("The model stays hidden because of a copyright notice. Who holds it keeps it."),
}
_CLOSED = _("Your account is closed and your models are hidden. Who holds them keeps them.")
_SAID_ACTS = {
    "warn": _("This is a warning. What you wrote stays."),
    "hide": _("What you wrote or showed is hidden: nobody else sees it."),
    "ban": _CLOSED,
    "restore": _("The decision before this is lifted. All is as it was."),
}

# The same for what is no model: kind of the thing → code → words
_ACTS_OF: dict[str, dict[str, Any]] = {
    "account": {**_SAID_ACTS, "warn": _("This is a warning. Your account stays open.")},
    "review": _SAID_ACTS,
    "comment": _SAID_ACTS,
    "make": _SAID_ACTS,
    "bounty": {**_SAID_ACTS, "warn": _("This is a warning. The bounty stays on show.")},
}
_REASONS_OF: dict[str, dict[str, Any]] = {
    "listing": REASONS,
    "account": {**_SAID_REASONS, "stolen": _("They publish what others made")},
    "review": _SAID_REASONS,
    "comment": _SAID_REASONS,
    "make": _SAID_REASONS,
    "bounty": _SAID_REASONS,
}
_NAMES = {
    "account": _("Account %(name)s"),
    "review": _("Review of %(name)s"),
    "comment": _("Comment on %(name)s"),
    "make": _("Print of %(name)s"),
    "bounty": _("Bounty %(name)s"),
}


def reasons_of(kind: str) -> dict[str, Any]:
    """Code → words of the reasons for which a thing of this kind is reported."""
    return _REASONS_OF[kind]


def reason_words(kind: str, code: str) -> str:
    """A reason in words; also one that is not offered for this kind."""
    return str(_REASONS_OF[kind].get(code, REASONS[code]))


def rule_words(kind: str, code: str) -> str:
    """The rule that a reason names, for a thing of this kind."""
    return str(RULES[code] if kind == "listing" else _SAID_RULES.get(code, RULES[code]))


def act_words(kind: str, act: str) -> str:
    """What a decision means for whoever published or said it."""
    return str(ACTS[act] if kind == "listing" else _ACTS_OF[kind].get(act, ACTS[act]))


def named(kind: str, name: str) -> str:
    """What a case is about, as its heading says it: "Review of Oak chair"; a model by its bare name."""
    return str(_NAMES[kind]) % {"name": name} if kind in _NAMES else name


def working_days_after(start: datetime, days: int) -> datetime:
    """The same time of the day, so many days from Monday to Friday later; public holidays count as days.

    A term that starts on a weekend has its first day on the Monday after it.
    """
    end = start
    while days:
        end += timedelta(days=1)
        days -= end.weekday() < 5
    return end
