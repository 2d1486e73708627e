"""What people write in their own words: the check that every field of text passes before it is stored."""

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
