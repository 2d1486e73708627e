"""A shop for the benches of money: buyers, things at one price, and sales of the past as copies of a real one."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

PRICE_CENTS = 499
SELLERS, PAST_BUYERS = 40, 500
APART = 1_000_000  # between the numbers of two tables, so that no number stands for two things
COPIES = 3_000_000_000  # where the numbers of copied rows begin


@dataclass(frozen=True)
class Shop:
    buyers: list[int]
    past_buyers: list[int]
    listings: list[int]
    seller_of: dict[int, int]
    account_of: dict[int, int]  # by seller


def numbers_apart() -> None:
    """Let every table count from a number of its own."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(c.oid, 1000000000 + %s * row_number() OVER (ORDER BY c.relname)) FROM pg_class c "
            "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S' AND n.nspname = 'public'",
            [APART],
        )


def opened(buyers: int, listings: int) -> Shop:
    """People with confirmed addresses, and approved listings of many sellers, all at one price."""
    from allauth.account.models import EmailAddress
    from django.utils import timezone

    from accounts.models import User
    from marketplace.catalog.models import Listing, Offer
    from marketplace.transactions.models import Account

    numbers_apart()
    names = [f"seller-{n}" for n in range(SELLERS)] + [f"buyer-{n}" for n in range(buyers)]
    names += [f"past-{n}" for n in range(PAST_BUYERS)]
    people = User.objects.bulk_create(User(username=name, email=f"{name}@example.com") for name in names)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=one, email=one.email, verified=True, primary=True) for one in people
    )
    sellers = people[:SELLERS]
    rows = Listing.objects.bulk_create(
        Listing(
            seller=sellers[place % SELLERS], name=f"Chair {place}", slug=f"chair-{place}", state="approved",
            published_at=timezone.now() - timedelta(minutes=place), text_twin="A chair of oak",
        )
        for place in range(listings)
    )  # fmt: skip
    Offer.objects.bulk_create(Offer(listing=row, price_cents=PRICE_CENTS) for row in rows)
    accounts = Account.objects.bulk_create(Account(kind="seller", owner=seller) for seller in sellers)
    return Shop(
        buyers=[one.pk for one in people[SELLERS : SELLERS + buyers]],
        past_buyers=[one.pk for one in people[SELLERS + buyers :]],
        listings=[row.pk for row in rows],
        seller_of={row.pk: row.seller_id for row in rows},
        account_of={account.owner_id: account.pk for account in accounts},
    )


def buy(buyer_id: int, listing_id: int) -> Any:
    """One purchase as a request makes it: the buyer is read, the order made, paid by a test card and completed."""
    from accounts.models import User
    from marketplace.transactions.services import orders

    buyer = User.objects.get(pk=buyer_id)
    order = orders.place_order(buyer, items=[(listing_id, "")], payment_method="pm_card_visa")
    if order.state != "completed":
        raise RuntimeError(f"The order {order.pk} of {buyer_id} is {order.state}.")
    return order


def sold_before(shop: Shop, template: Any, *, start: int, to: int) -> None:
    """Completed sales number `start`…`to` of other buyers: every row that a real order left, copied with new ids."""
    from marketplace.catalog.models import Entitlement, Listing
    from marketplace.transactions.models import Account, JournalEntry, Payment, TestPayment

    if to > len(shop.past_buyers) * len(shop.listings):
        raise ValueError("more sales than pairs of buyers and listings")
    line, payment = template.lines.get(), template.payments.get()
    entry = JournalEntry.objects.get(cause=f"order-line:{line.pk}")
    right = Entitlement.objects.get(transaction_id=line.pk)
    buyer = f"{shop.past_buyers[0]} + g %% {PAST_BUYERS}"
    order_id, payment_id, test_id = (f"md5('{word}' || g)::uuid" for word in ("order", "payment", "test"))
    number = f"{COPIES} + g"
    jobs: list[tuple[Any, Any, dict[str, str]]] = [
        (type(template), template.pk, {"id": order_id, "buyer_id": buyer}),
        (
            type(line), line.pk,
            {"id": number, "order_id": order_id, "buyer_id": buyer, "seller_id": "l.seller_id", "listing_id": "l.id"},
        ),
        (Payment, payment.pk, {"id": payment_id, "order_id": order_id, "reference": f"({test_id})::text"}),
        (TestPayment, payment.reference, {"id": test_id, "key": f"({payment_id})::text"}),
        (JournalEntry, entry.pk, {"id": number, "cause": f"'order-line:' || ({number})"}),
        *(
            (
                type(share), share.pk,
                {
                    "id": f"{COPIES} + g * 4 + {place}", "entry_id": number,
                    **({"account_id": "a.id"} if share.account.kind == "seller" else {}),
                },
            )
            for place, share in enumerate(entry.lines.select_related("account"))
        ),
        (
            Entitlement, right.pk,
            {"id": number, "listing_id": "l.id", "holder_id": buyer, "transaction_id": number, "certificate_code": "'C' || g"},
        ),
    ]  # fmt: skip
    joined = (
        f"JOIN {Listing._meta.db_table} l ON l.id = {shop.listings[0]} + g / {PAST_BUYERS} "
        f"JOIN {Account._meta.db_table} a ON a.owner_id = l.seller_id AND a.kind = 'seller'"
    )
    copied(jobs, start=start, to=to, joined=joined)


def copied(rows: list[tuple[Any, Any, dict[str, str]]], *, start: int, to: int, joined: str = "") -> None:
    """Copies number `start`…`to` of rows (model, key, SQL of what differs by the copy's number `g`), then VACUUM."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # the rows keep the rules; nobody asks each of them
        for model, pk, changed in rows:
            columns = [field.column for field in model._meta.concrete_fields]
            shown = ", ".join(changed.get(name, f't."{name}"') for name in columns)
            names = ", ".join(f'"{name}"' for name in columns)
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({names}) SELECT {shown} FROM {model._meta.db_table} t, "
                f"generate_series(%s::bigint, %s::bigint) g {joined} WHERE t.id = %s",
                [start, to - 1, pk],
            )
        cursor.execute("SET session_replication_role = origin")
    connection.close()  # VACUUM wants no transaction of ours
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
