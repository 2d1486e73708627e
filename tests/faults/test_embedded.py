"""The embedded servers under fire: killed, started twice, half made, lied to, out of space; with the controls."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psycopg
import pytest
import redis

from nexus.foundation import embedded, processes
from nexus.foundation.embedded import places, servers
from nexus.foundation.supervisor import Program, Supervisor

pytestmark = pytest.mark.fault
ROOT = Path(__file__).resolve().parents[2]
is_root = os.geteuid() == 0
for_root = pytest.mark.skipif(not is_root, reason="only root changes its account or mounts")


@pytest.fixture
def folder(monkeypatch):
    """A short folder that the servers' account can reach (pytest's own is closed to others)."""
    place = Path(tempfile.mkdtemp(prefix="nx-"))
    place.chmod(0o755)
    monkeypatch.setattr(places, "STATE_FOLDER", place / "state")
    yield place
    for lock in place.rglob("lock"):
        embedded.stop(lock.parent, seconds=5)
    for pid in (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()):
        if processes.folder_of(pid).startswith(f"{place}/"):  # what the controls left behind
            processes.send(pid, signal.SIGKILL)
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """An empty cluster, made once: making one is what a few tests are about, and what the others need not wait for."""
    made = tmp_path_factory.mktemp("cluster")
    home = embedded.status(made).home if embedded.start(made, durable=False).started else made
    os.kill(embedded.status(made).postgres_pid, signal.SIGINT)
    while embedded.alive(made):
        time.sleep(0.02)
    shutil.copytree(home / "pg", made / "pg")
    embedded.stop(made)
    return made / "pg"


@pytest.fixture
def fresh(folder):
    """Where nothing was ever made."""
    return folder / "fresh"


@pytest.fixture
def root(folder, cluster):
    return seeded(folder / "var", cluster)


def seeded(root, cluster):
    root.mkdir()
    place = places.settle(root, account=places.account_named("nobody"), durable=True)
    shutil.copytree(cluster, place.pg)
    if is_root:
        for path in (place.pg, *place.pg.rglob("*")):
            os.chown(path, place.account.uid, place.account.gid)
    return root


def rows(found, sql="SELECT count(*) FROM kept"):
    with psycopg.connect(found.database_url) as connection:
        return connection.execute(sql).fetchone()[0]


def write_rows(found, count=200):
    with psycopg.connect(found.database_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        for n in range(count):
            connection.execute("INSERT INTO kept VALUES (%s)", [n])


def gone(pid, seconds=10):
    end = time.monotonic() + seconds
    while processes.state_of(pid)[1] not in {"", "Z", "X"}:
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def python(code, **more):
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True, **more)


def test_started_adopted_stopped_and_started_again_with_the_same_rows(fresh):
    assert embedded.status(fresh) is None
    found = embedded.start(fresh)
    assert found.started == ("postgres", "valkey")
    write_rows(found, 20)
    assert redis.Redis.from_url(found.redis_url).ping()
    assert (
        rows(found, "SELECT current_user || current_setting('max_connections') || current_setting('listen_addresses')")
        == "postgres200"
    )
    assert embedded.start(fresh).started == ()
    assert embedded.alive(fresh)
    about = embedded.status(fresh)
    embedded.stop(fresh)
    embedded.stop(fresh)
    assert not embedded.alive(fresh)
    assert gone(about.postgres_pid, 0)
    assert gone(about.valkey_pid, 0)
    again = embedded.start(fresh)
    assert again.database_url == found.database_url
    assert rows(again) == 20


def test_a_killed_postmaster_comes_back_with_every_committed_row(root):
    found = embedded.start(root)
    for turn in range(1, 4):
        write_rows(found)
        os.kill(embedded.status(root).postgres_pid, signal.SIGKILL)
        said = keep_until_it_acts(root)
        assert said == "PostgreSQL had died and runs again."
        assert rows(found) == 200 * turn
    assert embedded.keep(root) == ""


def keep_until_it_acts(root):
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if said := embedded.keep(root):
            return said
        time.sleep(0.01)
    raise AssertionError("nothing was started again")


def test_a_killed_valkey_keeps_what_it_was_told_and_the_control_without_durability_loses_it(folder, cluster):
    for durable, kept in ((True, 200), (False, 0)):
        place = seeded(folder / f"var-{durable}", cluster)
        store = redis.Redis.from_url(embedded.start(place, durable=durable).redis_url)
        for n in range(200):
            store.rpush("queue", n)
        os.kill(embedded.status(place).valkey_pid, signal.SIGKILL)
        while embedded.alive(place):
            time.sleep(0.01)
        assert embedded.keep(place, durable=durable) == "Valkey had died and runs again."
        assert store.llen("queue") == kept
        embedded.stop(place)


def test_the_supervisor_brings_a_killed_database_back_by_itself(root):
    found = embedded.start(root)
    write_rows(found)
    said = []
    program = Program("web", ["/bin/sleep", "600"], {"PATH": "/usr/bin:/bin"})
    watch = Supervisor([program], on_line=lambda *line: said.append(line), watch=[lambda: embedded.keep(root)])
    thread = threading.Thread(target=watch.run)
    thread.start()
    try:
        os.kill(embedded.status(root).postgres_pid, signal.SIGKILL)
        end = time.monotonic() + 20
        while ("up", "PostgreSQL had died and runs again.") not in said:
            assert time.monotonic() < end
            time.sleep(0.05)
        assert rows(found) == 200
    finally:
        watch.stop()
        thread.join(20)


def test_a_removed_folder_is_an_error_and_not_an_empty_shop(root):
    embedded.start(root)
    embedded.stop(root)
    shutil.rmtree(root / "home" / "pg")
    with pytest.raises(embedded.EmbeddedError, match=r"is gone"):
        embedded.keep(root)
    assert not (root / "home" / "pg").exists()


STARTER = """
import contextlib, json, sys, time
from pathlib import Path
from nexus.foundation import embedded
from nexus.foundation.embedded import places
places.STATE_FOLDER = Path({state!r})
if {unguarded!r}:
    embedded._only_one = lambda root: contextlib.nullcontext()
