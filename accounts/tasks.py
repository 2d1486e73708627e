"""What follows from facts about people."""

from accounts import selectors
from accounts.models import User
from accounts.services import mails, notice_mails
from nexus.foundation.tasks import on_fact


@on_fact
def send_confirmation(person: int) -> None:
    if user := User.objects.filter(pk=person).first():
        mails.send_confirmation(user)


@on_fact
def send_welcome(person: int) -> None:
    if user := User.objects.filter(pk=person).first():
        mails.send_welcome(user)


@on_fact
def mail_rights_ended(person: int) -> None:
    if user := User.objects.filter(pk=person, is_active=True).first():
        mails.send_rights_ended(user)


@on_fact
def send_known(person: int) -> None:
    if user := User.objects.filter(pk=person).first():
        mails.send_known(user)


@on_fact
def mail_banned(person: int) -> None:
    """Nothing where the account was opened again meanwhile."""
    user = User.objects.filter(pk=person).first()
    ban = selectors.standing_ban_of(user) if user else None
    if user and ban:
        mails.send_banned(user, ban)


@on_fact
def mail_ban_lifted(person: int) -> None:
    if user := User.objects.filter(pk=person, is_active=True).first():
        mails.send_ban_lifted(user)


@on_fact
def mail_notice(notification: int) -> None:
    notice_mails.deliver(notification)


@on_fact
def mail_digest(person: int) -> None:
    notice_mails.send_digest(person)
