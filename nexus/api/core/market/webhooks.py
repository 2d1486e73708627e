"""Webhooks: addresses of programs that are told of events, and what was sent to them."""

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import selectors
from accounts.models import WebhookSubscription
from accounts.services import webhooks
from nexus.api import auth, base
from nexus.api.core.shapes import keys as shapes

MISSING = "There is no such webhook."
NO_DELIVERY = "There is no such delivery."


def one_of(view: base.View, webhook_id: str) -> WebhookSubscription:
    return selectors.webhook_of(view.person, base.wanted_uuid(webhook_id, MISSING))


class WebhookBody(base.Body):
    url = base.Text(max_length=webhooks.URL_MOST, help_text="a public http(s) address")
    events = serializers.ListField(
        child=base.Choice(webhooks.CHOICES), allow_empty=False, max_length=len(webhooks.CHOICES)
    )


class WebhookChanges(base.Body):
    url = base.Text(max_length=webhooks.URL_MOST, required=False)
    events = serializers.ListField(
        child=base.Choice(webhooks.CHOICES), allow_empty=False, max_length=len(webhooks.CHOICES), required=False
    )
    active = serializers.BooleanField(required=False)


class Webhooks(base.View):
    @base.call("One's own webhooks", gives={200: (shapes.WebhookShape,)}, signed_in=True)
    def get(self, request: Request) -> Response:
        return base.whole_page(shapes.webhook(row) for row in selectors.webhooks_of(self.person))

    @base.call(
        "Be told of events; `secret` is shown here only",
        body=WebhookBody,
        gives={201: shapes.WebhookShape},
        signed_in=True,
    )
    def post(self, request: Request) -> Response:
        """Each event is a POST of JSON `{"id", "event", "created_at", "data"}`. Its header `Nexus-Signature` is
        `t=<seconds>,v1=<hex>`: HMAC-SHA256 of `<t>.<body>` under the secret; refuse what is older than five minutes.
        `id` stays the same when an event comes again: at least once, in any order. Answer 2xx within ten seconds; else
        it is tried up to 8 times in 24 hours, and then the webhook is turned off and you are told.

        `data` holds what it is about, in the shapes of this document: `job`; `model`, with `reason` where it was
        rejected; `order` for its buyer, `transactions` for its seller; `transaction` that was refunded; `payout`;
        `bounty`. With a page's session, not a token, it needs a sign-in of the last minutes: 403
        `reauthentication_required`.
        """
        auth.must_be_fresh(request)  # an address that hears of everything is a lasting right
        made = webhooks.subscribe(self.person, url=self.asked["url"], events=self.asked["events"])
        return Response(shapes.webhook(made, secret=made.secret), status=201)


class OneWebhook(base.View):
    @base.call(
        "Change a webhook, or turn it off and on", body=WebhookChanges, gives={200: shapes.WebhookShape}, signed_in=True
    )
    def patch(self, request: Request, webhook_id: str) -> Response:
        found = one_of(self, webhook_id)
        if "url" in self.asked:
            auth.must_be_fresh(request)
        return Response(shapes.webhook(webhooks.change(found.pk, by=self.person, **self.asked)))

    @base.call("Forget a webhook and its deliveries", gives={204: None}, signed_in=True)
    def delete(self, request: Request, webhook_id: str) -> Response:
        webhooks.forget(one_of(self, webhook_id).pk, by=self.person)
        return Response(status=204)


class Deliveries(base.View):
    @base.call(
        "What was sent to a webhook, newest first",
        query=base.Paged,
        gives={200: (shapes.DeliveryShape,)},
        signed_in=True,
    )
    def get(self, request: Request, webhook_id: str) -> Response:
        rows = selectors.deliveries_of(one_of(self, webhook_id))
        return base.page(request, self.query, rows, lambda found: [shapes.delivery(row) for row in found])


class Test(base.View):
    @base.call("Send a test event to a webhook", gives={202: shapes.DeliveryShape}, signed_in=True)
    def post(self, request: Request, webhook_id: str) -> Response:
        return Response(shapes.delivery(webhooks.send_test(one_of(self, webhook_id).pk, by=self.person)), status=202)


class Retry(base.View):
    @base.call("Send a delivery again, now", gives={202: shapes.DeliveryShape}, signed_in=True)
    def post(self, request: Request, webhook_id: str, delivery_id: str) -> Response:
        wanted = base.wanted_uuid(delivery_id, NO_DELIVERY)
        return Response(
            shapes.delivery(webhooks.retry(wanted, webhook_id=one_of(self, webhook_id).pk, by=self.person)), status=202
        )
