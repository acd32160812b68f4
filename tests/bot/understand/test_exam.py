"""An exam set from the requirements alone, by somebody who had not read the code.

A line of cases_exam.jsonl: the words, what stood before (``given``, ``asked``, ``has_advice``), and what is
expected of the brief by dotted field. ``any`` lists values that are equally right, ``range`` holds the ends
of a vague amount, ``has`` words that must be in the seller's own. ``nothing``: the brief must not change.
Products that only the encoder finds are left out: the stand-in for it knows names and synonyms alone.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.understand import Context, Shown, understand
from knowledge.models import Brief
from tests.bot.understand.table import classify

LINES = (Path(__file__).parent / "cases_exam.jsonl").read_text("utf-8").splitlines()
CASES: list[dict[str, Any]] = [json.loads(line) for line in LINES]
SHOWN = tuple(Shown(key=f"instagram:{name.lower()}", name=name) for name in ("Mia", "Nora", "Kai"))


def context_of(case: dict[str, Any]) -> Context:
    return Context(
        language="zh-TW" if re.search("[\u3400-\u9fff]", case["text"]) else "en",
        asked=case.get("asked"),
        has_advice=case.get("has_advice", False),
        shown=SHOWN if case.get("has_advice") else (),
        classify=classify,
    )


def held(brief: Any, field: str) -> Any:
    for name in field.split("."):
        brief = None if brief is None else brief[name]
    return brief


def fits(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        if "any" in wanted:
            return any(fits(found, one) for one in wanted["any"])
        if "range" in wanted:
            return found is not None and wanted["range"][0] <= found <= wanted["range"][1]
        said = found if isinstance(found, list) else [found or ""]
        return any(bare(wanted["has"]) in bare(words) for words in said)
    if isinstance(wanted, list):
        return sorted(found) == sorted(wanted)
    if isinstance(wanted, str) and isinstance(found, str):
        return bare(found) == bare(wanted)
    return bool(found == wanted)


def bare(words: str) -> str:
    return re.sub(r"\s", "", words).casefold()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_what_was_said_is_in_the_brief(case: dict[str, Any]) -> None:
    before = Brief.model_validate(case.get("given", {}))
    understood = understand(case["text"], before, context_of(case))
    after = json.loads(understood.brief.model_dump_json())
    if case.get("nothing"):
        assert after == json.loads(before.model_dump_json())
    wrong = {}
    for field, wanted in case.get("expect", {}).items():
        found = type(understood.action).__name__ if field == "action" else held(after, field)
        if not fits(found, wanted):
            wrong[field] = (found, wanted)
    assert wrong == {}


def test_the_exam_is_as_large_as_it_says() -> None:
    assert len(CASES) >= 300
    assert sum(bool(case.get("nothing")) for case in CASES) >= 55
    assert sum(len(case.get("expect", {})) for case in CASES) >= 780