gate = Path({gate!r})
print("here", flush=True)
while not gate.exists():
    time.sleep(0.001)
try:
    print(json.dumps(list(embedded.start(Path({root!r})).started)))
except embedded.EmbeddedError as error:
    print(json.dumps(str(error)))
"""


def race(root, folder, *, unguarded):
    gate = folder / "gate"
    code = STARTER.format(state=str(folder / "state"), unguarded=unguarded, gate=str(gate), root=str(root))
    with python(code) as one, python(code) as two:
        for starter in (one, two):
            assert starter.stdout.readline() == "here\n"
        gate.touch()
        return [json.loads(starter.stdout.read() or '"died"') for starter in (one, two)]


def test_of_two_starters_one_starts_and_the_other_adopts(fresh, folder):
    assert sorted(race(fresh, folder, unguarded=False)) == [[], ["postgres", "valkey"]]
    assert embedded.alive(fresh)


def test_control_without_the_lock_two_starters_spoil_it(fresh, folder):
    told = race(fresh, folder, unguarded=True)
    assert [] not in told or any(isinstance(words, str) for words in told)


def half_made(root, folder):
    """A starter killed while `initdb` was at work."""
    code = STARTER.format(state=str(folder / "state"), unguarded=False, gate=str(folder), root=str(root))
    version = root / "home" / "pg.new" / "PG_VERSION"
    with python(code) as starter:
        end = time.monotonic() + 20
        while not version.exists():
            assert time.monotonic() < end
            time.sleep(0.0005)
        starter.kill()
    time.sleep(0.3)  # its initdb dies with it
    assert not (root / "home" / "pg").exists()


def test_a_killed_initdb_leaves_nothing_half_made(fresh, folder):
    half_made(fresh, folder)
    found = embedded.start(fresh)
    assert rows(found, "SELECT 1") == 1
    assert not (fresh / "home" / "pg.new").exists()


def test_control_a_half_made_folder_taken_for_whole_does_not_start(fresh, folder):
    half_made(fresh, folder)
    (fresh / "home" / "pg.new").rename(fresh / "home" / "pg")
    with pytest.raises(embedded.EmbeddedError):
        embedded.start(fresh)


@contextlib.contextmanager
def stranger(root):
    """A living process of the servers' account that has nothing to do with them."""
    owner = (root / "home").stat()
    account = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if is_root else {}
    with subprocess.Popen(["/bin/sleep", "60"], **account) as process:
        yield process
        assert process.poll() is None
        process.kill()


def test_a_reused_process_number_is_not_believed_and_its_owner_is_left_alone(root):
    found = embedded.start(root)
    write_rows(found, 5)
    embedded.stop(root)
    with stranger(root) as process:
        for file in (root / "home/pg/postmaster.pid", root / "home/run/kv.pid"):
            file.write_text(f"{process.pid}\n")
        assert not embedded.alive(root)
        assert embedded.start(root).started == ("postgres", "valkey")
        assert rows(found) == 5
        embedded.stop(root)


def test_control_postgres_itself_believes_a_reused_number(root, monkeypatch):
    embedded.start(root)
    embedded.stop(root)
    monkeypatch.setattr(servers, "_clear_the_dead", lambda _: None)
    with stranger(root) as process:
        (root / "home/pg/postmaster.pid").write_text(f"{process.pid}\n")
        with pytest.raises(embedded.EmbeddedError, match="already exists"):
            embedded.start(root)
        (root / "home/pg/postmaster.pid").unlink()


