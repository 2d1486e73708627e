"""What the books have of a person. Entries, orders and receipts stay as the law asks, and name nobody any more."""

from collections.abc import Mapping

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from marketplace.transactions import money
from marketplace.transactions.models import (
    Account,
    Cart,
    CartItem,
    Coupon,
    Escrow,
    EscrowReturn,
    Order,
    OrderLine,
    Payment,
    Payout,
    PayoutAccount,
    Refund,
)
from marketplace.transactions.selectors.balances import balance
from nexus.foundation.personal import Obstacle, Own, table

GOES = frozenset({"marketplace.Cart.buyer"})
STAYS: Mapping[str, str] = {
    "marketplace.Account.owner": "the books: entries are never changed; the account names nobody any more",
    "marketplace.Order.buyer": "receipts are kept as the law asks, with the business details of an invoice",
    "marketplace.OrderLine.buyer": "part of a receipt",
    "marketplace.OrderLine.seller": "part of a receipt",
    "marketplace.Escrow.payer": "the books point at it",
    "marketplace.Escrow.payee": "the books point at it",
    "marketplace.Payout.user": "the books point at it",
    "marketplace.PayoutAccount.user": "where payouts went; it is ended and loses its label",
    "marketplace.PayoutRelease.payee": "the evidence that two people released a payout",
    "marketplace.PayoutRelease.by": "an act of staff",
    "marketplace.Refund.asked_by": "the evidence for a refund",
    "marketplace.Refund.decided_by": "an act of staff",
    "marketplace.Coupon.creator": "orders point at it; it is switched off",
}


def export(user: User) -> Own:
    return Own(
        (
            table(
                "orders",
                Order.objects.filter(buyer=user),
                *("id", "state", "currency", "total_cents", "business_name", "business_address", "vat_id"),
                *("created_at", "completed_at"),
            ),
            table(
                "purchases",
                OrderLine.objects.filter(buyer=user),
                *("id", "order_id", "listing_id", "listing__name", "licence", "price_cents", "discount_cents"),
                *("tip_cents", "paid_cents", "state", "created_at"),
            ),
            table(
                "sales",
                OrderLine.objects.filter(seller=user),
                *("id", "listing_id", "listing__name", "licence", "paid_cents", "fee_cents", "revenue_cents"),
                *("state", "created_at"),
            ),
            table(
                "payments",
                Payment.objects.filter(order__buyer=user),
                *("id", "order_id", "gateway", "amount_cents", "currency", "state", "card_last4", "created_at"),
            ),
            table(
                "refunds",
                Refund.objects.filter(Q(line__buyer=user) | Q(line__seller=user)),
                *("id", "line_id", "amount_cents", "state", "reason", "note", "created_at", "done_at"),
            ),
            table(
                "payouts",
                Payout.objects.filter(user=user),
                *("id", "account__label", "amount_cents", "currency", "state", "created_at", "ended_at"),
            ),
            table(
                "coupons",
                Coupon.objects.filter(creator=user),
                *("code", "kind", "value", "used", "max_uses", "starts_at", "ends_at", "active", "created_at"),
            ),
            table("cart", CartItem.objects.filter(cart__buyer=user), "listing_id", "listing__name", "licence"),
        )
    )


def obstacles(user: User) -> list[Obstacle]:
    """Money that is on its way, or owed by or to this person."""
    found = []
    if Order.objects.filter(buyer=user, state=Order.State.PENDING).exists():
        sentence = _("An order of yours is not paid yet. Pay it, or wait until it ends by itself.")
        found.append(Obstacle(sentence, reverse("my_orders"), _("Your orders")))
    if OrderLine.objects.filter(seller=user, state=OrderLine.State.PENDING).exists():
        sentence = _("Somebody is paying for a model of yours at this moment. Try again when that is done.")
        found.append(Obstacle(sentence))
    open_refunds = Refund.objects.filter(state__in=[Refund.State.REQUESTED, Refund.State.SENDING])
    if open_refunds.filter(Q(line__buyer=user) | Q(line__seller=user)).exists():
        found.append(Obstacle(_("A refund of yours is not done yet. Wait until it is decided and sent.")))
    held = Q(state__in=[Escrow.State.PENDING, Escrow.State.HELD]) & (Q(payer=user) | Q(payee=user))
    coming_back = EscrowReturn.objects.filter(escrow__payer=user, state=EscrowReturn.State.WAITING)
    if Escrow.objects.filter(held).exists() or coming_back.exists():
        sentence = _("Money of a bounty of yours is still held. Finish the bounty, or close it.")
        found.append(Obstacle(sentence, reverse("bounties"), _("Bounties")))
    if Payout.objects.filter(user=user, state__in=[Payout.State.REQUESTED, Payout.State.HELD]).exists():
        sentence = _("A payout of yours is on its way. Wait until it has arrived.")
        found.append(Obstacle(sentence, reverse("payouts"), _("Your payouts")))
    return found + _of_balance(user)


def _of_balance(user: User) -> list[Obstacle]:
    found = []
    for account in Account.objects.filter(owner=user).order_by("pk"):
        cents = balance(account)
        amount = f"{money.text(abs(cents))} {account.currency}"
        if cents > 0:
            sentence = _("You still have a balance of %(amount)s. Have it paid out, or spend it in the shop.")
            found.append(Obstacle(sentence % {"amount": amount}, reverse("payouts"), _("Your payouts")))
        elif cents < 0:
            sentence = _("After a refund you owe %(amount)s. Write to us, so that it can be settled.")
            found.append(Obstacle(sentence % {"amount": amount}))
    return found


def close(user: User) -> None:
    """At once: nothing more is sold by a code, wished for, or sent to an account."""
    Cart.objects.filter(buyer=user).delete()
    Coupon.objects.filter(creator=user, active=True).update(active=False)
    accounts = PayoutAccount.objects.filter(user=user)
    accounts.filter(ended_at=None).update(ended_at=timezone.now())
    accounts.update(label="")


def forget(user: User) -> None:
    """Nothing is left to do: what stays, stays without a name."""
