"""Whether a person of the staff may do what they ask for. Roles and their permissions stand in roles.py."""

from accounts.models import User
from nexus.foundation.errors import NotAllowed, NotSignedIn


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
