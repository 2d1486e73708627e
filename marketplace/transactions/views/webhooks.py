"""The door for gateways' messages."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from marketplace.transactions.services import gateway_events
from nexus.foundation.errors import NexusError


@csrf_exempt  # a gateway has no session; its signature is checked instead
@require_POST
def webhook(request: HttpRequest, gateway: str) -> JsonResponse:
    """A gateway's signed message: kept and answered at once, applied later."""
    try:
        gateway_events.receive_event(gateway, request.body, request.headers)
    except NexusError as refused:
        return JsonResponse({"error": {"code": refused.code, "message": refused.message}}, status=refused.status)
    return JsonResponse({"received": True})
