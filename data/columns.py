"""Which column of a spreadsheet means what: the mapping that `roster import` goes by.

A header is compared without case, width, blanks and punctuation (data/header_words.py has the words). What
stands in parentheses is a hint: a unit as in 訂閱數(萬), a percent sign, a currency as in 報價(美金). A fee
column is a word for a fee with a word for a format: fee_reel, 報價_開箱, 限動費用; without a format it is the
fee for the platform's usual piece. Figures, fees and the audience may have columns of their own for date and
source: followers_as_of, fee_reel_source. A second fee of a format is fee_reel_2.
"""

import re
from enum import StrEnum
from typing import NamedTuple

from data.fees import CURRENCY_WORDS, currency_words
from data.header_words import (
    DATED,
    DESCRIPTIVE,
    FEE_WORDS,
    FILLERS,
    FORMAT_WORDS,
    JOINED,
    QUOTE_WORDS,
    SYNONYMS,
    VIDEO_WORDS,
)
from data.notation import UNITS, folded
from knowledge.models import Basis, Format


def plain_header(header: str) -> str:
    """Letters and digits only, as headers are compared."""
    return re.sub(r"[^0-9a-z\u3400-\u9fff]", "", folded(header))


# Not every ISO code: "fee_blog_article" ends with that of the Chilean escudo.
_CURRENCY_ENDINGS = [
    word
    for word, code in currency_words().items()
    if code in CURRENCY_WORDS.values() and plain_header(word) == word
    if len(word) == 3 or not word.isascii()
]


class Part(StrEnum):
    """What a column says about a figure or fee: itself, or where it comes from."""

    VALUE = "value"
    AS_OF = "as_of"
    SOURCE = "source"
    BASIS = "basis"


PART_WORDS = {
    Part.AS_OF: ("asof", "date", "資料日期", "日期", "updated"),
    Part.SOURCE: ("source", "來源", "来源", "出處"),
    Part.BASIS: ("basis", "依據"),
}


class Column(NamedTuple):
    """What a column means. A fee has a format, or "piece" or "video", of which the platform makes one."""

    place: int
    header: str
    field: str
    part: Part = Part.VALUE
    format: Format | str | None = None
    slot: int = 1
    label: str | None = None
    hint: str = ""

    @property
    def title(self) -> str:
        """The field as an export names its column."""
        name = f"fee_{self.format}" if self.format else self.field
        name = name if self.slot == 1 else f"{name}_{self.slot}"
        return name if self.part is Part.VALUE else f"{name}_{self.part}"

    @property
    def scale(self) -> int:
        """The unit in the header's parentheses, for numbers that have none of their own."""
        return UNITS.get(self.hint, 1)

    @property
    def currency(self) -> str | None:
        """The currency that the header names."""
        return currency_words().get(self.hint) or None

    @property
    def basis(self) -> Basis:
        """A column called a quote holds quotes; any other list of fees is a rate card."""
        return (
            Basis.QUOTED if any(word in self.header.casefold() for word in QUOTE_WORDS) else Basis.RATE_CARD
        )

    @property
    def percent(self) -> bool:
        """Whether the header says that its numbers are percents."""
        return (
            "%" in folded(self.header)
            or "percent" in folded(self.header)
            or folded(self.header).endswith("pct")
        )


class Unused(NamedTuple):
    """A column that is not read, and why."""

    place: int
    header: str
    reason: str


class Mapping(NamedTuple):
    """The columns that have a meaning, and those that have none. No column is in neither."""

    columns: tuple[Column, ...]
    unused: tuple[Unused, ...]
    width: int


_BY_NAME = {
    plain_header(word): (rank, field)
    for field, words in SYNONYMS.items()
    for rank, word in enumerate(words.split(", "))
}


def map_header(header: list[str]) -> Mapping:
    """Give each column its meaning. Two columns of one meaning: the better name wins, the other is unused."""
    columns: list[Column] = []
    losers: dict[int, str] = {}
    taken: dict[tuple[object, ...], str] = {}
    for column in sorted((found for n, text in enumerate(header) for found in meanings(n, text)), key=_rank):
        meaning = (column.field, column.part, column.format, column.slot)
        if column.field in JOINED or meaning not in taken:
            taken.setdefault(meaning, column.header)
            columns.append(column)
        else:
            losers[column.place] = f"{column.field} is read from the column {taken[meaning]!r}"
    known = {column.place for column in columns}
    unused = [
        Unused(n, text.strip() or f"(column {n + 1})", losers.get(n, "no field has this name"))
        for n, text in enumerate(header)
        if n not in known
    ]
    return Mapping(tuple(sorted(columns, key=lambda column: column.place)), tuple(unused), len(header))


def meanings(place: int, header: str) -> list[Column]:
    """What one header means: nothing, one field, or a category that also describes the content."""
    name, hint = _without_hint(header)
    found: list[Column] = []
    if name in DESCRIPTIVE:
        found.append(Column(place, header, "content", label=DESCRIPTIVE[name]))
    if name in _BY_NAME:
        found.append(Column(place, header, _BY_NAME[name][1], hint=hint))
    if not found and (column := _provenance(place, header, name) or _fee(place, header, name, hint)):
        found.append(column)
    return found


def _rank(column: Column) -> tuple[int, int]:
    rank, _ = _BY_NAME.get(_without_hint(column.header)[0], (0, ""))
    return rank, column.place


def _without_hint(header: str) -> tuple[str, str]:
    bare = re.sub(r"\([^()]*\)", "", folded(header))
    hints = re.findall(r"\(([^()]*)\)", folded(header))
    return plain_header(bare) or plain_header(header), (hints[-1].strip() if hints else "")


def _provenance(place: int, header: str, name: str) -> Column | None:
    for part, words in PART_WORDS.items():
        for word in words:
            thing = name.removesuffix(word)
            field = thing if thing == "audience" else _BY_NAME.get(thing, (0, ""))[1]
            if thing != name and field in DATED:
                return Column(place, header, field, part)
    return None


def _fee(place: int, header: str, name: str, hint: str) -> Column | None:
    part = Part.VALUE
    for candidate, words in PART_WORDS.items():
        if ending := next((word for word in words if name.endswith(word)), None):
            part, name = candidate, name.removesuffix(ending)
            break
    slot = re.fullmatch(r"(.*\D)(\d{1,2})", name)
    name, number = (slot[1], int(slot[2])) if slot else (name, 1)
    word = next((word for word in FEE_WORDS if word in name), None)
    if word is None or number < 1:
        return None
    rest = name.replace(word, "", 1)
    if not hint and (ending := next((word for word in _CURRENCY_ENDINGS if rest.endswith(word)), None)):
        hint, rest = ending, rest.removesuffix(ending)
    format_ = _format(rest)
    return Column(place, header, "fee", part, format_, number, hint=hint) if format_ else None


def _format(words: str) -> Format | str | None:
    """The format that the rest of a fee's header names; None when it says something else."""
    for format_, names in FORMAT_WORDS.items():
        for name in sorted(names.split(), key=len, reverse=True):
            if name in words:
                return format_ if not _leftover(words.replace(name, "", 1)) else None
    if any(word in words for word in VIDEO_WORDS):
        return "video" if not _leftover(words) else None
    return "piece" if not _leftover(words) else None


def _leftover(words: str) -> str:
    for filler in (*FILLERS, *VIDEO_WORDS):
        words = words.replace(filler, "", 1)
    return words
