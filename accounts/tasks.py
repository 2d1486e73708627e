"""What follows from facts about people."""

from accounts.models import User
from accounts.services import mails
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
def send_known(person: int) -> None:
    if user := User.objects.filter(pk=person).first():
        mails.send_known(user)
