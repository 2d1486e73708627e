"""What people are told about payouts: a mail and a notice each."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from accounts.services import notifications
from marketplace.transactions import money
from marketplace.transactions.models import Payout, PayoutAccount
from marketplace.transactions.services import payouts
from nexus.foundation import mail


def tell_paid(payout_id: UUID) -> None:
    """The money has arrived."""
    payout = Payout.objects.select_related("user", "account").get(pk=payout_id)
    title = f"{money.text(payout.amount_cents)} {payout.currency} arrived at {payout.account.label}."
    _tell(payout.user, "payout.paid", title, source=f"payout:{payout.pk}:paid", payout=payout)


def tell_failed(payout_id: UUID) -> None:
    """The money did not arrive, or was not sent, and is on the balance again."""
    payout = Payout.objects.select_related("user", "account").get(pk=payout_id)
    title = f"A payout of {money.text(payout.amount_cents)} {payout.currency} did not arrive."
    if payout.failure_code == payouts.CANCELLED:
        title = f"A payout of {money.text(payout.amount_cents)} {payout.currency} was cancelled."
    _tell(payout.user, "payout.failed", title, source=f"payout:{payout.pk}:failed", payout=payout)


def tell_connected(account_id: UUID) -> None:
    """A new account is in use: whoever did not do this must hear of it while the hold lasts."""
    account = PayoutAccount.objects.select_related("user").get(pk=account_id)
    user = account.user
    notifications.notify(
        user.pk,
        "account",
        title=f"Your payouts now go to {account.label}.",
        url=reverse("payouts"),
        source=f"payout-account:{account.pk}",
    )
    with translation.override(user.language):
        mail.send(
            "payout.account",
            to=user.email,
            language=user.language,
            context={
                "name": user.name,
                "label": account.label,
                "payable_from": timezone.localtime(account.payable_from),
                "payouts_url": f"{settings.SITE_URL}{reverse('payouts')}",
            },
        )


def _tell(user: User, fact: str, title: str, *, source: str, payout: Payout) -> None:
    notifications.notify(user.pk, "payout", title=title, url=reverse("payouts"), source=source)
    mail.send(
        fact,
        to=user.email,
        language=user.language,
        context={
            "name": user.name,
            "amount_cents": payout.amount_cents,
            "currency": payout.currency,
            "label": payout.account.label,
            "reason": payout.failure_message,
            "is_cancelled": payout.failure_code == payouts.CANCELLED,
            "payouts_url": f"{settings.SITE_URL}{reverse('payouts')}",
        },
    )
