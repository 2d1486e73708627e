"""Who asks, and whether a person of the staff may do what they ask for. Roles and permissions stand in roles.py."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from nexus.foundation.errors import NotAllowed, NotSignedIn

Viewer = User | AnonymousUser | None


def person(viewer: object) -> User | None:
    """Who looks, where it is somebody whose account is open."""
    return viewer if isinstance(viewer, User) and viewer.is_active else None


def is_staff_with(viewer: object, permission: str) -> bool:
    """Whether `viewer` is an active member of the staff who holds `permission` ("app.codename")."""
    return isinstance(viewer, User) and viewer.is_active and viewer.is_staff and viewer.has_perm(permission)


def staff_with(viewer: object, permission: str) -> User:
    """The person, where they hold the permission; else NotSignedIn or NotAllowed."""
    if not isinstance(viewer, User):
        raise NotSignedIn("Sign in as staff to do this.")
    if not is_staff_with(viewer, permission):
        raise NotAllowed("This is for staff whose role covers it. Ask whoever keeps the accounts.")
    return viewer
