#!/usr/bin/env python
"""Every command of the program. Where DATABASE_URL or REDIS_URL is not set, the embedded servers run meanwhile."""

import contextlib
import fcntl
import os
import sys
from collections.abc import Iterator
from pathlib import Path

BASE = Path(__file__).resolve().parent
NEEDS_NO_SERVER = {
    "", "help", "version", "--help", "--version", "check", "collectstatic", "convert", "engines", "findstatic",
    "generate", "inspect", "makemessages", "compilemessages", "makemigrations", "schema",
}  # fmt: skip


@contextlib.contextmanager
def ground(command: str) -> Iterator[None]:
    """The embedded servers, shared by every command that runs now; the last one to end stops them."""
    from nexus.foundation import embedded, env

    values = dict(os.environ)
    env.load_file(BASE / ".env", values)
    if command in NEEDS_NO_SERVER or (values.get("DATABASE_URL") and values.get("REDIS_URL")):
        yield
        return
    var = Path(values.get("NEXUS_VAR") or "var")
    root = (var if var.is_absolute() else BASE / var) / "servers"
    root.mkdir(parents=True, exist_ok=True)
    with (root / "users").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        embedded.start(root)
        try:
            yield
        finally:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                embedded.stop(root)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nexus.settings")
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        sys.exit(f"Nexus needs Python 3.11 to 3.13; this is {sys.version.split()[0]}.")
    from django.core.management import execute_from_command_line

    from nexus.foundation.embedded import EmbeddedError

    try:
        with ground(sys.argv[1] if len(sys.argv) > 1 else ""):
            execute_from_command_line(sys.argv)
    except EmbeddedError as failure:
        sys.exit(str(failure))


if __name__ == "__main__":
    main()
