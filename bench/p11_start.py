"""P11: a warm `manage.py up` until its first page, and what the web process holds after it answered every page."""

import contextlib
import html
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from bench import fill
from bench.figures import Line, keep
from bench.processes import ROOT, cpu_seconds, pss_megabytes
from tests.product import Product

ROUNDS = 3
SECONDS, MEGABYTES = 5.0, 150.0
MOST_PAGES = 150
HEAVY = ("torch", "diffusers", "trimesh")
TOLD = (
    *HEAVY,
    "numpy",
    "scipy",
    "PIL",
    "manifold3d",
    "transformers",
    "cryptography",
    "boto3",
    "drf_spectacular",
    "celery",
)
LINK = re.compile(r'(?:href|src)="(/[^"#]*)')
STARTS = (
    "/", "/models/", "/models/?q=table", "/create/", "/library/", "/upload/", "/licences/", "/how-we-rank/", "/rules/",
    "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/admin/", "/api/v1/schema", "/api/v1/docs",
    "/api/v1/jobs", "/api/v1/engines", "/api/v1/me", "/metrics", "/readyz", "/no-such-page/",
)  # fmt: skip
LEFT_OUT = ("/accounts/logout", "/static/", "/files/", "/get/")


def seconds_to_first_page(product: Product) -> float:
    """From the command to the first answered page, which may come before /readyz says that workers are there too."""
    started = time.perf_counter()
    with product.log.open("ab") as log:
        argv = [sys.executable, "manage.py", "up", "--no-demo"]
        product.process = subprocess.Popen(argv, cwd=ROOT, env=product.env, stdout=log, stderr=log)
    while time.perf_counter() - started < 90:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{product.url}/", timeout=20).status_code == 200:
                return time.perf_counter() - started
        time.sleep(0.02)
    raise RuntimeError(f"no page within 90 s:\n{product.said()}")


def web_pid(product: Product) -> int:
    """The uvicorn process itself, not a parent that names it among its arguments."""
    for pid in product.pids("uvicorn", "nexus.asgi"):
        if Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[1:3] == [b"-m", b"uvicorn"]:
            return pid
    raise RuntimeError("there is no web process")


def filled(product: Product, *arguments: str) -> str:
    """Rows to show, written beside the running product."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.fill", *arguments],
        cwd=ROOT, env=product.env | {"DJANGO_SETTINGS_MODULE": "nexus.settings"}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout.strip()


def pages(client: httpx.Client) -> Iterator[tuple[str, int]]:
    """Every page that is reached from the start pages, each kind of address with a number once, and what it answered."""
    waiting, seen = list(STARTS), set()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        kind = re.sub(r"\d+|[0-9a-f]{8}-[0-9a-f-]{27}", "N", urlsplit(path).path)
        kind = re.sub(r"/models/N-[^/]+", "/models/N", kind) + ("?" if "?" in path else "")
        if kind in seen or path.startswith(LEFT_OUT):
            continue
        seen.add(kind)
        answer = client.get(path, follow_redirects=True)
        yield path, answer.status_code
        if "html" in answer.headers.get("content-type", ""):
            waiting += [html.unescape(found) for found in LINK.findall(answer.text)]


def signed_in(client: httpx.Client) -> None:
    page = client.get("/accounts/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token is not None
    form = {"csrfmiddlewaretoken": token[1], "login": "bench", "password": fill.PASSWORD}
    answer = client.post("/accounts/login/", data=form, follow_redirects=True)
    if "sessionid" not in client.cookies:
        raise RuntimeError(f"signing in was answered with {answer.status_code}")


def loaded(product: Product, pid: int, told: Path) -> set[str]:
    """The modules of a running process (see bench/spy)."""
    os.kill(pid, signal.SIGUSR2)
    until = time.monotonic() + 10
    while not told.exists() and time.monotonic() < until:
        httpx.get(f"{product.url}/healthz", timeout=10)  # wakes its loop
        time.sleep(0.1)
    return set(told.read_text().split())


def main() -> None:
    with contextlib.ExitStack() as ending:
        product = Product(
            PYTHONPATH=os.pathsep.join([str(Path(__file__).parent / "spy"), os.environ.get("PYTHONPATH", "")])
        )
        ending.callback(product.remove)
        told = product.var / "modules"
        told.mkdir()
        product.env["BENCH_MODULES"] = str(told)
        seconds_to_first_page(product)  # makes the database
        product.wait_ready()
        product.stop()
        times, fresh, work = [], [], []
        for number in range(ROUNDS):
            times.append(seconds_to_first_page(product))
            work.append(sum(map(cpu_seconds, product.pids())))
            fresh.append(pss_megabytes(web_pid(product)))
            product.wait_ready()
            if number < ROUNDS - 1:
                product.stop()
        rows = filled(product, "60", "--person")
        web, answered = web_pid(product), {}
        with httpx.Client(base_url=product.url, timeout=60) as client:
            answered.update(pages(client))
            after_anonymous = pss_megabytes(web)
            signed_in(client)
            answered.update({f"{path} (signed in)": status for path, status in pages(client)})
        after = pss_megabytes(web)
        modules = loaded(product, web, told / f"{web}.txt")
        product.stop()
    faults = [path for path, status in answered.items() if status >= 500]
    lines = [
        Line("warm `manage.py up` until the first page", "s", times, judged="ours", most=SECONDS, reported=True),
        Line("CPU of all its processes by then", "s", work),
        Line("web process after its first page", "MB", fresh, judged="ours", most=MEGABYTES),
        Line("… after every anonymous page", "MB", [after_anonymous], judged="ours", most=MEGABYTES),
        Line("… after every page, also as an administrator", "MB", [after], judged="ours", most=MEGABYTES),
        Line("heavy libraries in the web process", "", [float(len(modules & set(HEAVY)))], judged="ours", most=0),
    ]
    notes = [
        f"{len(answered)} pages were answered, {len(faults)} with a fault{': ' + ', '.join(faults[:5]) if faults else ''}",
        f"of {', '.join(TOLD)} the web process loaded: {', '.join(sorted(modules & set(TOLD))) or 'none'}",
        f"{rows} were shown",
    ]
    keep("P11", "start and memory, DEBUG=1 as `make run`", lines, notes)


if __name__ == "__main__":
    main()
