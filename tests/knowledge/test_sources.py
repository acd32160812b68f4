"""The table of sources, and that every figure names one that exists."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from knowledge.source_table import ROWS
from knowledge.sources import SOURCES, Mark, UnknownSource, because, source

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
ID = re.compile(r"(S[12]|M\d\d|L\d\d|F\d\d|OWN)")


def strings(path: Path) -> set[str]:
    """Every string literal of a module that looks like the id of a source."""
    tree = ast.parse(path.read_text("utf-8"))
    constants = (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))
    return {text for text in constants if ID.fullmatch(text)}


@pytest.mark.parametrize("path", sorted(KNOWLEDGE.glob("*.py")), ids=lambda path: path.name)
def test_every_source_named_in_the_rules_exists(path: Path) -> None:
    assert strings(path) <= set(SOURCES)


def test_every_source_is_used_somewhere() -> None:
    named = {
        key for path in KNOWLEDGE.glob("*.py") if path.name != "source_table.py" for key in strings(path)
    }
    assert set(SOURCES) - named == set()


def test_ids_are_unique() -> None:
    ids = [row[0] for row in ROWS]
    assert len(ids) == len(set(ids))


def test_a_source_says_who_when_and_how_far_to_trust_it() -> None:
    seed = source("S2")
    assert (seed.publisher, seed.mark, seed.read) == (
        "Bao Yuezhong New Retail Forum",
        Mark.B,
        date(2026, 11, 20),
    )
    assert source("OWN").mark is Mark.U


@pytest.mark.parametrize("entry", SOURCES.values(), ids=lambda entry: entry.id)
def test_every_row_is_complete(entry) -> None:
    assert entry.title and entry.publisher
    assert date(2026, 11, 1) <= entry.read <= date(2026, 12, 31)
    assert entry.url is None or entry.url.startswith("https://")


def test_a_missing_source_is_named() -> None:
    with pytest.raises(UnknownSource, match="no source 'M99'"):
        source("M99")


def test_a_reason_cannot_name_a_source_that_does_not_exist() -> None:
    with pytest.raises(UnknownSource):
        because("any.code", "S1", "X1")


def test_a_reason_keeps_its_values_and_sources() -> None:
    reason = because("any.code", "S1", "M33", platform="youtube", year=2025)
    assert reason.code == "any.code"
    assert reason.values == {"platform": "youtube", "year": 2025}
    assert reason.sources == ("S1", "M33")
    assert reason.text is None
