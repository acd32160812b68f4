"""Cells as people write them: counts, rates, dates, lists, flags and guarded text. Pure, both ways.

Readers remember what they read last, because the cells of a column repeat.
What was never meant to be a value ("-", "N/A", "無", "未知") is unknown, which is None and never zero.
"""

import json
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache

UNKNOWN = frozenset(
    {"", "-", "--", "—", "–", "?", "??", "n/a", "na", "#n/a", "nan", "null", "none", "tbd", "unknown"}
    | {
        "無",
        "无",
        "未知",
        "不詳",
        "不详",
        "待確認",
        "待确认",
        "沒有",
        "暫無",
        "面議",
        "面议",
        "私訊",
        "私訊詢價",
        "洽詢",
    }
)
_LONGEST_UNKNOWN = max(map(len, UNKNOWN))
UNITS = {
    "": 1, "百": 10**2, "k": 10**3, "千": 10**3, "w": 10**4, "萬": 10**4, "万": 10**4, "m": 10**6, "mn": 10**6,
    "百萬": 10**6, "百万": 10**6, "千萬": 10**7, "千万": 10**7, "億": 10**8, "亿": 10**8, "b": 10**9,
}  # fmt: skip
LARGEST_COUNT = 10**12  # a hundred times as many as there are people
NUMBER = r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:e\+?\d{1,2})?)"
UNIT = f"({'|'.join(sorted(filter(None, UNITS), key=len, reverse=True))})?"
YES = frozenset({"true", "yes", "y", "1", "是", "有", "v", "✓", "✔", "demo"})
NO = frozenset({"false", "no", "n", "0", "否", "沒有", "x"})
FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # what makes a spreadsheet run a cell instead of showing it

_COUNT = re.compile(
    rf"[約~≈]?\s*{NUMBER}\s*{UNIT}\s*\+?\s*(?:人|位|名|次|個|粉絲|粉丝|followers|subscribers|views)?"
)
_RATE = re.compile(r"[約~≈]?\s*(\d+(?:\.\d+)?)\s*(%)?")
_WESTERN = re.compile(
    r"((?:19|20)\d\d)(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?(?:[t\s].*)?|((?:19|20)\d\d)(\d\d)(\d\d)"
)
_MINGUO = re.compile(r"(?:民國\s*)?(\d{2,3})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_LISTED = re.compile(r"\s*[;；、|\n]\s*")
_COMMA = re.compile(r"\s*[,，]\s*")


class Unreadable(ValueError):
    """A cell that cannot be read. ``suggestion`` says what to write instead."""

    def __init__(self, reason: str, suggestion: str) -> None:
        super().__init__(reason)
        self.suggestion = suggestion


@lru_cache(2**14)
def folded(cell: str) -> str:
    """Half width, lower case, no outer blanks: how cells and words are compared."""
    return unicodedata.normalize("NFKC", cell).casefold().strip()


@lru_cache(2**14)
def is_unknown(cell: str) -> bool:
    """Whether a cell says nothing."""
    return len(cell.strip()) <= _LONGEST_UNKNOWN and folded(cell) in UNKNOWN


@lru_cache(2**14)
def read_count(cell: str, scale: int = 1) -> float:
    """Read '12,000,000', '1.2萬', '3.5K', '約 5 萬+'. ``scale`` multiplies where no unit stands."""
    text = re.sub(r"(?<=\d)\s(?=\d{3}(?!\d))", "", folded(cell))
    if text.startswith("-"):
        raise Unreadable("a count cannot be negative", "write 0 or more, or leave the cell empty if unknown")
    found = _COUNT.fullmatch(text)
    if not found:
        raise Unreadable("not a number", "write it like 12000, 12,000, 1.2萬 or 12K, or leave the cell empty")
    count = exact(found[1]) * (UNITS[found[2]] if found[2] else scale)
    if count > LARGEST_COUNT:
        raise Unreadable("too large to be a count", "check the number of digits")
    return float(count)


def exact(digits: str) -> Decimal:
    """A matched NUMBER as a decimal."""
    return Decimal(digits.replace(",", ""))


@lru_cache(2**14)
def read_rate(cell: str, percent: bool | None) -> float:
    """Read '3.2%' or '0.032' as a share of 1. ``percent``: what a bare number is, None for unclear."""
    text = folded(cell)
    if text.startswith("-"):
        raise Unreadable("a rate cannot be negative", "write 0% or more, or leave the cell empty if unknown")
    found = _RATE.fullmatch(text)
    if not found:
        raise Unreadable("not a rate", "write it like 3.2% or 0.032, or leave the cell empty")
    if not found[2] and percent is None:
        reason = "some numbers of this column are above 1 and most are not: percents or fractions?"
        raise Unreadable(reason, "write each with a percent sign, like 3.2%")
    rate = Decimal(found[1]) / (100 if found[2] or percent else 1)
    if rate > 1:
        raise Unreadable("more than 100 %", "write it like 3.2%; check that it is a rate and not a count")
    return float(rate)


def bare_rate(cell: str) -> float | None:
    """The number of a rate written without a percent sign, None for anything else."""
    found = _RATE.fullmatch(folded(cell))
    return float(found[1]) if found and not found[2] else None


def read_date(cell: str) -> date:
    """Read '2026-11-01', '2026/11/1', '20261101', '2026年11月1日', and 民國 years ('115/11/1')."""
    text = folded(cell)
    year_first = _WESTERN.fullmatch(text)
    minguo = _MINGUO.fullmatch(text)
    try:
        if year_first:
            year, month, day = (int(part) for part in year_first.groups() if part)
            return date(year, month, day)
        if minguo and (len(minguo[1]) == 3 or text.startswith("民國")):
            return date(int(minguo[1]) + 1911, int(minguo[2]), int(minguo[3]))
    except ValueError as problem:
        raise Unreadable(f"no such day ({problem})", "write the date like 2026-11-01") from problem
    raise Unreadable("not a date that can be read only one way", "write the date like 2026-11-01")


def read_flag(cell: str) -> bool:
    """Read yes or no in either language."""
    text = folded(cell)
    if text in YES or text in NO:
        return text in YES
    raise Unreadable("neither yes nor no", "write yes or no")


def read_list(cell: str) -> tuple[str, ...]:
    """Split at ; 、 | or line ends, at commas where there are none of these. A JSON list stays as it is."""
    text = cell.strip()
    if text.startswith("["):
        return _json_list(text)
    parts = _LISTED.split(text) if _LISTED.search(text) else _COMMA.split(text)
    return tuple(part for part in parts if part)


def _json_list(text: str) -> tuple[str, ...]:
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):  # a thousand brackets are deeper than Python goes
        items = None
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise Unreadable("not a list of texts", "separate the items by semicolons")
    return tuple(items)


