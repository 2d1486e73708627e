"""The newest tutorials for feed readers."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from marketplace.tutorials import selectors
from marketplace.tutorials.models import Tutorial

IN_FEED = 20


class TutorialFeed(Feed):  # type: ignore[type-arg]  # generic for the type checker only
    """The newest tutorials as Atom."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Learn at Nexus")

    def link(self) -> str:
        return f"{settings.SITE_URL}{reverse('learn')}"

    def feed_url(self) -> str:
        return f"{settings.SITE_URL}{reverse('tutorial_feed')}"

    def subtitle(self) -> str:
        return _("Tutorials about making, printing and selling 3D models.")

    def items(self) -> list[Tutorial]:
        return list(selectors.published_tutorials().defer("text", "parts").order_by("-published_at", "-id")[:IN_FEED])

    def item_title(self, item: Tutorial) -> str:
        return item.title

    def item_description(self, item: Tutorial) -> str:
        return item.summary

    def item_link(self, item: Tutorial) -> str:
        return f"{settings.SITE_URL}{reverse('tutorial', args=[item.slug])}"

    def item_pubdate(self, item: Tutorial) -> object:
        return item.published_at

    def item_updateddate(self, item: Tutorial) -> object:
        return item.updated_at

    def item_categories(self, item: Tutorial) -> list[str]:
        return [item.level]
