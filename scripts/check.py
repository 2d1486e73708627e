"""Every static check, two at a time; prints only what failed. The same commands as the commit hook."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PACKAGES = ["nexus", "accounts", "marketplace", "generation", "conversations"]
# Checks ask no server: addresses that nothing listens at keep them from touching a running one.
ENV = {
    **os.environ,
    "DATABASE_URL": "postgresql://check@127.0.0.1:1/check",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "PYTHONWARNINGS": "ignore::RuntimeWarning",
}
DEPLOYED = {
    "DEBUG": "0",
    "SECRET_KEY": "k" * 25 + "0123456789-abcdefghij-ABCDEFGHIJ-!?$%&",
    "SITE_URL": "https://nexus.example",
    "ALLOWED_HOSTS": "nexus.example",
}
CHECKS: dict[str, tuple[list[str], dict[str, str]]] = {
    "types": (["mypy", "-n", "2", *PACKAGES], {"DEBUG": "1"}),
    "format": (["ruff", "format", "--check", "."], {}),
    "lint": (["ruff", "check", "."], {}),
    "layers": (["lint-imports"], {}),
    "templates": (["djlint", "templates", "--lint", "--quiet"], {}),
    "texts": (["python", "scripts/messages.py", "check"], {}),
    "migrations": (["python", "manage.py", "makemigrations", "--check", "--dry-run"], {"DEBUG": "1"}),
    "deploy": (["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"], DEPLOYED),
    "schema": (["python", "manage.py", "schema", "--check"], {"DEBUG": "1"}),
}


def run(name: str) -> tuple[str, int, float, str]:
    argv, extra = CHECKS[name]
    started = time.monotonic()
    done = subprocess.run(
        [str(BIN / argv[0]), *argv[1:]], cwd=ROOT, env=ENV | extra, capture_output=True, text=True, check=False
    )
    return name, done.returncode, time.monotonic() - started, done.stdout + done.stderr


def main() -> int:
    wanted = sys.argv[1:] or list(CHECKS)
    failed = 0
    with ThreadPoolExecutor(2) as pool:
        for name, code, seconds, said in pool.map(run, wanted):
            print(f"{name:>10}  {'ok' if code == 0 else 'FAILED'}  {seconds:.1f} s", flush=True)
            if code:
                failed += 1
                print(said)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
