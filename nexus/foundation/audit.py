"""Who did what to what, and why: rows that the database refuses to change (see the migration's trigger)."""

from typing import Any, ClassVar

from django.db import connection, models, transaction


class AuditRow(models.Model):
    """One act of a person with rights over others' things. `actor_id` is a plain number: this room knows no people."""

    actor_id = models.BigIntegerField(null=True)
    act = models.CharField(max_length=60)
    target = models.CharField(max_length=80)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "nexus"
        verbose_name = "audit row"
        indexes: ClassVar = [models.Index(fields=["target", "-id"], name="audit_by_target")]

    def __str__(self) -> str:
        return f"{self.act} {self.target}"


def note(act: str, *, actor_id: int | None, target: str, reason: str = "", **data: Any) -> None:
    """Write the row in the transaction of the act itself."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"The audit row of {act!r} belongs inside its transaction.")
    AuditRow.objects.create(actor_id=actor_id, act=act, target=target, reason=reason, data=data)
