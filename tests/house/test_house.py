"""The house's own rules that no linter sees; each finds a planted breach."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey
from django.utils.module_loading import import_string

from generation import registry
from nexus import topics

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("nexus", "accounts", "marketplace", "generation", "conversations")
ADAPTERS = re.compile(
    r"^(?!nexus/foundation).*/(views|admin|tasks|consumers|feeds)(/[^/]+)?\.py$|^nexus/(api|pages|health)"
)
WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
# A dict's update and a cache's delete write no row.
HARMLESS = re.compile(
    r"^(headers|context|params|cache|kwargs|found|values|schema|services|client|default_storage|[a-z_]*services)$"
)
FLOORS = ["nexus", "accounts", "generation", "marketplace", "conversations"]
HEAVY = ("torch", "diffusers", "trimesh", "filly", "transformers")


def sources() -> list[Path]:
    return [path for name in PACKAGES for path in (ROOT / name).rglob("*.py") if "/migrations/" not in str(path)]


def writes_in(source: str) -> list[str]:
    """Calls of a model's writing methods in an adapter's source."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            holder = ast.unparse(node.func.value).split(".")[-1]
            if not HARMLESS.match(holder):
                found.append(ast.unparse(node.func))
    return found


def is_service(call: str, source: str) -> bool:
    """`jobs.delete(…)` where `jobs` is an imported module of services is the one way an adapter may act."""
    name = call.split(".", maxsplit=1)[0]
    return bool(
        re.search(
            rf"^from [a-z_.]*services[a-z_.]* import .*\b{name}\b|import services as {name}\b", source, re.MULTILINE
        )
    )


def test_adapters_do_not_write() -> None:
    breaches = {}
    for path in sources():
        name = str(path.relative_to(ROOT))
        if ADAPTERS.search(name):
            text = path.read_text(encoding="utf-8")
            calls = [call for call in writes_in(text) if not is_service(call, text)]
            if calls:
                breaches[name] = calls
    assert breaches == {}


def test_the_rule_finds_a_planted_write() -> None:
    assert writes_in(
        "def view(request):\n    request.user.profile.save()\n    Job.objects.filter(pk=1).update(state='x')"
    ) == [
        "request.user.profile.save",
        "Job.objects.filter(pk=1).update",
    ]


@pytest.mark.parametrize("task", sorted({handler.task for row in topics.HANDLERS.values() for handler in row}))
def test_every_handler_of_a_fact_is_a_task(task: str) -> None:
    import_module(task.rpartition(".")[0])

    assert task in current_app.tasks


@pytest.mark.parametrize("duty", [duty.act for duty in topics.DUTIES])
def test_every_duty_can_be_called(duty: str) -> None:
    assert callable(import_string(duty))


def sent_facts() -> set[str]:
    calls = re.compile(r"outbox\.send\(\s*\"([a-z_.]+)\"")
    return {fact for path in sources() for fact in calls.findall(path.read_text(encoding="utf-8"))}


def test_every_handled_fact_is_sent_somewhere() -> None:
    assert set(topics.HANDLERS) <= sent_facts()


def test_foreign_keys_point_down() -> None:
    upward = []
    for model in apps.get_models():
        if model._meta.app_label not in FLOORS:
            continue
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey) and field.related_model._meta.app_label in FLOORS:
                floor, target = model._meta.app_label, field.related_model._meta.app_label
                if FLOORS.index(target) > FLOORS.index(floor):
                    upward.append(f"{model.__name__}.{field.name} → {target}")
    assert upward == []


def test_engines_of_the_settings_are_the_engines_of_the_doors_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    doors = next(contract for contract in contracts if contract["name"].startswith("doors"))
    named = {name.strip() for name in doors["layers"][0].split("|")}
    files = {path.stem for path in (ROOT / "generation" / "engines").glob("*.py")} - {"__init__", "base"}

    assert named == files
    assert {path.split(".")[2] for path in settings.GENERATION_ENGINES} <= files


@pytest.mark.parametrize("name", sorted(registry.engines()))
def test_an_engine_says_what_it_is(name: str) -> None:
    engine = registry.engines()[name]

    assert engine.name == name
    assert engine.version
    assert engine.kinds
    reason = engine.ready()
    assert reason == "" or reason.endswith(".")


def test_a_web_process_loads_nothing_heavy() -> None:
    """Everything that the web process imports, in a process of its own."""
    program = (
        "import sys, nexus.asgi\n"
        "from django.urls import get_resolver\n"
        "get_resolver().url_patterns\n"
        "from django.contrib import admin\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_every_mail_is_complete() -> None:
    folders = [path for path in (ROOT / "templates" / "mail").iterdir() if path.is_dir()]
    wanted = {"subject.txt", "body.txt", "body.html"}

    assert folders
    assert {folder.name: wanted - {file.name for file in folder.iterdir()} for folder in folders} == {
        folder.name: set() for folder in folders
    }


def test_no_file_is_longer_than_400_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def test_no_file_is_named_for_nothing() -> None:
    banned = {"utils.py", "helpers.py", "common.py", "misc.py"}
    assert [path.name for path in sources() if path.name in banned] == []


def test_the_product_reads_nothing_outside_itself() -> None:
    outside = re.compile(r"\.\./shared|/work/")
    files = [path for path in ROOT.rglob("*.py") if not {".venv", "node_modules", "var"} & set(path.parts)]
    assert [
        str(path) for path in files if path != Path(__file__) and outside.search(path.read_text(encoding="utf-8"))
    ] == []
