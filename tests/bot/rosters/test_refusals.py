"""What data/ finds wrong is said in Chinese too: every sentence of it has its translation."""

import ast
import re
from pathlib import Path

import pytest

from bot.rosters.refusals import said
from bot.texts import Texts

DATA = Path(__file__).parents[3] / "data"
CJK = re.compile(r"[\u4e00-\u9fff]")
RAISED = {"Unreadable", "UnreadableFile", "CannotUndo", "_What"}


def sentences() -> list[str]:
    """Literal reasons and suggestions of the readers, with 7 where a value stands."""
    found: list[str] = []
    for file in sorted(DATA.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "Unreadable"
            ):
                found += [text for arg in node.args if (text := _text(arg))]
    return sorted(set(found))


def _text(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(p.value) if isinstance(p, ast.Constant) else "7" for p in node.values)
    return None


@pytest.mark.parametrize("english", sentences())
def test_every_reason_is_translated(english: str) -> None:
    assert CJK.search(said(Texts("zh-TW"), english)), english
    assert said(Texts("en"), english) == english


def test_there_are_many() -> None:
    assert len(sentences()) > 40


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("not a number", "不是數字"),
        ("instagram:a already stands in row 3 of this file", "instagram:a 在這個檔案的第 3 列已經有了"),
        ("the link is one of youtube, the row says instagram", "連結是 YouTube，這一列寫的是 Instagram"),
        ("0.82 may mean 82% or 0.82 %", "0.82 可能是 82% 或 0.82 %"),
        ("list.csv is empty. It needs a header and a row for each channel.",
         "list.csv 是空的。要有一列表頭，每個頻道一列。"),
        ("a.json is JSON, but no list of objects. Expected a list of objects such as "
         '[{"name": "…", "url": "…", "followers": 12000}], or one a line.',
         'a.json 是 JSON，但不是一串物件。要像 [{"name": "…", "url": "…"}]，或一行一個。'),
        ("a.xlsx cannot be read as a workbook: it is protected by a password.",
         "a.xlsx 不能當活頁簿讀：有密碼保護。"),
        ("same contact a@b.c", "聯絡方式一樣：a@b.c"),
        ("nobody ever wrote this", "nobody ever wrote this"),
        ("", ""),
    ],
)  # fmt: skip
def test_values_are_kept(english: str, chinese: str) -> None:
    assert said(Texts("zh-TW"), english) == chinese


def test_a_long_cell_takes_no_time() -> None:
    """Patterns with several values must stay linear on what a hostile cell holds."""
    import time

    began = time.process_time()
    for text in ("x" * 2000, "the link is one of " * 100, "a (" * 600, "' the row says '" * 100):
        said(Texts("zh-TW"), text)
    assert time.process_time() - began < 5
