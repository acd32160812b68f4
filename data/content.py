"""What a column means by what stands in it, where its header says nothing."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from data import codes, notation
from data.columns import Column, How, Mapping, Unused
from data.fees import read_fee
from data.header import UNNAMED
from data.links import looks_like_link, read_link
from data.notation import Unreadable, folded, is_unknown
from data.sheet import Row
from knowledge.models import Platform

SAMPLE = 200  # cells of a column that are looked at
ENOUGH = 0.8  # share of them that must agree; the rest may be slips
LONGEST_NAME = 40
# Headers that a program made up: Column 3, Unnamed: 2, 欄位1.
SAYS_NOTHING = re.compile(r"(?:column|col|field|unnamed|欄位?|栏|列|f)?[ :_]*[0-9]*", re.IGNORECASE)
_AT = re.compile(r"[@＠][\w.\-]{2,}")
_PLAIN_HANDLE = re.compile(r"[A-Za-z0-9][\w.\-]*", re.ASCII)
_MONEY = re.compile(r"nt\$|us\$|\$|元|ntd|twd|usd")


def is_account(cell: str) -> bool:
    """Whether a cell can be nothing but a link to a platform or an @handle."""
    text = _bare_text(cell)
    return bool(_AT.fullmatch(text)) or looks_like_link(text.split()[0] if text else "")


def is_handle(cell: str) -> bool:
    """Whether a cell of a column called IG or YouTube is an account, not the name of one."""
    return is_account(cell) or bool(_PLAIN_HANDLE.fullmatch(_bare_text(cell)))


def _bare_text(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    return cell.strip().removeprefix("'")


def with_content(mapping: Mapping, rows: Sequence[Row]) -> Mapping:
    """The mapping with what the cells tell: columns without a name, and those that only name a platform.

    A link or an @handle is told from any header; numbers and names only where the header is empty or made up,
    because a number under a name that we do not know is some other number.
    """
    columns, unused = _bare(mapping, rows)
    used = {(column.platform, column.field) for column in columns}
    for column in list(unused):
        # A name stands first: elsewhere words without a header are remarks.
        known = used | {(None, "name")} if any(other.place < column.place for other in columns) else used
        if column.reason == UNNAMED and (found := _meaning(column, _sample(rows, column.place), known)):
            used.add((found.platform, found.field))
            columns.append(found)
            unused.remove(column)
    return Mapping(tuple(sorted(columns, key=lambda column: column.place)), tuple(unused), mapping.width)


def _bare(mapping: Mapping, rows: Sequence[Row]) -> tuple[list[Column], list[Unused]]:
    """Columns called IG hold accounts; but where they hold numbers these are followers, and a tick is neither."""
    columns, unused = [], list(mapping.unused)
    taken = {(column.platform, column.field) for column in mapping.columns}
    for column in mapping.columns:
        cells = _sample(rows, column.place) if column.how is How.BARE else []
        if _most(cells, _is_flag):
            reason = "it only says whether there is one; name the handle or the link"
            unused.append(Unused(column.place, column.header, reason))
        elif _most(cells, _is_count) and (column.platform, "followers") not in taken:
            columns.append(column._replace(field="followers", how=How.CONTENT))
        else:
            columns.append(column)
    return columns, sorted(unused, key=lambda column: column.place)


def _meaning(unused: Unused, cells: list[str], used: set[tuple[Platform | None, str]]) -> Column | None:
    free = [field for field in ("url", "handle") if (None, field) not in used]
    column = Column(unused.place, unused.header, "", how=How.CONTENT)
    if _most(cells, _names_channel):
        platforms = {read_link(cell).platform for cell in cells if _names_channel(cell)}
        only = platforms.pop() if len(platforms) == 1 else None
        if "url" in free:
            return column._replace(field="url")
        return column._replace(field="url", platform=only) if only and (only, "url") not in used else None
    if "handle" in free and _most(cells, lambda cell: bool(_AT.fullmatch(_bare_text(cell)))):
        return column._replace(field="handle")
    header = "" if unused.header.startswith("(column ") else unused.header
    if not SAYS_NOTHING.fullmatch(folded(header)):
        return None
    return next(
        (
            column._replace(field=field, format="piece" if field == "fee" else None)
            for field, test in _BY_CONTENT.items()
            if (None, field) not in used and _most(cells, test)
        ),
        None,
    )


def _names_channel(cell: str) -> bool:
    text = cell.strip()
    return looks_like_link(text) and len(text.split()) == 1 and read_link(text).handle is not None


def _readable(read: Callable[[str], object]) -> Callable[[str], bool]:
    def test(cell: str) -> bool:
        try:
            read(cell)
        except Unreadable:
            return False
        return True

    return test


def _is_flag(cell: str) -> bool:
    text = folded(cell)
    return text in notation.YES | notation.NO and not text.isdigit()


def _is_count(cell: str) -> bool:
    return _readable(notation.read_count)(cell)


def _is_money(cell: str) -> bool:
    return bool(_MONEY.search(folded(cell))) and _readable(read_fee)(cell)


def _is_rate(cell: str) -> bool:
    return folded(cell).endswith("%") and _readable(lambda text: notation.read_rate(text, True))(cell)


def _is_name(cell: str) -> bool:
    return (
        len(cell.strip()) <= LONGEST_NAME
        and any(letter.isalpha() for letter in cell)
        and not is_account(cell)
    )


# In this order: what fewer cells look like comes first.
_BY_CONTENT: dict[str, Callable[[str], bool]] = {
    "platform": _readable(codes.read_platform),
    "engagement": _is_rate,
    "fee": _is_money,
    "followers": _is_count,
    "region": _readable(codes.read_region),
    "name": _is_name,
}


def _sample(rows: Iterable[Row], place: int) -> list[str]:
    cells = (row[place] for _, row in rows if place < len(row))
    return list(islice((cell for cell in cells if not is_unknown(cell)), SAMPLE))


def _most(cells: Sequence[str], test: Callable[[str], bool]) -> bool:
    return bool(cells) and sum(map(test, cells)) >= ENOUGH * len(cells)
