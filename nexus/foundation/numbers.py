"""Whole numbers that strangers type into addresses, headers and forms: read within bounds, or not at all."""


def whole_number(text: str, *, most: int, least: int = 0) -> int | None:
    """The number that `text` says in plain digits, or None where it says none from `least` to `most`.

    Only 0 to 9 count: other digits of Unicode pass `isdigit` and are no numbers to `int`, and a number of thousands
    of digits is refused by its length, before anything is computed with it.
    """
    if not (text.isascii() and text.isdigit()):
        return None
    digits = text.lstrip("0") or "0"
    if len(digits) > len(str(most)):
        return None
    number = int(digits)
    return number if least <= number <= most else None
