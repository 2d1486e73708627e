"""What people report."""

from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.trust import rules
from marketplace.trust.services import reporting
from nexus.api import base
from nexus.api.core.market.models import id_of
from nexus.api.core.shapes import trust


class Report(base.View):
    class Body(base.Body):
        reason = base.Choice(list(rules.REASONS))
        text = base.Text(max_length=rules.TEXT_MOST, required=False, allow_blank=True, default="")

    @base.call("Report a model to the staff", body=Body, gives={201: trust.ReportShape}, signed_in=True)
    def post(self, request: Request, model_id: str) -> Response:
        listing_id = id_of(model_id)
        made = reporting.report_model(listing_id, by=self.person, **self.asked)
        return Response(trust.report(made, listing_id), status=201)
