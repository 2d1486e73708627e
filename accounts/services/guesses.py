"""Wrong passwords: counted by account and network, so that whoever guesses does not lock its person out elsewhere."""

import ipaddress

from allauth.usersessions.models import UserSession

from accounts.models import User
from nexus.foundation import limits


def network(address: str) -> str:
    """The network of an address (/24, or /64 of IPv6): its holder changes addresses within it at will."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ipaddress.ip_network(f"{found}/{24 if found.version == 4 else 64}", strict=False))


def take(subject: str, user: User | None, address: str) -> None:
    """Count one try of an account before its password is looked at. Raises TooMany after 5 from one network in 5
    minutes, and after 100 in an hour from networks that its person never signed in from.
    """
    take_far(user, address)
    limits.take(limits.LOGIN_FAILURES, f"{subject}@{network(address)}")


def take_far(user: User | None, address: str) -> None:
    """The second of these alone, where the first is counted by somebody else."""
    if user is not None and not _is_known(user, address):
        limits.take(limits.GUESSES, f"user:{user.pk}")


def forgive(subject: str, user: User | None, address: str) -> None:
    """The password was right: this network's tries are forgotten, and the try counts for no guess."""
    limits.forget(limits.LOGIN_FAILURES, f"{subject}@{network(address)}")
    forgive_far(user, address)


def forgive_far(user: User | None, address: str) -> None:
    if user is not None and not _is_known(user, address):
        limits.give_back(limits.GUESSES, f"user:{user.pk}")


def _is_known(user: User, address: str) -> bool:
    """Whether the person has a session from this network."""
    wanted = network(address)
    return any(network(ip) == wanted for ip in UserSession.objects.filter(user=user).values_list("ip", flat=True))
