"""Campaigns, for staff whose role covers them."""

from collections.abc import Sequence

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.campaigns import selectors
from marketplace.campaigns.content import CONTENT_MOST
from marketplace.campaigns.models import Campaign
from marketplace.campaigns.services import campaigns
from nexus.api import base
from nexus.api.core.shapes import window as shapes


def id_of(text: str) -> int:
    return base.wanted_number(text, selectors.MISSING)


def shapes_of(rows: Sequence[Campaign]) -> list[shapes.CampaignShape]:
    numbers = selectors.figures_of(rows)
    return [shapes.campaign(row, numbers[row.pk]) for row in rows]


class CampaignBody(base.Body):
    """What staff may say about a campaign; `content` is HTML and is kept sanitised."""

    name = base.Text(max_length=campaigns.NAME_MOST, required=False)
    subject = base.Text(max_length=campaigns.SUBJECT_MOST, required=False)
    content = base.Text(max_length=CONTENT_MOST, required=False)
    segment = base.Choice(Campaign.Segment.values, required=False)


class NewCampaignBody(CampaignBody):
    name = base.Text(max_length=campaigns.NAME_MOST)
    subject = base.Text(max_length=campaigns.SUBJECT_MOST)
    content = base.Text(max_length=CONTENT_MOST)


class Campaigns(base.View):
    @base.call("Campaigns", query=base.Paged, gives={200: (shapes.CampaignShape,)}, signed_in=True)
    def get(self, request: Request) -> Response:
        return base.page(request, self.query, selectors.campaigns_kept_by(self.person), shapes_of)

    @base.call("Draft a campaign", body=NewCampaignBody, gives={201: shapes.CampaignShape}, signed_in=True)
    def post(self, request: Request) -> Response:
        made = campaigns.write_campaign(by=self.person, **self.asked)
        return Response(shapes_of([made])[0], status=201)


class OneCampaign(base.View):
    @base.call("One campaign", gives={200: shapes.CampaignShape}, signed_in=True)
    def get(self, request: Request, campaign_id: str) -> Response:
        return Response(shapes_of([selectors.campaign_kept_by(self.person, id_of(campaign_id))])[0])

    @base.call("Change a draft", body=CampaignBody, gives={200: shapes.CampaignShape}, signed_in=True)
    def patch(self, request: Request, campaign_id: str) -> Response:
        return Response(shapes_of([campaigns.change_campaign(id_of(campaign_id), by=self.person, **self.asked)])[0])

    @base.call("Delete a draft", gives={204: None}, signed_in=True)
    def delete(self, request: Request, campaign_id: str) -> Response:
        campaigns.delete_campaign(id_of(campaign_id), by=self.person)
        return Response(status=204)


class Test(base.View):
    class Body(base.Body):
        to = serializers.EmailField(max_length=254)

    @base.call("Try it on one address", body=Body, gives={202: shapes.CampaignTestShape}, signed_in=True)
    def post(self, request: Request, campaign_id: str) -> Response:
        test = campaigns.ask_for_test(id_of(campaign_id), to=self.asked["to"], by=self.person)
        return Response(shapes.campaign_test(test), status=202)


class Schedule(base.View):
    class Body(base.Body):
        scheduled_at = serializers.DateTimeField()

    @base.call("Send it later", body=Body, gives={200: shapes.CampaignShape}, signed_in=True)
    def post(self, request: Request, campaign_id: str) -> Response:
        row = campaigns.schedule_campaign(id_of(campaign_id), at=self.asked["scheduled_at"], by=self.person)
        return Response(shapes_of([row])[0])


class Send(base.View):
    @base.call("Send it now", gives={202: shapes.CampaignShape}, signed_in=True)
    def post(self, request: Request, campaign_id: str) -> Response:
        """Whom it reaches is fixed now; the mails follow as fast as the installation allows."""
        row = campaigns.send_campaign(id_of(campaign_id), by=self.person)
        return Response(shapes_of([row])[0], status=202)


class Cancel(base.View):
    @base.call("Cancel the schedule, or stop what is being sent", gives={200: shapes.CampaignShape}, signed_in=True)
    def post(self, request: Request, campaign_id: str) -> Response:
        """A scheduled campaign becomes a draft again; of one being sent nobody who waits gets it any more."""
        return Response(shapes_of([campaigns.cancel_campaign(id_of(campaign_id), by=self.person)])[0])


class Stats(base.View):
    @base.call("A campaign in numbers", gives={200: shapes.CampaignStatsShape}, signed_in=True)
    def get(self, request: Request, campaign_id: str) -> Response:
        row = selectors.campaign_kept_by(self.person, id_of(campaign_id))
        return Response(shapes.campaign_stats(selectors.figures_of([row], links=True)[row.pk]))
