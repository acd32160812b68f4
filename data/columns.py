"""What a column of a spreadsheet can mean, and the mapping that `roster import` goes by (data/header.py makes it)."""

import re
from enum import StrEnum
from typing import NamedTuple

from data.fees import currency_words
from data.header_words import QUOTE_WORDS
from data.notation import UNITS, folded
from data.provenance import WHOLE, WHOLE_DATE, WHOLE_SOURCE
from knowledge.models import Basis, Format, Platform

REFUSED = ("refused_row", "refused_why")  # columns that a file of refused rows has besides


def plain_header(header: str) -> str:
    """Letters and digits only, as headers are compared."""
    return re.sub(r"[^0-9a-z\u3400-\u9fff]", "", folded(header))


class Part(StrEnum):
    """What a column says about a figure or fee: itself, or where it comes from."""

    VALUE = "value"
    AS_OF = "as_of"
    SOURCE = "source"
    BASIS = "basis"


class How(StrEnum):
    """What a column's meaning was taken from. BARE is a header that names a platform and nothing else."""

    NAME = "name"
    BARE = "platform"
    CONTENT = "content"
    CORRECTION = "correction"
    REMEMBERED = "remembered"


class Column(NamedTuple):
    """What a column means. A fee has a format, or "piece" or "video", of which the platform makes one.

    ``platform`` is None for what is said of the row's one account, or of the creator.
    """

    place: int
    header: str
    field: str
    part: Part = Part.VALUE
    format: Format | str | None = None
    slot: int = 1
    label: str | None = None
    hint: str = ""
    platform: Platform | None = None
    how: How = How.NAME

    @property
    def title(self) -> str:
        """The field as an export names its column, after the platform where the header names one."""
        if self.field == WHOLE:
            return WHOLE_DATE if self.part is Part.AS_OF else WHOLE_SOURCE
        name = f"fee_{self.format}" if self.format else self.field
        name = name if self.slot == 1 else f"{name}_{self.slot}"
        name = name if self.part is Part.VALUE else f"{name}_{self.part}"
        return f"{self.platform} {name}" if self.platform else name

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
