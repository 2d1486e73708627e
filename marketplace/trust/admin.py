"""Cases, appeals, people and what they say in the staff console, with what may be done after it is confirmed."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.admin import PeopleAdmin
from accounts.models import User
from accounts.roles import BAN_USER, DECIDE_CASE
from marketplace.catalog.admin import CommentAdmin, MakeAdmin, ReviewAdmin
from marketplace.catalog.models import Comment, Make, Review
from marketplace.trust import selectors
from marketplace.trust.models import Appeal, Case, CaseStep, Decision, Notice, Report, Strike
from marketplace.trust.services import appeals, closing, deciding
from nexus.foundation.console import Act, ReadOnly, ReadOnlyRows

FACTS = _("What did you find? The creator reads this as the statement of reasons.")
HEARD = _("Why? Their authors read this, and may appeal.")
Kind = Case.Kind
CLAIM = Act("claim", _("Take the case for 15 minutes"), DECIDE_CASE, deciding.claim)
DISMISS = Act(
    "dismiss", _("Dismiss the reports"), DECIDE_CASE, deciding.dismiss, asks=_("Why? It stays in the record."),
    warns=_("Nothing happens to the model. Who reported it is told, and the reports count as empty."),
)  # fmt: skip
WARN = Act("warn", _("Warn the creator"), DECIDE_CASE, deciding.warn, asks=FACTS)
HIDE = Act(
    "hide", _("Hide it"), DECIDE_CASE, deciding.hide, asks=FACTS,
    warns=_("Nobody finds or buys it any more; who holds it keeps it. The creator of a model gets a strike."),
)  # fmt: skip
BAN = Act(
    "ban", _("Hide it and close the account"), BAN_USER, deciding.ban, asks=FACTS,
    warns=_("Every session, token and socket ends at once, and their models are hidden. Buyers keep what they have."),
)  # fmt: skip
MARK_AI = Act("mark_ai", _("Mark as AI-generated"), DECIDE_CASE, deciding.mark_ai, asks=FACTS)
MARK_SENSITIVE = Act("mark_sensitive", _("Mark as sensitive"), DECIDE_CASE, deciding.mark_sensitive, asks=FACTS)
FINAL = Act(
    "final", _("End a copyright case: it stays hidden"), DECIDE_CASE, deciding.end_for_claimant, asks=FACTS,
    warns=_("The model stays hidden, and its creator gets a strike."),
)  # fmt: skip
RESTORE = Act(
    "restore", _("Lift the decision"), DECIDE_CASE, deciding.restore, asks=FACTS,
    warns=_("What it hid is shown again, what it closed is opened, and its strike is gone."),
)  # fmt: skip
UPHOLD = Act("uphold", _("The decision stands"), DECIDE_CASE, appeals.uphold, asks=_("Why? The creator reads this."))
GRANT = Act(
    "grant", _("Lift the decision"), DECIDE_CASE, appeals.grant, asks=_("Why? The creator reads this."),
    warns=_("What it hid is shown again, what it closed is opened, and its strike is gone."),
)  # fmt: skip
CLOSE = Act(
    "ban", _("Close the account"), BAN_USER, closing.close_account,
    asks=_("What did you find? They read this as the statement of reasons, and may appeal."),
    warns=_("Every session, token and socket ends at once, and their models are hidden. Buyers keep what they have."),
)  # fmt: skip
OPEN = Act(
    "lift_ban", _("Open the account again"), BAN_USER, closing.open_account, asks=_("Why? They read this."),
    warns=_("The decision that closed it is lifted: what it hid is shown again, and its strike is gone."),
)  # fmt: skip


def _hides(kind: str, label: Any, warns: Any = "") -> Act:
    return Act("hide", label, DECIDE_CASE, partial(closing.hide_words, kind), asks=HEARD, warns=warns)


def _shows(kind: str, label: Any) -> Act:
    return Act("show", label, DECIDE_CASE, partial(closing.show_words, kind), asks=HEARD)


@admin.register(User)
class AccountAdmin(PeopleAdmin):
    acts = (CLOSE, OPEN, *PeopleAdmin.acts)


@admin.register(Review)
class Reviews(ReviewAdmin):
    acts = (
        _hides(
            Kind.REVIEW, _("Hide the chosen reviews"), _("The average of the model counts without them."),
        ),
        _shows(Kind.REVIEW, _("Show the chosen reviews again")),
    )  # fmt: skip


@admin.register(Comment)
class Comments(CommentAdmin):
    acts = (
        _hides(Kind.COMMENT, _("Hide the chosen comments"), _("Answers below them stay.")),
        _shows(Kind.COMMENT, _("Show the chosen comments again")),
    )


@admin.register(Make)
class Prints(MakeAdmin):
    acts = (_hides(Kind.MAKE, _("Hide the chosen prints")), _shows(Kind.MAKE, _("Show the chosen prints again")))


class Reports(ReadOnlyRows):
    model = Report
    fields = ("created_at", "reporter", "reason", "text", "unfounded")
    readonly_fields = fields


class Decisions(ReadOnlyRows):
    model = Decision
    fields = ("at", "act", "rule", "facts", "by", "automatic", "appeal_until")
    readonly_fields = fields


class Steps(ReadOnlyRows):
    model = CaseStep
    fields = ("at", "kind", "text", "actor_id")
    readonly_fields = fields


@admin.register(Case)
class CaseAdmin(ReadOnly):
    acts = (CLAIM, DISMISS, WARN, MARK_AI, MARK_SENSITIVE, HIDE, BAN, FINAL, RESTORE)
    list_display = (
        "id",
        "kind",
        "target",
        "creator",
        "state",
        "said_against",
        "strikes",
        "holder",
        "created_at",
        "decided_at",
    )
    list_filter = ("state", "kind", "reports__reason", "created_at")
    list_select_related = ("creator", "listing", "holder")
    search_fields = ("=id", "=listing__id", "name", "creator__username")
    ordering = ("created_at", "id")
    fields = (
        "kind",
        "target",
        "words",
        "creator",
        "state",
        "said_against",
        "strikes",
        "due_at",
        "created_at",
        "decided_at",
    )
    readonly_fields = fields
    inlines = (Reports, Decisions, Steps)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        return selectors.with_reports(super().get_queryset(request))

    @admin.display(description=_("about"), ordering="name")
    def target(self, case: Case) -> SafeString:
        """Its name, leading to the desk on which the case is decided."""
        return format_html('<a href="{}">{}</a>', reverse("admin:case_desk", args=[case.pk]), case.name)

    @admin.display(description=_("reports"))
    def said_against(self, case: Case) -> str:
        return selectors.counted_reasons(case)

    @admin.display(description=_("strikes of the creator"))
    def strikes(self, case: Case) -> int:
        return getattr(case, "strikes_now", 0)


@admin.register(Appeal)
class AppealAdmin(ReadOnly):
    acts = (UPHOLD, GRANT)
    list_display = ("id", "case_of", "act", "decided_first", "text", "state", "decided_by", "created_at")
    list_filter = ("state", "created_at")
    list_select_related = ("decision__case", "decision__by", "decided_by")
    search_fields = ("=id", "decision__case__name", "decision__case__creator__username")
    ordering = ("created_at", "id")

    @admin.display(description=_("case"))
    def case_of(self, appeal: Appeal) -> SafeString:
        case = appeal.decision.case
        return format_html('<a href="{}">{}</a>', reverse("admin:marketplace_case_change", args=[case.pk]), case.name)

    @admin.display(description=_("decision"))
    def act(self, appeal: Appeal) -> str:
        return appeal.decision.get_act_display()

    @admin.display(description=_("decided first by"))
    def decided_first(self, appeal: Appeal) -> str:
        return appeal.decision.by.name if appeal.decision.by else str(_("a machine"))


@admin.register(Notice)
class NoticeAdmin(ReadOnly):
    list_display = ("id", "name", "organisation", "email", "work", "models", "created_at", "confirmed_at")
    list_filter = (("confirmed_at", admin.EmptyFieldListFilter), "created_at")
    search_fields = ("=id", "name", "email", "organisation")
    ordering = ("-id",)

    @admin.display(description=_("models"))
    def models(self, notice: Notice) -> int:
        return len(notice.targets)


@admin.register(Strike)
class StrikeAdmin(ReadOnly):
    list_display = ("id", "person", "case_of", "expires_at", "lifted_at")
    list_filter = (("lifted_at", admin.EmptyFieldListFilter), "expires_at")
    list_select_related = ("person", "decision__case")
    search_fields = ("=id", "person__username", "decision__case__name")
    ordering = ("-id",)

    @admin.display(description=_("case"))
    def case_of(self, strike: Strike) -> SafeString:
        case = strike.decision.case
        return format_html('<a href="{}">{}</a>', reverse("admin:case_desk", args=[case.pk]), case.name)
