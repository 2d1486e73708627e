"""What a stream's client says it has already."""

import pytest

from nexus.foundation.sockets import last_number


@pytest.mark.parametrize(
    ("query", "headers", "number"),
    [
        (b"", [], 0),
        (b"after=7", [], 7),
        (b"", [(b"last-event-id", b"12")], 12),
        (b"after=99999999999", [], 0),
        (b"after=" + b"9" * 5000, [], 0),
        (b"after=%C2%B2", [], 0),
        (b"", [(b"last-event-id", "\u00b2".encode("latin1"))], 0),
        (b"after=-1", [], 0),
    ],
)
def test_a_number_that_no_event_can_have_is_none(query, headers, number):
    """One that the column cannot hold would fail the reading that all followers of a process share."""
    assert last_number({"query_string": query, "headers": headers}) == number
