"""Signed events: what fits is taken, what was touched or is old is not."""

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.transactions.gateways.test_gateway import signing
from nexus.foundation.errors import Invalid

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
BODY = b'{"id": "evt_1"}'


@pytest.mark.parametrize("late", [timedelta(), timedelta(seconds=299), timedelta(seconds=-299)])
def test_a_fresh_signature_fits(late):
    signing.check(BODY, signing.sign(BODY, now=NOW), now=NOW + late)


@pytest.mark.parametrize("late", [timedelta(seconds=301), timedelta(days=3), timedelta(seconds=-301)])
def test_an_old_or_future_signature_is_refused(late):
    with pytest.raises(Invalid, match="s off"):
        signing.check(BODY, signing.sign(BODY, now=NOW), now=NOW + late)


def test_a_changed_body_is_refused():
    with pytest.raises(Invalid, match="does not fit"):
        signing.check(BODY + b" ", signing.sign(BODY, now=NOW), now=NOW)


def test_a_changed_time_is_refused():
    later = NOW + timedelta(seconds=400)
    header = signing.sign(BODY, now=NOW).replace(f"t={int(NOW.timestamp())}", f"t={int(later.timestamp())}")

    with pytest.raises(Invalid, match="does not fit"):
        signing.check(BODY, header, now=later)


@pytest.mark.parametrize("header", ["", "v1=abc", "t=abc,v1=abc", "t=1", "t=-5,v1=a", "t=99999999999999999,v1=a"])
def test_a_header_of_another_form_is_refused(header):
    with pytest.raises(Invalid, match="form"):
        signing.check(BODY, header, now=NOW)
