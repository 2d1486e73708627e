"""Modules that are loaded at their first use: a page process reads the families' words and builds nothing."""

import importlib
from typing import Any


class Late:
    """Stands for a module until something of it is wanted."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, wanted: str) -> Any:
        found = getattr(importlib.import_module(self._name), wanted)
        setattr(self, wanted, found)
        return found
