"""The record of the full doses: a narrowed run changes the lines of the tests that it ran, and no others."""

import pytest

from scripts import proof

OLD, NEW = "2026-11-21 10:00 aaaaaaa", "2026-11-22 10:00 bbbbbbb"
LEDGER = "PASS     12.0 s  tests/faults/test_ledger.py::test_stress  | S03 ok=500 refused=500"
RACES = "PASS      3.0 s  tests/faults/test_races.py::test_a[of two words]  | S04 what=claim winners=1/1 ; note"


def record(*told: str, stamp: str = OLD) -> list[proof.Line]:
    return [proof.line_of(line, stamp) for line in told]


def text(lines: list[proof.Line]) -> str:
    return "\n".join(["head", *proof.rows(lines), *(line.text for line in lines)]) + "\n"


def test_a_record_that_was_written_is_read_again_as_it_was() -> None:
    lines = record(LEDGER, "PASS  1.0 s  tests/a.py::test_b[of two words]  | S04 what=claim winners=1/1")
    assert proof.read(text(lines)) == lines
    assert proof.read("head\nPASS  1.0 s  tests/a.py::test_without_a_date\n") == []


def test_a_narrowed_run_changes_only_the_rows_of_what_it_ran() -> None:
    before = record(LEDGER, RACES)
    again = record(RACES.replace("winners=1/1", "winners=2/1").replace("PASS", "FAIL"), stamp=NEW)

    after = proof.rows(proof.merged(before, again, whole=False))

    assert after[0] == proof.rows(before)[0]
    assert OLD in after[0]
    assert "S04 what=claim winners=2/1 FAIL (3 s)" in after[1]
    assert NEW in after[1]


def test_a_whole_run_forgets_tests_that_are_gone() -> None:
    assert proof.merged(record(LEDGER, RACES), record(RACES, stamp=NEW), whole=True) == record(RACES, stamp=NEW)


@pytest.mark.parametrize(("verdict", "row"), [("FAIL", f"S03 figures=none FAIL  {NEW}"), ("SKIP", "S03 ok=500")])
def test_a_row_does_not_vanish_when_its_test_fails_before_it_prints_or_is_left_out(verdict: str, row: str) -> None:
    silent = record(f"{verdict}  1.0 s  tests/faults/test_ledger.py::test_stress", stamp=NEW)
    [kept] = proof.rows(proof.merged(record(LEDGER), silent, whole=False))
    assert kept.startswith(row)
