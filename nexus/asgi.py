"""The one door: sockets and event streams stay on the loop; every other request goes through Django's WSGI handler in a
fixed pool of threads, where database connections live on (3.0 ms of CPU a page against 5.4 through Django's ASGI).
"""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nexus.settings")

from django.core.wsgi import get_wsgi_application

pages = get_wsgi_application()

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.conf import settings  # noqa: E402
from django.urls import re_path  # noqa: E402

import nexus.celery  # noqa: E402, F401 -- the broker that the workbench asks
from conversations.consumers import ChatSocket  # noqa: E402
from generation.consumers import JobSocket, JobStream  # noqa: E402
from marketplace.catalog.consumers import UploadStream  # noqa: E402
from nexus.api import auth  # noqa: E402
from nexus.api.core.pipeline import waiting  # noqa: E402
from nexus.api.held import Held  # noqa: E402
from nexus.api.studio.drawing import drawn_in_time  # noqa: E402
from nexus.api.studio.stream import StatusStream  # noqa: E402
from nexus.foundation.door import Door  # noqa: E402

UUID = r"(?P<job_id>[0-9a-fA-F-]{1,40})"
JOB = r"(?P<job_id>[^/]{1,60})"
CHAT = r"(?P<chat_id>[^/]{1,60})"

# URLRouter passes ASGI's own calls on, whatever Django's types say of views.
threads: Any = Door(pages, workers=settings.WEB_THREADS)


class WithViewer:
    """Puts who came (`viewer`, or None), a bad token's `viewer_refusal`, the `passes` that opened the door and the
    answered subprotocol into the scope.
    """

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        viewer = await auth.viewer_of_scope(scope)
        found = {"viewer": viewer.person, "viewer_refusal": viewer.refusal, "passes": viewer.passes}
        await self.app({**scope, **found, "chosen_subprotocol": viewer.subprotocol}, receive, send)


def _with_session(app: Any) -> Any:
    return AuthMiddlewareStack(app)


def _live(app: Any) -> Any:
    return _with_session(WithViewer(app))


def _held(ending: Any) -> Any:
    return Held(threads, ending)


application = ProtocolTypeRouter(
    {
        "http": URLRouter(
            [
                re_path(rf"^api/v1/jobs/{UUID}/events/?$", _live(JobStream.as_asgi())),
                re_path(r"^api/v1/uploads/(?P<upload_id>[^/]{1,60})/events/?$", _live(UploadStream.as_asgi())),
                re_path(r"^api/v1/chats/[^/]+/runpod/?$", _held(waiting.ended)),
                re_path(rf"^stream/{JOB}/?$", _with_session(StatusStream.as_asgi())),
                re_path(r"^text-to-image/?$", _held(drawn_in_time)),
                re_path(r"", threads),
            ]
        ),
        "websocket": URLRouter(
            [
                re_path(rf"^api/v1/jobs/{UUID}/socket/?$", _live(JobSocket.as_asgi())),
                re_path(rf"^api/v1/chat-socket/{CHAT}/?$", _live(ChatSocket.as_asgi())),
            ]
        ),
    }
)
