"""What happened in a case beside its decisions, each step with its date, and the creator's answer to a notice."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace.trust.models.cases import Case


class CaseStep(models.Model):
    """One dated step. The database never changes or deletes one; `source` keeps it from being written twice."""

    class Kind(models.TextChoices):
        CREATOR_TOLD = "creator_told"
        CLAIMANT_TOLD = "claimant_told"
        WITHDRAWN = "withdrawn"
        COURT = "court"
        ESCALATED = "escalated"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=16, choices=Kind)
    source = models.CharField(max_length=60)
    text = models.TextField(max_length=2000, blank=True)
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "source"], name="case_step_once")]

    def __str__(self) -> str:
        return f"{self.kind} in case {self.case_id}"


class CounterNotice(models.Model):
    """The creator's word that the model may stand. The database keeps it as it was sent."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="counter")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=500)
    text = models.TextField(max_length=2000)
    good_faith = models.BooleanField()
    accepts_court = models.BooleanField()
    signature = models.CharField(max_length=120)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(good_faith=True, accepts_court=True), name="counter_notice_states_both"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(address="") & ~Q(text="") & ~Q(signature=""),
                name="counter_notice_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"counter-notice in case {self.case_id}"
