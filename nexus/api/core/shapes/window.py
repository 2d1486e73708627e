"""Tutorials, the home page, testimonials and campaigns."""

from collections.abc import Iterable
from typing import Any, TypedDict

from django.conf import settings

from marketplace.campaigns.models import Campaign, CampaignTest
from marketplace.campaigns.selectors import Figures
from marketplace.catalog.selectors import Card
from marketplace.homepage.models import Testimonial
from marketplace.homepage.selectors import Version, for_programs
from marketplace.tutorials.models import Tutorial
from marketplace.tutorials.selectors import html_of
from nexus.api.base import Time, moment


class HeadingShape(TypedDict):
    id: str
    text: str
    level: int


class TutorialShape(TypedDict):
    """A published tutorial."""

    id: int
    slug: str
    title: str
    level: str
    html: str
    contents: list[HeadingShape]
    views: int
    updated_at: Time


class TestimonialShape(TypedDict):
    """What somebody says about Nexus."""

    id: int
    author: str
    company: str | None
    text: str
    rating: int
    verified: bool
    featured: bool


class HomepageShape(TypedDict):
    """The home page's blocks in order; an older version's number is refused where one replaces them."""

    version: int
    blocks: list[dict[str, Any]]


class CampaignShape(TypedDict):
    """A mail to many, and how far it came."""

    id: int
    name: str
    subject: str
    content: str
    segment: str
    status: str
    scheduled_at: Time | None
    sent_at: Time | None
    recipients: int
    sent: int
    opened: int
    clicked: int
    bounced: int
    unsubscribed: int


class CampaignLinkShape(TypedDict):
    url: str
    clicks: int


class CampaignStatsShape(TypedDict):
    """A campaign in numbers; `unknown` are mails whose fate a crash left open: they are not sent again."""

    recipients: int
    waiting: int
    sent: int
    unknown: int
    failed: int
    skipped: int
    opened: int
    clicked: int
    bounced: int
    complained: int
    unsubscribed: int
    links: list[CampaignLinkShape]


class CampaignTestShape(TypedDict):
    """A test on its way."""

    to: str
    queued_at: Time


def tutorials(rows: Iterable[Tutorial], cards: dict[int, Card]) -> list[TutorialShape]:
    return [
        {
            "id": row.pk,
            "slug": row.slug,
            "title": row.title,
            "level": row.level,
            "html": html_of(row, site_url=settings.SITE_URL, names=cards),
            "contents": [
                {"id": heading["id"], "text": heading["text"], "level": heading["level"]} for heading in row.contents
            ],
            "views": row.views,
            "updated_at": moment(row.updated_at),
        }
        for row in rows
    ]


def testimonial(row: Testimonial) -> TestimonialShape:
    return {
        "id": row.pk,
        "author": row.author,
        "company": row.company or None,
        "text": row.text,
        "rating": row.rating,
        "verified": row.verified,
        "featured": row.featured,
    }


def homepage(version: Version) -> HomepageShape:
    found = for_programs(version)
    return {"version": found["version"], "blocks": found["blocks"]}


# A campaign that staff stopped in the middle is over, which the contract calls sent; `sent` says how far it came.
STATUS = {
    Campaign.State.DRAFT: "draft",
    Campaign.State.SCHEDULED: "scheduled",
    Campaign.State.SENDING: "sending",
    Campaign.State.STOPPED: "sent",
    Campaign.State.SENT: "sent",
}


def campaign(row: Campaign, figures: Figures) -> CampaignShape:
    return {
        "id": row.pk,
        "name": row.name,
        "subject": row.subject,
        "content": row.content,
        "segment": row.segment,
        "status": STATUS[Campaign.State(row.state)],
        "scheduled_at": moment(row.scheduled_at) if row.scheduled_at else None,
        "sent_at": moment(row.sent_at) if row.sent_at else None,
        "recipients": figures.recipients,
        "sent": figures.sent,
        "opened": figures.opened,
        "clicked": figures.clicked,
        "bounced": figures.bounced,
        "unsubscribed": figures.unsubscribed,
    }


def campaign_stats(figures: Figures) -> CampaignStatsShape:
    return {
        "recipients": figures.recipients,
        "waiting": figures.waiting,
        "sent": figures.sent,
        "unknown": figures.unknown,
        "failed": figures.failed,
        "skipped": figures.skipped,
        "opened": figures.opened,
        "clicked": figures.clicked,
        "bounced": figures.bounced,
        "complained": figures.complained,
        "unsubscribed": figures.unsubscribed,
        "links": [{"url": link.url, "clicks": link.clicks} for link in figures.links],
    }


def campaign_test(row: CampaignTest) -> CampaignTestShape:
    return {"to": row.to, "queued_at": moment(row.asked_at)}
