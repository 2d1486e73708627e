"""A copyright notice: who says that which models copy which work. The database keeps it as it was sent."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """One notice about one or several models; each model gets a case of its own once the address is confirmed."""

    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="notices_filed"
    )
    name = models.CharField(max_length=120)
    organisation = models.CharField(max_length=120, blank=True)
    email = models.EmailField()
    address = models.CharField(max_length=500)
    is_owner = models.BooleanField(help_text="else somebody who acts for the owner")
    work = models.TextField(max_length=2000)
    where = models.TextField(max_length=2000, blank=True, help_text="where the work is seen, and what was copied")
    targets = ArrayField(models.BigIntegerField(), help_text="the models that are meant")
    good_faith = models.BooleanField()
    accurate = models.BooleanField()
    signature = models.CharField(max_length=120)
    language = models.CharField(max_length=8, blank=True)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["created_at"], condition=Q(confirmed_at=None), name="notice_unconfirmed"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(good_faith=True, accurate=True), name="notice_states_both"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(email="") & ~Q(address="") & ~Q(work="") & ~Q(signature=""),
                name="notice_is_complete",
            ),
            models.CheckConstraint(condition=Q(targets__len__gt=0), name="notice_means_a_model"),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk} of {self.name}"
