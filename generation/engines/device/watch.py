"""Sees a model work: a replaced progress bar counts its steps, hooks on its blocks stop it between two of them."""

from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Any, Self

Told = Callable[[float], None]
Check = Callable[[], None]


class Bar:
    """Stands in for the tqdm bar of a pipeline: every step is told as a share, and may be stopped by what is told."""

    def __init__(self, told: Told, steps: Iterable[Any] | None, total: int | None) -> None:
        self._told = told
        self._steps = steps
        self._total = total if total is not None else len(steps) if isinstance(steps, Sized) else 0
        self._done = 0

    def __iter__(self) -> Iterator[Any]:
        for step in self._steps or ():
            yield step
            self.update()

    def update(self, count: int = 1) -> None:
        self._done += count
        self._told(min(1.0, self._done / max(1, self._total)))

    def set_description(self, *_words: Any, **_more: Any) -> None:
        """Some pipelines name their bar; nobody reads it."""

    def set_postfix(self, *_words: Any, **_more: Any) -> None:
        """As above."""

    def close(self) -> None:
        """Nothing to close."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        return None


@contextmanager
def counted(pipeline: Any, told: Told) -> Iterator[None]:
    """While inside, the pipeline's own loop tells its steps. `told` raises to stop it."""

    def bar(iterable: Iterable[Any] | None = None, total: int | None = None) -> Bar:
        return Bar(told, iterable, total)

    pipeline.progress_bar = bar
    try:
        yield
    finally:
        del pipeline.progress_bar


@contextmanager
def checked(modules: Iterable[Any], check: Check) -> Iterator[None]:
    """While inside, `check` is called before each of these torch modules works; it raises to stop the model."""

    def hook(_module: Any, _inputs: Any) -> None:
        check()

    with ExitStack() as hooks:
        for module in modules:
            hooks.callback(module.register_forward_pre_hook(hook).remove)
        yield
