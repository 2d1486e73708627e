"""What a username may be, and one made from an e-mail address. Pure."""

import re
import unicodedata

SHORTEST, LONGEST = 3, 40
# fmt: off
RESERVED = frozenset(
    {
        "about", "account", "accounts", "admin", "administrator", "api", "create", "dashboard", "help", "legal",
        "mail", "me", "models", "moderator", "nexus", "none", "null", "official", "payments", "rooms", "root",
        "security", "service", "settings", "staff", "studio", "support", "system", "undefined", "upload", "user",
    }
)
# fmt: on
_FITTING = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")


def fault(username: str) -> str:
    """Why this username cannot be, as one sentence; empty where it can."""
    if not SHORTEST <= len(username) <= LONGEST:
        return f"A username has {SHORTEST} to {LONGEST} characters."
    if not _FITTING.fullmatch(username):
        return "A username has letters a to z, digits and . - _ only, and begins and ends with a letter or digit."
    if username.lower() in RESERVED:
        return "This username is reserved; choose another."
    return ""


def from_email(email: str) -> str:
    """A fitting username from the part before the @: "Ünal.Öz+shop@…" gives "unal.oz"."""
    local = email.split("@", 1)[0].split("+", 1)[0]
    plain = unicodedata.normalize("NFKD", local).encode("ascii", "ignore").decode().lower()
    cut = re.sub(r"[^a-z0-9._-]+", "-", plain).strip("._-")[: LONGEST - 8].strip("._-")
    if len(cut) < SHORTEST:
        cut = f"maker-{cut}".rstrip("-")
    return f"{cut}-1" if cut in RESERVED else cut
