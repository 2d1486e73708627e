"""The one way this floor says no to a file: a rule's code, a sentence, and what to do about it."""

from collections.abc import Iterator
from contextlib import contextmanager


class Refused(Exception):  # noqa: N818 — named for what happens to the file
    """A file that is not taken: `rule` is a stable code, `sentence` what is wrong, `remedy` what would be right."""

    def __init__(self, rule: str, sentence: str, remedy: str) -> None:
        super().__init__(sentence)
        self.rule = rule
        self.sentence = sentence
        self.remedy = remedy

    def as_dict(self) -> dict[str, str]:
        """The refusal as plain values, for a child's answer or an upload's reason."""
        return {"rule": self.rule, "sentence": self.sentence, "remedy": self.remedy}

    def __reduce__(self) -> tuple[type["Refused"], tuple[str, str, str]]:
        return (Refused, (self.rule, self.sentence, self.remedy))


EXPORT_AGAIN = "Export the model again as GLB and upload the new file."


def broken(what: str) -> Refused:
    """A file whose structure contradicts the glTF 2.0 specification."""
    return Refused("broken", f"This GLB is damaged: {what}.", EXPORT_AGAIN)


@contextmanager
def about(name: str) -> Iterator[None]:
    """Say in refusals from within what kind of file it really is, where they speak of a GLB."""
    try:
        yield
    except Refused as refused:
        if name == "GLB":
            raise
        sentence = refused.sentence.replace("This GLB", f"This {name}").replace("this GLB", f"this {name}")
        raise Refused(refused.rule, sentence, refused.remedy) from refused
