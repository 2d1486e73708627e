"""Looks at a pipeline's folder before it is loaded: complete, of known classes, weights without code. No torch."""

import json
import os
import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

LIBRARIES = frozenset({"diffusers", "transformers"})
_MOST_BYTES = 2**20
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,99}")
_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")


class UnfitError(Exception):
    """The folder is not loaded; the message is a sentence that names the reason."""


def found(place: str) -> Path:
    """The folder of `place`: a path, or the newest kept snapshot of a hub id. Nothing is fetched.

    Raises UnfitError where there is none.
    """
    folder = Path(place).expanduser()
    if folder.is_dir():
        return folder.resolve()
    if not _HUB_ID.fullmatch(place):
        raise UnfitError(f"There is no folder {place}.")
    home = _hub_cache() / f"models--{place.replace('/', '--')}"
    try:
        revision = (home / "refs" / "main").read_text("ascii").strip()
    except (OSError, UnicodeError):
        revision = ""
    folder = home / "snapshots" / revision
    if not re.fullmatch(r"[0-9a-f]{40}", revision) or not folder.is_dir():
        raise UnfitError(f"The model {place} is not on this machine; “hf download {place}” brings it.")
    return folder


def _hub_cache() -> Path:
    """Where huggingface_hub keeps what was downloaded, by its own environment names."""
    if cache := os.environ.get("HF_HUB_CACHE"):
        return Path(cache)
    if home := os.environ.get("HF_HOME"):
        return Path(home) / "hub"
    return Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "huggingface" / "hub"


def missing_libraries() -> str:
    """Empty where torch and its two libraries are installed, else the sentence; imports none of them."""
    absent = [name for name in ("torch", "diffusers", "transformers", "accelerate") if find_spec(name) is None]
    return f"These Python packages are not installed: {', '.join(absent)}." if absent else ""


def index(folder: Path) -> dict[str, Any]:
    """What `model_index.json` says, after every claim in it was judged. Raises UnfitError.

    A class may come from diffusers, from transformers, or from one of the pipelines inside diffusers; anything else
    would be imported by name. Files with code and components without safetensors are refused: a pickle is a program.
    """
    listed = _json(folder / "model_index.json")
    name = listed.get("_class_name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise UnfitError("Its model_index.json names no pipeline of diffusers.")
    if name.endswith("CombinedPipeline"):
        # Its loader would follow a name in README.md to another folder, which nobody judged.
        raise UnfitError("It is a pipeline that is put together from other folders; name the one that paints.")
    for component, value in listed.items():
        if isinstance(value, list):
            _judge(folder, component, value)
        elif isinstance(value, dict):
            raise UnfitError(f"Its model_index.json says something unknown about {component[:60]!r}.")
    code = next(folder.rglob("*.py"), None)
    if code is not None:
        raise UnfitError(f"It contains a program, {code.relative_to(folder)}, and no model here runs programs.")
    return listed


def _json(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UnfitError(f"Its {path.name} is larger than a mebibyte.")
        value = json.loads(path.read_bytes())
    except OSError:
        raise UnfitError(f"It has no {path.name}.") from None
    except (ValueError, RecursionError):
        raise UnfitError(f"Its {path.name} cannot be read.") from None
    if not isinstance(value, dict):
        raise UnfitError(f"Its {path.name} cannot be read.")
    return value


def _judge(folder: Path, component: str, value: list[Any]) -> None:
    if value == [None, None]:
        return
    library, kind = (*value, None, None)[:2]
    if not _NAME.fullmatch(component) or not all(
        isinstance(one, str) and _NAME.fullmatch(one) for one in (library, kind)
    ):
        if component.startswith("_"):  # notes of the writer, which no loader reads as a component
            return
        raise UnfitError(f"Its model_index.json says something unknown about {component[:60]!r}.")
    if library not in LIBRARIES and not _is_pipeline(str(library)):
        raise UnfitError(f"Its {component} comes from {library}, and only diffusers and transformers are trusted.")
    home = folder / component
    if not home.is_dir():
        raise UnfitError(f"Its part {component} is missing.")
    if not (home / "config.json").exists():
        return
    settings = _json(home / "config.json")
    if "auto_map" in settings:
        raise UnfitError(f"Its {component} asks for a program of its own, and no model here runs programs.")
    if not any(home.glob("*.safetensors")):
        raise UnfitError(f"Its {component} has no weights as safetensors.")


def _is_pipeline(name: str) -> bool:
    """Whether diffusers has a folder of pipelines by this name."""
    spec = find_spec("diffusers")
    homes = spec.submodule_search_locations if spec else None
    return any((Path(home) / "pipelines" / name / "__init__.py").is_file() for home in homes or ())


def fits(folder: Path, pipeline: str, parts: Mapping[str, frozenset[str]]) -> None:
    """Raise UnfitError unless the folder is this pipeline with exactly these parts, each of a named class."""
    listed = index(folder)
    if listed["_class_name"] != pipeline:
        raise UnfitError(f"It holds a {listed['_class_name']}, not a {pipeline}.")
    for part, classes in parts.items():
        value = listed.get(part)
        if not isinstance(value, list) or value[1] not in classes:
            raise UnfitError(f"Its {part} is not a {' or '.join(sorted(classes))}.")
    unknown = sorted(name for name, value in listed.items() if isinstance(value, list) and name not in parts)
    if unknown:
        raise UnfitError(f"It has a part {unknown[0]}, which a {pipeline} has not.")
