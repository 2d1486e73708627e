"""A page that was looked at counts once a visitor and day, also where it was drawn before and kept."""

from django.http import HttpRequest, HttpResponse

from marketplace.catalog.services import counters
from nexus.foundation.pagecache import AGAIN
from nexus.foundation.visitors import visitor_of


def count_views(request: HttpRequest, response: HttpResponse, *, listing_id: int, seller_id: int) -> None:
    """Have every showing of this answer counted; not for its seller, and not for machines that say what they are."""
    if request.user.is_authenticated and request.user.pk == seller_id:
        return

    def note(shown_to: HttpRequest) -> None:
        visitor = visitor_of(shown_to) if shown_to.method == "GET" else None
        if visitor is not None:
            counters.see(listing_id, visitor=visitor)

    setattr(response, AGAIN, note)
