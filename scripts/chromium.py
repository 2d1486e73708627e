"""Finds a browser for the browser tests; as root on Debian it installs one, else it says how to get one."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str:
    named = os.environ.get("CHROMIUM", "")
    if named:
        return named if shutil.which(named) else sys.exit(f"CHROMIUM names {named}, which is not there.")
    return next((path for name in NAMES if (path := shutil.which(name))), "")


if __name__ == "__main__" and not find():
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=True)
    else:
        sys.exit("The browser tests need Chromium or Chrome: install one, or name it with CHROMIUM=/path.")
