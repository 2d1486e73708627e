"""One row for each stored file: what it is, how large, and whether its key alone opens it."""

from typing import ClassVar

from django.db import models

from nexus.foundation.ids import uuid7


class StoredFile(models.Model):
    """A file in the store. `is_open`: the unguessable key is the right to fetch it (job results, public pictures);
    otherwise only a signed link opens it (sold files).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=200, unique=True)
    filename = models.CharField(max_length=200)
    kind = models.CharField(max_length=80)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    is_open = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "nexus"
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(size__gte=0), name="stored_file_has_a_size")]

    def __str__(self) -> str:
        return self.key
