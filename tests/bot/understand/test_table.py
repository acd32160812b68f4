"""The case tables, measured. Run table.py to see the score and every difference."""

import pytest

from tests.bot.understand.table import TABLES, Case, read_cases, report, score

DEV = [case for case in read_cases(*TABLES) if not case.held_out]
HELD_OUT = [case for case in read_cases(*TABLES) if case.held_out]
VOICES = read_cases(*(f"cases_voices{n}.txt" for n in ("", "2", "3", "4", "5", "6", "7", "8", "9")))
NOTHING = [case for case in read_cases(*TABLES, "cases_voices.txt", "cases_voices3.txt") if not case.expected]


@pytest.mark.parametrize("case", DEV, ids=lambda case: case.line[:60])
def test_every_case_of_the_first_tables_is_right(case: Case) -> None:
    assert score(case).differences == ()


def test_cases_kept_back_until_the_end_are_as_good_as_measured() -> None:
    fields, whole = report(HELD_OUT, verbose=False)
    assert fields >= 0.95
    assert whole >= 0.90


def test_voices_written_later_are_as_good_as_measured() -> None:
    fields, whole = report(VOICES, verbose=False)
    assert fields >= 0.99
    assert whole >= 0.98


@pytest.mark.parametrize("case", NOTHING, ids=lambda case: case.line[:60])
def test_nothing_is_invented_where_nothing_was_said(case: Case) -> None:
    assert score(case).differences == ()


def test_the_tables_are_as_large_as_promised_and_hold_no_case_twice() -> None:
    lines = [case.line for case in (*DEV, *HELD_OUT, *VOICES)]
    assert len(DEV) + len(HELD_OUT) >= 400
    assert sorted(set(lines)) == sorted(lines)
    assert len(NOTHING) >= 80
