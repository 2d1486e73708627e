"""How an order's discount and tip fall on its lines, in integer cents. Pure.

Whatever is shared out adds up to the cent: each line gets its whole part, and what is left over goes, cent by cent, to
the largest remainders (the method of Hamilton), among equals to the earlier line.
"""

from collections.abc import Sequence

from marketplace.transactions import money


def share_out(cents: int, weights: Sequence[int]) -> list[int]:
    """`cents` in parts as large as the weights are; the parts add up to it. Equal parts where all weights are 0.

    Raises ValueError for negative amounts, or for nobody to share among.
    """
    if cents < 0 or not weights or min(weights) < 0:
        raise ValueError(f"{cents} cents cannot be shared out by {list(weights)}.")
    shares = list(weights) if any(weights) else [1] * len(weights)
    whole = sum(shares)
    parts = [cents * share // whole for share in shares]
    by_rest = sorted(range(len(shares)), key=lambda place: (-(cents * shares[place] % whole), place))
    for place in by_rest[: cents - sum(parts)]:
        parts[place] += 1
    return parts


def discounts(
    prices: Sequence[int], covered: Sequence[bool], *, percent: int = 0, amount: int = 0, minimum: int = 0
) -> list[int]:
    """The discount of each line, never above its price: `percent` of each covered price, or `amount` shared out by
    price over the covered lines.

    An order costs nothing or at least `minimum` (a card payment below it is not worth its cost), so a discount that
    would leave less than that is cut until the order costs the minimum; one that takes all takes all. Per cents are
    rounded half-even like the fee. Source: product.md, "Money". Raises ValueError for a per cent outside 0…100.
    """
    if not 0 <= percent <= 100 or amount < 0:
        raise ValueError(f"No discount of {percent} % and {amount} cents.")
    weights = [price if is_covered else 0 for price, is_covered in zip(prices, covered, strict=True)]
    if percent:
        cuts = [money.fee(price, percent * 100) for price in weights]
    else:
        cuts = share_out(min(amount, sum(weights)), weights) if sum(weights) else [0] * len(prices)
    left = sum(prices) - sum(cuts)
    if 0 < left < minimum:
        cuts = share_out(max(sum(cuts) - (minimum - left), 0), cuts)
    return cuts