def write_list(items: tuple[str, ...]) -> str:
    """The inverse of read_list: semicolons where they are unambiguous, else JSON."""
    plain = "; ".join(items)
    if (
        plain
        and not plain.startswith(("[", *FORMULA, "'"))
        and not is_unknown(plain)
        and read_list(plain) == items
    ):
        return plain
    return json.dumps(items, ensure_ascii=False) if items else ""


def write_number(value: float) -> str:
    """All digits, without exponent; read_count gives the same float back."""
    text = format(Decimal(repr(float(value))), "f")
    return text.removesuffix(".0")


def write_rate(value: float) -> str:
    """As a percent with all its digits; read_rate gives the same float back."""
    text = format((Decimal(repr(float(value))) * 100), "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


def plain_text(cell: str) -> str | None:
    """A text cell without its outer blanks, None when it says nothing."""
    return None if is_unknown(cell) else cell.strip()


def guard(text: str, plain: Callable[[str], str | None] = plain_text) -> str:
    """Put an apostrophe before text that a spreadsheet would run, or that ``plain`` would not leave alone."""
    return f"'{text}" if _needs_guard(text, plain) else text


def unguard(cell: str, plain: Callable[[str], str | None] = plain_text) -> str | None:
    """The inverse of guard; a cell that guard did not make is read by ``plain``."""
    if cell.startswith("'") and _needs_guard(cell[1:], plain):
        return cell[1:]
    return plain(cell)


def _needs_guard(text: str, plain: Callable[[str], str | None]) -> bool:
    """Text that itself begins with apostrophes counts by what follows them, or it could not be told apart."""
    return any(core.startswith(FORMULA) or plain(core) != core for core in (text, text.lstrip("'")))
