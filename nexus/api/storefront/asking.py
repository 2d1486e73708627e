"""What old clients of Storefront send: scalars in the query or in the body, and more than anybody reads."""

from typing import ClassVar

from rest_framework import serializers

from accounts import rights
from accounts.models import User
from nexus.api import base

LIMIT_MOST, LIMIT, SKIP_MOST = 100, 50, 2**31 - 1
NO_MODEL = "There is no such model."
NO_PERSON = "There is no such person."


class Storefront(base.View):
    """A resource of Storefront: what it does not know in a query is left alone."""

    strict: ClassVar[bool] = False

    def staff(self, permission: str) -> User:
        """Who asks, where their role covers it; 401 and 403 else."""
        return rights.staff_with(self.viewer, permission)


class Listed(base.Query):
    """Offset pages."""

    skip = base.Whole(least=0, most=SKIP_MOST, required=False, default=0)
    limit = base.Whole(least=1, most=LIMIT_MOST, required=False, default=LIMIT)


class Searched(Listed):
    search = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


def model_id_of(text: str) -> int:
    return base.wanted_number(text, NO_MODEL)
