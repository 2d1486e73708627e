"""What an invariant is."""

from dataclasses import dataclass

SETTLED = "('completed', 'refunded')"  # states of a line that was sold


@dataclass(frozen=True)
class Invariant:
    """A sentence that holds, and the SQL that counts where it does not."""

    name: str
    sentence: str
    sql: str
