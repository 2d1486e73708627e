"""The rules that reports and decisions name, in words, and the terms that run. Pure."""

from datetime import datetime, timedelta

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


def working_days_after(start: datetime, days: int) -> datetime:
    """The same time of the day, so many days from Monday to Friday later; public holidays count as days.

    A term that starts on a weekend has its first day on the Monday after it.
    """
    end = start
    while days:
        end += timedelta(days=1)
        days -= end.weekday() < 5
    return end
