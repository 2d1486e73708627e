"""Storefront's words for listings, people and figures: amounts are numbers, ids are integers."""

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from accounts.models import User
from marketplace.catalog.models import Listing, Picture
from marketplace.transactions.selectors.overview import Overview, PersonFigures, TransactionRow
from nexus.api.base import Time, Url, absolute, moment
from nexus.foundation.storage import links

RESOLUTIONS = ((8192, "8K"), (4096, "4K"), (2048, "2K"), (1, "1K"))


class Creator(TypedDict):
    id: int
    username: str
    creator_level: str
    is_verified: bool


class Model(TypedDict):
    """A listing. `file_url` is there for its creator, who owns it, and staff who review."""

    id: int
    name: str
    description: str
    price: float
    poly_count: int
    category: str | None
    subcategory: str | None
    file_url: Url | None
    thumbnail_url: Url | None
    formats: list[str]
    is_rigged: bool
    is_animated: bool
    texture_resolution: str | None
    downloads: int
    likes: int
    views: int
    rating: float | None
    status: str
    is_trending: bool
    is_featured: bool
    created_at: Time
    updated_at: Time
    creator_id: int
    creator: Creator


class TopModel(Model):
    sales: int
    revenue: float


class Likes(TypedDict):
    likes: int
    liked: bool


class Message(TypedDict):
    message: str


class Purchase(TypedDict):
    message: str
    transaction_id: int


class PaymentRequired(Purchase):
    checkout_url: Url


class Stats(TypedDict):
    totalRevenue: float
    platformFees: float
    activeUsers: int
    pendingModels: int
    totalModels: int
    serverLoad: float


class Person(TypedDict):
    id: int
    email: str
    username: str
    full_name: str
    is_verified: bool
    is_admin: bool
    is_banned: bool
    creator_level: str
    total_revenue: float
    total_models: int
    created_at: Time


class TopCreator(Person):
    sales: int
    revenue: float


class Transaction(TypedDict):
    id: int
    amount: float
    platform_fee: float
    seller_revenue: float
    buyer_id: int
    seller_id: int
    model_id: int
    status: str
    payment_method: str
    created_at: Time


class Revenue(TypedDict):
    totalRevenue: float
    platformFees: float
    avgTransaction: float
    transactions: list[Transaction]


class Homepage(TypedDict):
    version: int
    blocks: list[dict[str, Any]]


class Analytics(TypedDict):
    topModels: list[TopModel]
    topCreators: list[TopCreator]


def amount(cents: int) -> float:
    return round(cents / 100, 2)


def model(row: Listing, *, file_url: str | None, views: int, likes: int, is_trending: bool, is_featured: bool) -> Model:
    """`row` comes with its seller, category, offers, files and pictures (see rows.models)."""
    offers = sorted(row.offers.all(), key=lambda offer: offer.position)
    parent = row.category.parent if row.category else None
    facts = row.facts or {}
    still = next((picture for picture in row.pictures.all() if picture.kind == Picture.Kind.STILL), None)
    return {
        "id": row.pk,
        "name": row.name,
        "description": row.description,
        "price": amount(offers[0].price_cents) if offers else 0.0,
        "poly_count": int(facts.get("triangles") or 0),
        "category": (parent or row.category).name if row.category else None,
        "subcategory": row.category.name if row.category and parent else None,
        "file_url": file_url,
        "thumbnail_url": absolute(links.open_url(still.file)) if still else None,
        "formats": sorted({file.format for file in row.files.all()}),
        "is_rigged": bool(facts.get("rigged")),
        "is_animated": bool(facts.get("animations")),
        "texture_resolution": _resolution(int(facts.get("max_texture") or 0)),
        "downloads": row.holders,
        "likes": likes,
        "views": views,
        "rating": None if row.rating is None else round(row.rating, 2),
        "status": row.state,
        "is_trending": is_trending,
        "is_featured": is_featured,
        "created_at": moment(row.created_at),
        "updated_at": moment(row.updated_at),
        "creator_id": row.seller_id,
        "creator": {
            "id": row.seller_id,
            "username": row.seller.username,
            "creator_level": row.seller.creator_level,
            "is_verified": row.seller.is_verified,
        },
    }


def _resolution(pixels: int) -> str | None:
    """The largest class that a texture's longer side reaches; smaller ones are 1K too."""
    return next((word for least, word in RESOLUTIONS if pixels >= least), None)


def person(user: User, figures: PersonFigures) -> Person:
    return {
        "id": user.pk,
        "email": user.email,
        "username": user.username,
        "full_name": user.display_name,
        "is_verified": user.is_verified,
        "is_admin": user.is_staff,
        "is_banned": not user.is_active,
        "creator_level": user.creator_level,
        "total_revenue": amount(figures.revenue_cents),
        "total_models": figures.models,
        "created_at": moment(user.date_joined),
    }


def people(users: Iterable[User], figures: Mapping[int, PersonFigures]) -> list[Person]:
    return [person(user, figures.get(user.pk, PersonFigures())) for user in users]


def transaction(row: TransactionRow) -> Transaction:
    return {
        "id": row.id,
        "amount": amount(row.paid_cents),
        "platform_fee": amount(row.fee_cents),
        "seller_revenue": amount(row.revenue_cents),
        "buyer_id": row.buyer_id,
        "seller_id": row.seller_id,
        "model_id": row.listing_id,
        "status": row.state,
        "payment_method": row.payment_method,
        "created_at": moment(row.created_at),
    }


def revenue(seen: Overview, newest: Iterable[TransactionRow]) -> Revenue:
    return {
        "totalRevenue": amount(seen.paid_cents),
        "platformFees": amount(seen.fee_cents),
        "avgTransaction": amount(round(seen.paid_cents / seen.lines)) if seen.lines else 0.0,
        "transactions": [transaction(row) for row in newest],
    }
