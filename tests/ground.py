"""What the tests stand on, before Django reads its settings: servers and a folder of their own, ended with the run.

Loaded with `-p tests.ground` by the process that collects; xdist's workers inherit its environment.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from nexus.foundation import embedded


def _begin() -> None:
    var = Path(tempfile.mkdtemp(prefix="nexus-t-"))
    var.chmod(0o755)
    servers = embedded.start(var / "servers", durable=False)
    os.environ |= {
        "NEXUS_VAR": str(var),
        "DATABASE_URL": servers.database_url,
        "REDIS_URL": servers.redis_url,
        "DEBUG": "1",
        "LOG_FORMAT": "json",
        "SITE_URL": "http://testserver",
        "ALLOWED_HOSTS": "testserver",
        "THROTTLE_FACTOR": "1000",
        "NEXUS_PAGE_CACHE_SECONDS": "0",
        "NEXUS_QUEUE_LOOK_SECONDS": "0.000001",
        "DJANGO_SETTINGS_MODULE": "nexus.settings",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }

    def end() -> None:
        embedded.stop(var / "servers")
        home = var / "servers" / "home"
        if home.is_symlink():
            shutil.rmtree(home.resolve(), ignore_errors=True)
        shutil.rmtree(var, ignore_errors=True)

    atexit.register(end)


if "PYTEST_XDIST_WORKER" not in os.environ:
    _begin()
