"""Reports about models, the case they join, what staff decide, and what follows for its creator."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace.catalog.models import Listing
from marketplace.trust.models.notices import Notice

RUNNING = ("open", "noticed", "countered")


class Reason(models.TextChoices):
    COPYRIGHT = "copyright"
    STOLEN = "stolen"
    UNLABELLED_AI = "unlabelled_ai"
    SENSITIVE = "sensitive"
    DANGEROUS = "dangerous"
    SPAM = "spam"
    BROKEN = "broken"
    OTHER = "other"


class Case(models.Model):
    """What is said against one thing: a model, or what `kind` and `about_id` name. It outlives the thing: its name,
    its words and whose it is are kept here.
    """

    class Kind(models.TextChoices):
        LISTING = "listing"
        ACCOUNT = "account"
        REVIEW = "review"
        COMMENT = "comment"
        MAKE = "make"
        BOUNTY = "bounty"

    class State(models.TextChoices):
        OPEN = "open"
        NOTICED = "noticed"  # a copyright notice hid the model; its creator may answer until `due_at`
        COUNTERED = "countered"  # the creator answered; whoever sent the notice goes to court until `due_at`, or not
        DISMISSED = "dismissed"
        WARNED = "warned"
        MARKED = "marked"
        HIDDEN = "hidden"
        BANNED = "banned"
        LIFTED = "lifted"

    listing = models.ForeignKey(Listing, null=True, on_delete=models.SET_NULL, related_name="cases")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.LISTING)
    about_id = models.BigIntegerField(null=True, blank=True, help_text="the number of what is meant, if it is no model")
    name = models.CharField(max_length=120, help_text="of the model when it was first reported")
    words = models.TextField(blank=True, help_text="what was said, as it stood when it was first reported")
    creator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cases")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    held_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    escalated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    escalated_at = models.DateTimeField(null=True)
    escalated_note = models.TextField(max_length=2000, blank=True)
    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT, related_name="cases")
    claimant = models.EmailField(blank=True, help_text="who sent the notice, in small letters")
    due_at = models.DateTimeField(null=True, help_text="when the clock of a copyright case decides")
    court_at = models.DateTimeField(null=True, help_text="when whoever sent the notice said that a court has it")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["created_at", "id"], condition=Q(state__in=RUNNING), name="case_waiting"),
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="case_clock"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["listing"], condition=Q(state="open"), name="case_open_once_a_model"),
            models.UniqueConstraint(
                fields=["kind", "about_id"], condition=Q(state="open"), name="case_open_once_a_thing"
            ),
            models.CheckConstraint(
                condition=Q(kind="listing", about_id=None)
                | ~Q(kind="listing") & Q(about_id__isnull=False, listing=None, notice=None),
                name="case_is_about_one_thing",
            ),
            models.UniqueConstraint(
                fields=["listing", "claimant"],
                condition=Q(state__in=["noticed", "countered"]),
                name="case_noticed_once_a_model_and_claimant",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["noticed", "countered"], due_at__isnull=False)
                | ~Q(state__in=["noticed", "countered"]) & Q(due_at=None),
                name="case_runs_by_a_clock",
            ),
            models.CheckConstraint(
                condition=Q(notice=None, claimant="") | Q(notice__isnull=False) & ~Q(claimant=""),
                name="case_of_a_notice_has_a_claimant",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None) | ~Q(state="open") & Q(decided_at__isnull=False),
                name="case_decided_has_a_date",
            ),
        ]
        permissions: ClassVar = [("decide_case", "Can decide on reports and appeals")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.name}"


class Report(models.Model):
    """One person's word against a model."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reports")
    reason = models.CharField(max_length=16, choices=Reason)
    text = models.TextField(max_length=2000, blank=True)
    unfounded = models.BooleanField(default=False, help_text="its case was dismissed")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["reporter", "-id"], name="report_by_person")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "reporter"], name="report_once_a_case_and_person")
        ]

    def __str__(self) -> str:
        return f"{self.reason} in case {self.case_id}"


class Decision(models.Model):
    """A statement of reasons: what was decided, by which rule, on which facts. The database never changes one."""

    class Act(models.TextChoices):
        DISMISS = "dismiss"
        WARN = "warn"
        HIDE = "hide"
        BAN = "ban"
        RESTORE = "restore"
        MARK_AI = "mark_ai"
        MARK_SENSITIVE = "mark_sensitive"
        NOTICE = "notice"  # a complete copyright notice arrived: hidden at once
        FINAL = "final"  # a copyright case ended against the model

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    act = models.CharField(max_length=16, choices=Act)
    rule = models.CharField(max_length=16, choices=Reason)
    facts = models.TextField(max_length=2000)
    automatic = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    appeal_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(facts=""), name="decision_says_why"),
            models.CheckConstraint(
                condition=Q(automatic=True, by=None) | Q(automatic=False, by__isnull=False),
                name="decision_by_somebody_or_a_machine",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} in case {self.case_id}"


class Strike(models.Model):
    """Stands against a creator until it expires or its decision is lifted."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="strikes")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="strike")
    expires_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id} until {self.expires_at}"


class Appeal(models.Model):
    """The creator's word against a decision; somebody else of the staff decides (the database refuses the same)."""

    class State(models.TextChoices):
        WAITING = "waiting"
        UPHELD = "upheld"
        LIFTED = "lifted"

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    text = models.TextField(max_length=2000)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    answer = models.TextField(max_length=2000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by=None, decided_at=None)
                | ~Q(state="waiting") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="appeal_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"against {self.decision_id}"
