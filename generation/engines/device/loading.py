"""Loads a judged folder onto a device: which device, which precision, never code, never the network."""

import os
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # before the libraries read it: a folder is complete or refused

import torch
from diffusers import DiffusionPipeline
from diffusers.utils import logging as diffusers_logging
from transformers.utils import logging as transformers_logging

from generation.engines.base import EngineError

PRECISIONS = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}


def device(name: str) -> torch.device:
    """The named device; "auto" is the first GPU where there is one. Raises EngineError for one that is not there."""
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        torch.empty(1, device=name)
        return torch.device(name)
    except (RuntimeError, AssertionError) as failure:
        raise EngineError(f"The device {name} is not there.", code="not_ready") from failure


def halves_well(on: torch.device) -> bool:
    """Whether bfloat16 matrix products are a gain on this device rather than an emulation."""
    if on.type == "cuda":
        return torch.cuda.get_device_capability(on)[0] >= 8
    if on.type == "cpu":
        return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())  # noqa: SLF001
    return False


def precision(name: str, on: torch.device) -> torch.dtype:
    """The number format for matrix products: the named one, or for "auto" the best of this device."""
    if name == "auto":
        return torch.bfloat16 if halves_well(on) else torch.float32
    return PRECISIONS[name]


def pipeline(folder: Path, dtype: torch.dtype) -> Any:
    """A pipeline that `folders.index` let pass, on the CPU. Raises EngineError where it cannot be loaded."""
    for logging in (diffusers_logging, transformers_logging):
        logging.disable_progress_bar()
        logging.set_verbosity_error()
    try:
        return DiffusionPipeline.from_pretrained(
            str(folder), dtype=dtype, local_files_only=True, use_safetensors=True, trust_remote_code=False
        )
    except Exception as failure:
        # Whatever a folder's files make the libraries raise, the reason is the folder.
        reason = str(failure).strip().splitlines()
        raise EngineError(
            f"The model folder {folder.name} cannot be loaded: {(reason or [type(failure).__name__])[0][:200]}",
            code="not_ready",
        ) from failure


def placed(pipeline_or_model: Any, on: torch.device) -> Any:
    """The same on the device; raises EngineError where its memory is too small."""
    try:
        return pipeline_or_model.to(on)
    except torch.OutOfMemoryError as failure:
        raise EngineError(f"The model does not fit into the memory of {on}.", code="not_ready") from failure
