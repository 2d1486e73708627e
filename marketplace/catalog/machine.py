"""What programs read on public pages: JSON-LD, and oEmbed for models."""

import json
import re
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from marketplace.catalog.licences import TERMS
from marketplace.catalog.selectors import ModelPage
from marketplace.catalog.selectors.creators import CreatorPage

EMBED_WIDTH, EMBED_HEIGHT, EMBED_LEAST = 640, 520, 200
CAMERA = re.compile(r"-?\d{1,4}(\.\d{1,3})?deg \d{1,3}(\.\d{1,3})?deg (auto|\d{1,4}(\.\d{1,3})?(m|%))")
# Ends no script element and opens no comment, whatever a name holds.
UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def json_ld(graph: list[dict[str, Any]]) -> SafeString:
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(UNSAFE))  # noqa: S308 - nothing in it can leave its element


def absolute(url: str) -> str:
    return f"{settings.SITE_URL}{url}" if url.startswith("/") else url


def price(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def model_graph(page: ModelPage) -> list[dict[str, Any]]:
    """Product with its offers and average, 3DModel with the public preview, and the path to the page."""
    url = absolute(page.url)
    creator = {"@type": "Person", "name": page.creator_name, "url": absolute(page.creator_url)}
    product: dict[str, Any] = {
        "@type": "Product",
        "@id": f"{url}#product",
        "name": page.name,
        "description": page.text_twin or page.name,
        "url": url,
        "sku": str(page.id),
        "brand": {"@type": "Brand", "name": page.creator_name},
        "isRelatedTo": {"@id": f"{url}#model"},
    }
    picture = absolute(page.large_url) if page.large_url and not page.sensitive else ""
    if picture:
        product["image"] = [absolute(page.shared_url), picture] if page.shared_url else [picture]
    if page.category_name:
        product["category"] = page.category_name
    if page.offers:
        product["offers"] = _offers(page, url)
    if page.rating_count and page.rating:
        product["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": round(page.rating, 2),
            "reviewCount": page.rating_count,
            "bestRating": 5,
            "worstRating": 1,
        }
    model: dict[str, Any] = {
        "@type": "3DModel",
        "@id": f"{url}#model",
        "name": page.name,
        "url": url,
        "creator": creator,
        "license": licence_url(page.offers[0].licence) if page.offers else absolute(reverse("licences")),
        "keywords": ", ".join(page.tags),
        "dateModified": page.updated_at.isoformat(),
        "isFamilyFriendly": not page.sensitive,
    }
    if page.published_at:
        model["datePublished"] = page.published_at.isoformat()
    if page.preview_url:
        model["encoding"] = {
            "@type": "MediaObject",
            "contentUrl": absolute(page.preview_url),
            "encodingFormat": "model/gltf-binary",
            "contentSize": str(page.preview_bytes),
        }
    if picture:
        model["image"] = picture
    return [product, model, _path(page, url)]


def licence_url(licence: str) -> str:
    return TERMS[licence].deed or f"{absolute(reverse('licences'))}#{licence}"


def _offers(page: ModelPage, url: str) -> dict[str, Any]:
    each = [
        {
            "@type": "Offer",
            "name": offer.name,
            "price": price(offer.price_cents),
            "priceCurrency": "USD",
            "availability": "https://schema.org/InStock",
            "url": url,
            "license": licence_url(offer.licence),
        }
        for offer in page.offers
    ]
    if len(each) == 1:
        return each[0]
    prices = [offer.price_cents for offer in page.offers]
    return {
        "@type": "AggregateOffer",
        "lowPrice": price(min(prices)),
        "highPrice": price(max(prices)),
        "priceCurrency": "USD",
        "offerCount": len(each),
        "offers": each,
    }


def _path(page: ModelPage, url: str) -> dict[str, Any]:
    shop = absolute(reverse("catalogue"))
    steps = [("Explore", shop)]
    if page.category_parent:
        steps.append((page.category_parent[1], f"{shop}?category={page.category_parent[0]}"))
    if page.category_slug:
        steps.append((page.category_name, f"{shop}?category={page.category_slug}"))
    steps.append((page.name, url))
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": at}
        for place, (name, at) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def creator_graph(page: CreatorPage) -> list[dict[str, Any]]:
    url = absolute(reverse("creator", args=[page.username]))
    person: dict[str, Any] = {
        "@type": "Person",
        "name": page.name,
        "alternateName": page.username,
        "url": url,
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": "https://schema.org/FollowAction",
            "userInteractionCount": page.followers,
        },
    }
    if page.bio:
        person["description"] = page.bio
    return [{"@type": "ProfilePage", "url": url, "dateCreated": page.joined_at.isoformat(), "mainEntity": person}]


def embed_url(listing_id: int) -> str:
    return absolute(reverse("embed", args=[listing_id]))


def embed_code(page: ModelPage, *, width: int = EMBED_WIDTH, height: int = EMBED_HEIGHT) -> str:
    """The HTML that another site copies. Its sandbox lets the viewer run, and links open beside it."""
    title = page.name.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return (
        f'<iframe src="{embed_url(page.id)}" width="{width}" height="{height}" title="{title}" loading="lazy" '
        'sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox" '
        'allow="fullscreen"></iframe>'
    )


def oembed(page: ModelPage, *, most_width: int | None, most_height: int | None) -> dict[str, Any]:
    """The answer of oEmbed 1.0, of the type rich (oembed.com)."""
    width = max(EMBED_LEAST, min(EMBED_WIDTH, most_width or EMBED_WIDTH))
    height = max(EMBED_LEAST, min(EMBED_HEIGHT, most_height or EMBED_HEIGHT))
    found: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": page.name,
        "author_name": page.creator_name,
        "author_url": absolute(page.creator_url),
        "provider_name": "Nexus",
        "provider_url": settings.SITE_URL,
        "cache_age": 3600,
        "html": embed_code(page, width=width, height=height),
        "width": width,
        "height": height,
    }
    if page.still_url and not page.sensitive:
        found |= {"thumbnail_url": absolute(page.still_url), "thumbnail_width": 512, "thumbnail_height": 512}
    return found
