"""One row of a table as what it says about a creator, or as everything that is wrong with it."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from data import codes, notation
from data.account import read_account
from data.accounts import Account, Accounts
from data.cells import Cells
from data.columns import Column, Mapping, Part
from data.fees import HOME_CURRENCY, currency_words, read_fee, without_remark
from data.header_words import USUAL_PIECE, USUAL_VIDEO
from data.notation import Unreadable
from data.provenance import FIELDS, WHOLE
from data.report import Problem
from data.said import NOWHERE, Origin, Said, SaidFee
from knowledge.models import Basis, Format, Platform
from knowledge.money import MoneyRange

COUNTS = ("followers", "avg_views", "posts_per_month")
RATES = ("engagement", "audience_female_share", "audience_male_share")
LARGEST_BARE_RATE = 0.3  # an engagement above it, written as a fraction, is likelier a percent
_AGES = re.compile(r"(\d{1,3})\s*(?:(?:-|~|–|—|至|到)\s*(\d{1,3})|(\+|以上))?\s*歲?(以上)?")


class RowReader:
    """Reads the rows of one file. ``default`` is date and source of what has no such column in the file.

    A file with a column for the date, or for the source, speaks for itself: an empty cell there is unknown.
    A rate column without percent signs is in percents if its header says so or most of its numbers are above
    1; if only some are, it cannot be told which are wrong, and all need a sign.
    """

    def __init__(self, mapping: Mapping, rows: Iterable[Sequence[str]], default: Origin) -> None:
        self.columns = mapping.columns
        present = {column.field for column in self.columns}
        self.default = Origin(
            None if "as_of" in present else default.as_of, None if "source" in present else default.source
        )
        own = {column.field for column in self.columns if column.part is not Part.VALUE}
        self.file = None if WHOLE in own else default
        self.dated = [name for name in FIELDS if name in own]
        self.accounts = Accounts(self.columns)
        self.width = mapping.width
        self.percents = _percents(self.columns, rows)

    def read(self, row: int, texts: list[str]) -> tuple[list[Said], list[Problem]]:
        """What a row says, of one channel or of several. With any problem it is to be refused as a whole."""
        if any(text.strip() for text in texts[self.width :]):
            why = f"{len(texts)} cells, but the header has {self.width}"
            how = 'put a cell that holds the delimiter in "quotes"'
            return [Said(row)], [Problem(column=None, value=None, reason=why, suggestion=how)]
        accounts = self.accounts.of(texts)
        read = [self._read(row, account) for account in accounts]
        problems = dict.fromkeys(problem for _, some in read for problem in some)
        whole = [said for said, _ in read]
        whole[0].notices += self.accounts.left(row, texts, accounts)
        for said in whole[1:]:
            said.notices = [notice for notice in said.notices if notice not in whole[0].notices]
        return whole, list(problems)

    def _read(self, row: int, account: Account) -> tuple[Said, list[Problem]]:
        cells, said = Cells(row, account.columns, account.texts, account.platform), Said(row)
        read_account(cells, said)
        _read_creator(cells, said)
        _read_channel(cells, said)
        origin = cells.row_origin(self.default)
        self._read_figures(cells, said, origin)
        self._read_audience(cells, said, origin)
        _read_fees(cells, said, origin)
        self._read_origins(cells, said, origin)
        said.notices = cells.notices
        return said, cells.problems

    def _read_origins(self, cells: Cells, said: Said, row: Origin) -> None:
        """Date and source of the words: in columns of their own, else the row's as far as it states any, else the
        file's. The row's are no statement for words that are as they were."""
        at = NOWHERE
        if self.file:
            as_of = row.as_of if row.as_of_stated else self.file.as_of
            at = Origin(as_of, row.source if row.source_stated else self.file.source)
        said.origin = cells.origin(WHOLE, at)
        said.origins = {name: cells.origin(name, said.origin) for name in self.dated}

    def _rate(self, cells: Cells, field: str) -> float | None:
        found = cells.first(field)
        if found is None:
            return None
        return cells.tried(*found, partial(notation.read_rate, percent=self.percents[found[0].place]))

    def _engagement(self, cells: Cells) -> float | None:
        rate, found = self._rate(cells, "engagement"), cells.first("engagement")
        if rate and found and notation.bare_rate(found[1]) == rate and rate > LARGEST_BARE_RATE:
            unclear = f"{rate:g} may mean {rate:.0%} or {rate:g} %"
            cells.refuse(Unreadable(unclear, "write it with a percent sign"), *found)
        return rate

    def _read_figures(self, cells: Cells, said: Said, origin: Origin) -> None:
        values = {field: _count(cells, field) for field in COUNTS} | {"engagement": self._engagement(cells)}
        said.figures = {
            field: (value, cells.origin(field, origin)) for field, value in _known(values).items()
        }

    def _read_audience(self, cells: Cells, said: Said, origin: Origin) -> None:
        female, male = self._rate(cells, "audience_female_share"), self._rate(cells, "audience_male_share")
        low, high = cells.parsed("audience_age", _ages) or (None, None)
        said.audience = _known(
            {
                "age_low": cells.parsed("audience_age_low", _age) if low is None else low,
                "age_high": cells.parsed("audience_age_high", _age) if high is None else high,
                "female_share": female if female is not None or male is None else round(1 - male, 9),
                "regions": cells.parsed("audience_regions", _regions),
            }
        )
        if said.audience or "audience" in cells.fields:
            said.audience_origin = cells.origin("audience", origin)


def _percents(columns: Iterable[Column], rows: Iterable[Sequence[str]]) -> dict[int, bool | None]:
    """Whether numbers without a sign are percents, by place of the rate columns; None where unclear."""
    rates = [column for column in columns if column.field in RATES]
    bare: dict[int, list[float]] = {column.place: [] for column in rates}
    for cells in rows if rates else ():
        for place, numbers in bare.items():
            number = notation.bare_rate(cells[place]) if place < len(cells) else None
            if number is not None:
                numbers.append(number)
    return {column.place: True if column.percent else _are_percents(bare[column.place]) for column in rates}


def _are_percents(numbers: Sequence[float]) -> bool | None:
    above = sum(number > 1 for number in numbers)
    if 0 < above <= len(numbers) / 2:
        return None
    return above > 0


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _count(cells: Cells, field: str) -> float | None:
    found = cells.first(field)
    return cells.tried(*found, partial(notation.read_count, scale=found[0].scale)) if found else None


def _read_creator(cells: Cells, said: Said) -> None:
    said.creator = _known(
        {
            "name": cells.text("name") or None,
            "region": cells.parsed("region", _region),
            "contact": cells.joined("contact"),
            "notes": cells.joined("notes"),
            "demo": cells.parsed("demo", notation.read_flag),
        }
    )
    if (found := cells.first("region")) and codes.in_taiwan(found[1]):
        cells.notice("read as TW; the part of the country is not kept", *found)


def _read_channel(cells: Cells, said: Said) -> None:
    said.channel |= _known(
        {
            "category": cells.text("category"),
            "content": cells.joined("content"),
            "language": cells.parsed("language", _language),
            "last_post": cells.parsed("last_post", notation.read_date),
            "past_collaborations": cells.parsed("past_collaborations", notation.read_list),
        }
    )


def _read_fees(cells: Cells, said: Said, origin: Origin) -> None:
    currency = cells.parsed("currency", _currency)
    stated = cells.parsed("fee_basis", _basis)
    for column, cell in cells.all("fee"):
        read = partial(read_fee, currency=column.currency or currency or HOME_CURRENCY, scale=column.scale)
        money = cells.tried(column, _amount(cells, column, cell, read), read)
        if money is None or said.platform is None:
            continue
        name = (column.format, column.slot)
        basis = cells.fee_basis(name, _basis) or stated
        fee = SaidFee(
            format_of(column, said.platform), column.slot, money, basis or column.basis, basis is not None,
            cells.origin("fee", origin, name),
        )  # fmt: skip
        taken = sum(other.format is fee.format and other.slot >= fee.slot for other in said.fees)
        said.fees.append(fee._replace(slot=fee.slot + taken))


def _amount(cells: Cells, column: Column, cell: str, read: Callable[[str], MoneyRange]) -> str:
    """The cell, or the amount in it where it cannot be read with what stands beside; a notice tells that then."""
    if _is_readable(cell, read):
        return cell
    amount, remark = without_remark(cell)
    if not remark or not _is_readable(amount, read):
        return cell
    cells.notice(f"read as {amount}; {remark!r} is not kept, put it into the notes", column, cell)
    return amount


def _is_readable(cell: str, read: Callable[[str], MoneyRange]) -> bool:
    try:
        read(cell)
    except Unreadable:
        return False
    return True


def format_of(column: Column, platform: Platform) -> Format:
    """The format of a fee column; without one, what a piece or a video usually is on the platform."""
    if isinstance(column.format, Format):
        return column.format
    if column.format == "video":
        return USUAL_VIDEO.get(platform, Format.SHORT)
    return USUAL_PIECE.get(platform, Format.POST)


def _region(cell: str) -> str:
    return codes.read_region(notation.unguard(cell) or "")


def _language(cell: str) -> str:
    return codes.read_language(notation.unguard(cell) or "")


def _currency(cell: str) -> str:
    code = currency_words().get(notation.folded(cell))
    if not code:
        raise Unreadable("not a currency we know", "write its code, such as TWD or USD")
    return code


def _basis(cell: str) -> Basis:
    words = {
        "報價": Basis.QUOTED,
        "quote": Basis.QUOTED,
        "刊例": Basis.RATE_CARD,
        "估計": Basis.ESTIMATE,
        "估": Basis.ESTIMATE,
    }
    text = notation.folded(cell).replace(" ", "_")
    if text in set(Basis):
        return Basis(text)
    if text in words:
        return words[text]
    raise Unreadable("not a basis of a price", f"write one of {', '.join(Basis)}")


def _age(cell: str) -> int:
    low, _ = _ages(cell)
    return low


def _ages(cell: str) -> tuple[int, int | None]:
    found = _AGES.fullmatch(notation.folded(cell))
    if not found or int(found[1]) > 120 or int(found[2] or 0) > 120:
        raise Unreadable("not an age or a range of ages", "write it like 25-34 or 18+")
    low, high = int(found[1]), int(found[2]) if found[2] else None
    if high is None and not found[3] and not found[4]:
        high = low
    if high is not None and high < low:
        raise Unreadable("a range of ages that ends below where it starts", "write it like 25-34")
    return low, high


def _regions(cell: str) -> tuple[str, ...]:
    return tuple(map(codes.read_region, notation.read_list(cell)))
