"""Reports about models."""

from typing import TypedDict

from marketplace.trust.models import Report
from nexus.api.base import Time, moment


class ReportShape(TypedDict):
    """One person's report, as that person gets it back."""

    id: int
    model_id: int
    reason: str
    text: str
    state: str
    created_at: Time


def report(row: Report, listing_id: int) -> ReportShape:
    return {
        "id": row.pk,
        "model_id": listing_id,
        "reason": row.reason,
        "text": row.text,
        "state": row.case.state,
        "created_at": moment(row.created_at),
    }
