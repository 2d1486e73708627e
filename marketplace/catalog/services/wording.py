"""What people may write below a model: the limits of it, in one place."""

from nexus.foundation.errors import Invalid


def checked(text: str, *, field: str, most: int, empty: str = "") -> str:
    """`text` as it was sent, or Invalid at its field. `empty` is what is said where words are missing."""
    sentence = ""
    if empty and not text.strip():
        sentence = empty
    elif len(text) > most:
        sentence = f"At most {most:,} characters; these are {len(text):,}."
    elif "\x00" in text:
        sentence = "There is a character in it that no text has."
    if sentence:
        raise Invalid(sentence, fields={field: [sentence]})
    return text if text.strip() else ""
