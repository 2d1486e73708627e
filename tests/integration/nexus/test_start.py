"""A start that cannot work says so in one sentence, and a command without a server needs none."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.product import free_port

ROOT = Path(__file__).resolve().parent.parent.parent.parent


def manage(*arguments: str, **env: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=os.environ | env, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PORT", "eighty", "PORT is 'eighty'; allowed is a whole number from 1 to 65535."),
        ("PORT", "99999", "PORT is '99999'; allowed is a whole number from 1 to 65535."),
        ("DEBUG", "perhaps", "DEBUG is 'perhaps'; allowed is 1 or 0."),
        ("LIVE_BELL", "gong", "LIVE_BELL is 'gong'; allowed is one of postgres, redis."),
        ("DATABASE_URL", "mysql://x/y", "DATABASE_URL is 'mysql://x/y'; allowed is a URL starting with postgres://"),
        ("THROTTLE_FACTOR", "0", "THROTTLE_FACTOR is '0'; allowed is a number above 0."),
        ("EMAIL_URL", "pigeon://coop", "EMAIL_URL is 'pigeon://coop'; allowed is file://FOLDER"),
    ],
)
def test_a_wrong_value_names_the_variable_what_was_given_and_what_is_allowed(name: str, value: str, says: str) -> None:
    done = manage("check", **{name: value})

    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].startswith(says)
    assert "Traceback" not in done.stderr


def test_a_password_in_a_wrong_url_is_not_shown() -> None:
    done = manage("check", DATABASE_URL="mysql://me:hunter2@db/y")

    assert "hunter2" not in done.stdout + done.stderr


def test_a_misspelt_variable_is_warned_about() -> None:
    done = manage("check", NEXUS_WORKRS="3")

    assert "NEXUS_WORKRS is not known" in done.stdout + done.stderr


def test_a_port_in_use_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = manage("up", PORT=str(port))

    assert done.returncode == 1
    assert f"Port {port} of 127.0.0.1 cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_is_not_there_is_one_sentence() -> None:
    done = manage("up", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none", PORT=str(free_port()))

    assert done.returncode == 1
    assert "The database of DATABASE_URL does not answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_generate_writes_a_model_without_any_server(tmp_path: Path) -> None:
    out = tmp_path / "chair.glb"
    done = manage(
        "generate", "a red chair", "-o", str(out), DATABASE_URL="", REDIS_URL="", NEXUS_VAR=str(tmp_path / "var")
    )

    assert done.returncode == 0, done.stderr
    assert out.read_bytes()[:4] == b"glTF"
    assert "100%" in done.stderr
    assert not (tmp_path / "var" / "servers").exists()


def test_generate_says_what_it_does_not_understand(tmp_path: Path) -> None:
    done = manage("generate", "asdf qwer", "-o", str(tmp_path / "x.glb"))

    assert done.returncode == 1
    assert done.stderr.count("try:") == 3
    assert not (tmp_path / "x.glb").exists()


def test_generate_names_the_formats_it_writes(tmp_path: Path) -> None:
    done = manage("generate", "a red chair", "-o", str(tmp_path / "chair.doc"))

    assert done.returncode == 1
    assert "should end in .glb or .stl" in done.stderr
