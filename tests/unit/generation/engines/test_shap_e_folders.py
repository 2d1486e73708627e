"""Folders of models are input: what is not a known pipeline with weights alone is refused before anything is loaded."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generation.engines.base import Brief, EngineError
from generation.engines.device import folders
from generation.engines.shap_e import ShapE
from tests.tiny import shap_e as tiny

pytestmark = pytest.mark.timeout(600)  # the first one trains the tiny model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny.text_folder(), tmp_path / "model"))


def change(path: Path, **values: Any) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


def nested(folder: Path) -> None:
    (folder / "model_index.json").write_text("[" * 100_000)


def huge(folder: Path) -> None:
    (folder / "model_index.json").write_text(json.dumps({"a": "b" * 2_000_000}))


def pickled(folder: Path) -> None:
    for weights in (folder / "prior").glob("*.safetensors"):
        weights.rename(weights.with_name("diffusion_pytorch_model.bin"))


def another_pipeline(folder: Path) -> None:
    change(folder / "model_index.json", _class_name="StableDiffusionPipeline")


def index(**values: Any) -> Callable[[Path], None]:
    return lambda folder: change(folder / "model_index.json", **values)


HOSTILE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a class of the standard library": (index(prior=["subprocess", "Popen"]), "comes from subprocess"),
    "a module by a dotted path": (index(prior=["os.path", "join"]), "says something unknown about 'prior'"),
    "a path as a module": (index(prior=["../evil", "Evil"]), "says something unknown about 'prior'"),
    "a private name": (index(prior=["diffusers", "__loader__"]), "says something unknown about 'prior'"),
    "a pipeline of its own": (index(_class_name=["my_pipeline", "Mine"]), "names no pipeline"),
    "a name of another folder": (index(_class_name="KandinskyCombinedPipeline"), "put together from other folders"),
    "another class of diffusers": (index(prior=["diffusers", "UNet2DModel"]), "prior is not a PriorTransformer"),
    "one part more": (index(extra=["diffusers", "UNet2DModel"]), "part extra is missing"),
    "a nested value": (index(prior={"a": 1}), "says something unknown about 'prior'"),
    "another pipeline": (another_pipeline, "holds a StableDiffusionPipeline"),
    "a program beside it": (lambda f: (f / "prior" / "pipeline.py").write_text("1"), "contains a program"),
    "a call for a program": (
        lambda f: change(f / "prior" / "config.json", auto_map={"a": "b"}),
        "a program of its own",
    ),
    "weights as pickles": (pickled, "no weights as safetensors"),
    "a part missing": (lambda f: shutil.rmtree(f / "shap_e_renderer"), "shap_e_renderer is missing"),
    "no index": (lambda f: (f / "model_index.json").unlink(), "has no model_index.json"),
    "an index that is none": (lambda f: (f / "model_index.json").write_bytes(b"\xff{"), "cannot be read"),
    "an index too deep": (nested, "cannot be read"),
    "an index too large": (huge, "larger than a mebibyte"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_folder_is_refused_with_a_sentence(folder: Path, name: str) -> None:
    spoil, sentence = HOSTILE[name]
    assert ShapE(text_path=str(folder)).ready() == ""
    spoil(folder)
    said = ShapE(text_path=str(folder)).ready()

    assert said.startswith("SHAP_E_PATH: ")
    assert sentence in said
    with pytest.raises(EngineError, match="SHAP_E_PATH: ") as refused:
        ShapE(text_path=str(folder)).plan(Brief("text", "a red cone", {}, 1, folder), lambda _p, _m: None)
    assert refused.value.code == "not_ready"


def cut(folder: Path) -> None:
    (weights,) = (folder / "prior").glob("*.safetensors")
    weights.write_bytes(weights.read_bytes()[:5000])


def other_size(folder: Path) -> None:
    change(folder / "prior" / "config.json", num_embeddings=64)


def foreign(folder: Path) -> None:
    """A prior of another width: each part loads, together they make nothing."""
    prior, _ = tiny.prior_and_renderer(
        tokens=128, width=32, heads=4, layers=1, hidden=32, embedding=tiny.CLIP, from_tokens=False
    )
    shutil.rmtree(folder / "prior")
    prior.save_pretrained(folder / "prior")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [(cut, "cannot be loaded"), (other_size, "cannot be loaded"), (foreign, "do not belong together")],
)
def test_weights_that_do_not_load_are_a_sentence(folder: Path, spoil: Callable[[Path], None], sentence: str) -> None:
    spoil(folder)
    made = ShapE(text_path=str(folder), device="cpu", grid=24)

    with pytest.raises(EngineError, match=sentence):
        made.run(Brief("text", "a red cone", {"steps": 2}, 1, folder), lambda _p, _m: None)
    assert not list(folder.glob("*.glb"))


def test_a_device_that_is_not_there_is_a_sentence(folder: Path) -> None:
    with pytest.raises(EngineError, match="The device cuda:7 is not there"):
        ShapE(text_path=str(folder), device="cuda:7").run(
            Brief("text", "a red cone", {"steps": 2}, 1, folder), lambda _p, _m: None
        )


def test_a_hub_id_means_what_was_downloaded_and_nothing_is_fetched(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    assert "is not on this machine; “hf download some/model” brings it" in ShapE(text_path="some/model").ready()

    revision = "0123456789abcdef" * 2 + "01234567"
    home = tmp_path / "hub" / "models--some--model"
    (home / "refs").mkdir(parents=True)
    (home / "refs" / "main").write_text(revision)
    shutil.copytree(folder, home / "snapshots" / revision)

    assert ShapE(text_path="some/model").ready() == ""


@pytest.mark.parametrize("place", ["/nowhere/at/all", "../..//x", "a/b/c", "a/../..", "\x00"])
def test_a_place_that_is_no_folder_is_a_sentence(place: str) -> None:
    with pytest.raises(folders.UnfitError):
        folders.found(place)


def test_nothing_set_is_a_sentence() -> None:
    assert ShapE().ready() == "Neither SHAP_E_PATH nor SHAP_E_IMG2IMG_PATH names a folder."
    assert "There is no folder /nowhere." in ShapE(text_path="/nowhere").ready()
