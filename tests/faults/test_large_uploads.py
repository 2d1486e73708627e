"""P9's second half as a proof: a large file that comes in one part never lies in the web process's memory."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.p9_uploads import memory, sent_whole
from tests.product import Product, running

pytestmark = [pytest.mark.fault, pytest.mark.proof, pytest.mark.timeout(600)]
MEGABYTES, MOST_GROWTH = 200, 50
MAKE_TOKEN = (
    "from accounts.models import User; from accounts.services import people, tokens; "
    "u = User.objects.create_user('big@example.com', 'big', 'correct-horse-7'); people.mark_confirmed(u); "
    "print('token=' + tokens.issue(u).access)"
)


def token_of(product: Product) -> str:
    done = product.manage("shell", "-v", "0", "-c", MAKE_TOKEN)
    assert done.returncode == 0, done.stderr
    return done.stdout.rpartition("token=")[2].strip()


def test_two_hundred_megabytes_in_one_part_do_not_grow_the_web_process():
    with running() as product:
        token = token_of(product)
        [web, *_] = product.pids("uvicorn")
        sent_whole(product.port, web, token, 2)
        grown, seconds = sent_whole(product.port, web, token, MEGABYTES)
    assert grown < MOST_GROWTH
    print(f"P9b megabytes={MEGABYTES} grown={grown:.1f}MB seconds={seconds:.1f} control=seen")


def test_control_a_process_that_holds_the_file_is_seen_to_grow():
    source = (
        "import sys; sys.stdin.readline(); held = b'x' * (100 * 2**20); print('held', flush=True); sys.stdin.readline()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", source], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        before = memory(child.pid, "VmRSS")
        Path(f"/proc/{child.pid}/clear_refs").write_text("5")
        child.stdin.write("\n")
        child.stdin.flush()
        assert child.stdout.readline() == "held\n"
        grown = memory(child.pid, "VmHWM") - before
        child.communicate("\n")
    assert grown > MOST_GROWTH
