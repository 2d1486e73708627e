"""What kinds and tabs of notices are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.notices import Tab

TABS: dict[Tab, Promise] = {
    Tab.SALES: _("Sales"),
    Tab.COMMENTS: _("Comments"),
    Tab.JOBS: _("Jobs"),
    Tab.FOLLOWING: _("Following"),
    Tab.SYSTEM: _("System"),
}

KIND_LABELS: dict[str, Promise] = {
    "sale": _("Somebody buys a model of yours"),
    "refund": _("A purchase is given back"),
    "refund_asked": _("Somebody asks for a refund"),
    "payout": _("A payout arrives or fails"),
    "tip": _("Somebody adds a tip"),
    "review": _("A review of your model"),
    "reply": _("An answer to what you wrote"),
    "comment": _("A comment on your model"),
    "make": _("A photo of your model, made"),
    "like": _("Likes"),
    "follow": _("New followers"),
    "new_model": _("New models of creators you follow"),
    "saved_search": _("News for your saved searches"),
    "new_version": _("A new version of a model you have"),
    "job_succeeded": _("A job is done"),
    "job_failed": _("A job failed"),
    "listing_approved": _("Your model is approved"),
    "listing_rejected": _("Your model needs changes"),
    "bounty": _("News of a bounty you take part in"),
    "bounty_money": _("Money in a bounty"),
    "case": _("A report about your model, or a decision"),
    "copyright": _("A copyright notice against your model"),
    "strike": _("A strike against your account"),
    "webhook_off": _("A webhook was switched off"),
    "account": _("The safety of your account"),
}


def kind_label(kind: str) -> Promise:
    return KIND_LABELS[kind]