def test_another_database_s_postmaster_is_not_adopted(root, folder, cluster):
    embedded.start(seeded(folder / "other", cluster))
    embedded.start(root)
    embedded.stop(root)
    shutil.copy(folder / "other/home/pg/postmaster.pid", root / "home/pg/postmaster.pid")
    assert not embedded.alive(root)
    assert embedded.start(root).started == ("postgres", "valkey")
    embedded.stop(root)
    assert embedded.alive(folder / "other")


LIVING = """
import sys, time
from pathlib import Path
from nexus.foundation import embedded
embedded.start(Path({root!r}), durable={durable!r})
print("started", flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("durable", [False, True])
def test_throw_away_servers_die_with_their_starter_and_the_others_stay(root, durable):
    with python(LIVING.format(root=str(root), durable=durable)) as starter:
        assert starter.stdout.readline() == "started\n"
        about = embedded.status(root)
        starter.kill()
    if durable:
        time.sleep(0.5)
        assert embedded.alive(root)
        assert embedded.start(root).started == ()
    else:
        assert gone(about.postgres_pid)
        assert gone(about.valkey_pid)


def test_throw_away_servers_leave_no_data_behind(fresh):
    embedded.start(fresh, durable=False)
    home = embedded.status(fresh).home
    embedded.stop(fresh)
    assert not home.exists()
    assert not os.path.lexists(fresh / "home")


def test_a_path_too_long_for_a_socket_gets_a_short_closed_folder(folder):
    root = folder / ("a" * 60) / ("b" * 60)
    found = embedded.start(root)
    run = Path(found.redis_url.removeprefix("unix://")).parent
    try:
        assert len(str(run / ".s.PGSQL.5432")) <= 107
        assert run.stat().st_mode & 0o777 == 0o700
        assert run.stat().st_uid == (root / "home").stat().st_uid
        assert rows(found, "SELECT 1") == 1
        assert embedded.start(root).started == ()
    finally:
        embedded.stop(root)
        shutil.rmtree(run)


@for_root
def test_a_closed_home_stays_closed_and_the_data_lie_elsewhere(folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    found = embedded.start(closed / "var")
    assert closed.stat().st_mode & 0o777 == 0o700
    assert (closed / "var/home").is_symlink()
    assert embedded.status(closed / "var").home.is_relative_to(folder / "state")
    assert rows(found, "SELECT 1") == 1
    assert embedded.start(closed / "var").started == ()


@for_root
def test_the_servers_do_not_run_as_root_and_others_cannot_look_in(root):
    embedded.start(root)
    about = embedded.status(root)
    for pid in (about.postgres_pid, about.valkey_pid):
        assert Path(f"/proc/{pid}").stat().st_uid != 0
    assert about.home.stat().st_mode & 0o777 == 0o700


def test_a_folder_open_to_others_is_refused(root):
    embedded.start(root)
    embedded.stop(root)
    (root / "home").chmod(0o755)
    with pytest.raises(embedded.EmbeddedError, match="open to others"):
        embedded.start(root)
    (root / "home").chmod(0o700)


def test_a_wrong_folder_is_one_sentence(folder):
    (folder / "file").write_text("x")
    for wrong in (folder / "file", folder / "file" / "below", Path("/proc/nexus")):
        with pytest.raises(embedded.EmbeddedError, match=r"^The embedded servers cannot use [^\n]*\.$"):
            embedded.start(wrong)


def test_a_cluster_of_another_version_is_one_sentence(root):
    embedded.start(root)
    embedded.stop(root)
    version = root / "home/pg/PG_VERSION"
    version.write_text("14\n")
    with pytest.raises(embedded.EmbeddedError, match=r"was made by PostgreSQL 14 and version \d+ is installed"):
        embedded.start(root)


@for_root
@pytest.mark.parametrize("foreseen", [True, False])
def test_a_full_disk_is_one_sentence_and_heals_when_there_is_room(folder, monkeypatch, foreseen):
    disk = folder / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "none", disk], capture_output=True, check=False
    ).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        disk.chmod(0o755)
        if not foreseen:
            monkeypatch.setattr(places, "SPACE_NEEDED", 0)
        with pytest.raises(embedded.EmbeddedError) as caught:
            embedded.start(disk / "var")
        assert ("MB left" if foreseen else "No space left") in str(caught.value)
        assert "\n" not in str(caught.value)
        subprocess.run(["mount", "-o", "remount,size=400m", disk], check=True)
        assert rows(embedded.start(disk / "var"), "SELECT 1") == 1
        embedded.stop(disk / "var")
    finally:
        subprocess.run(["umount", "-l", disk], check=True)
