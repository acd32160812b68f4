"""Where a sheet's table begins and what is no row of it: titles above the header, totals, notes, merged cells."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from data.codes import is_platform
from data.content import is_account
from data.corrections import Corrections
from data.header import known_names, map_header
from data.notation import folded
from data.sheet import Row, Sheet, Span

HEAD = 30  # rows among which the header is looked for
MOST_MERGED = 1_000_000  # cells that all merged ranges of a sheet may fill
TOTALS = {
    "合計", "總計", "總和", "小計", "加總", "平均", "平均值", "總數", "共計", "合计", "总计", "小计", "total", "totals", "sum",
    "subtotal", "grandtotal", "average", "avg", "mean",
}  # fmt: skip
_COUNTING = re.compile(r"[\d\W]+|[位人筆個名]+\W*$")  # of "總計：12 位"
NOTE = re.compile(
    r"^\s*(?:[※*＊★●◎]|註[:：\d]|備註[:：]|说明[:：]|說明[:：]|note[s:]|ps[.:]|p\.s)", re.IGNORECASE
)


class SkippedRow(NamedTuple):
    """A row that is no channel: its number, its first text, and what it is taken for."""

    row: int
    text: str
    reason: str


class Layout(NamedTuple):
    """The header, the rows below it, and the rows of the sheet that are neither."""

    header: list[str]
    rows: list[Row]
    skipped: list[SkippedRow]


def lay_out(sheet: Sheet, corrections: Corrections | None = None) -> Layout:
    """Find the table in a sheet. A sheet without a header gets one of empty names; the content must tell then."""
    rows = _unmerged(sheet)
    place = _header_place(rows, sheet.links, corrections)
    if place is None:
        width = max((len(cells) for _, cells in rows), default=0)
        header, above, below = [""] * width, [], rows
    else:
        header, above, below = rows[place][1], rows[:place], rows[place + 1 :]
    skipped = [SkippedRow(number, _first(cells), "above the header") for number, cells in above]
    kept: list[Row] = []
    for number, cells in below:
        if reason := _no_channel(cells, header):
            skipped.append(SkippedRow(number, _first(cells), reason))
        else:
            kept.append((number, cells))
    number, groups = above[-1] if above else (0, [])
    spans = [span for span in sheet.merged if span.top + 1 <= number <= span.bottom + 1]
    named = _with_groups(header, groups, spans)
    return Layout(*_with_links(named, kept, sheet.links), skipped)


def _with_links(
    header: list[str], rows: list[Row], links: Mapping[tuple[int, int], str]
) -> tuple[list[str], list[Row]]:
    """What lies under a text stands for it in a column of accounts, and in a column of its own elsewhere."""
    under = {place for (_, place) in links}
    accounts = {column.place for column in map_header(header).columns if column.field in ("url", "handle")}
    added = sorted(under - accounts)
    if not under or not any((number, place) in links for number, _ in rows for place in under):
        return header, rows
    whole = [*header, *(f"{header[place] if place < len(header) else ''} link".strip() for place in added)]
    linked: list[Row] = []
    for number, cells in rows:
        made = [
            _account(cell, links.get((number, n))) if n in accounts else cell for n, cell in enumerate(cells)
        ]
        made += [""] * (len(header) - len(made))
        linked.append((number, [*made, *(links.get((number, place), "") for place in added)]))
    return whole, linked


def _account(cell: str, link: str | None) -> str:
    return cell if link is None or is_account(cell) else link


def _unmerged(sheet: Sheet) -> list[Row]:
    """Every cell of a merged range holds what the range shows. Only what the sheet says, so CSV keeps its blanks."""
    if not sheet.merged:
        return sheet.rows
    by_row = {number: list(cells) for number, cells in sheet.rows}
    left = MOST_MERGED
    for span in sheet.merged:
        left -= (span.bottom - span.top + 1) * (span.right - span.left + 1)
        if left < 0:
            break
        _fill(by_row, span)
    return list(by_row.items())


def _fill(by_row: dict[int, list[str]], span: Span) -> None:
    first = by_row.get(span.top + 1, [])
    shown = first[span.left] if 0 <= span.left < len(first) else ""
    for number in range(span.top + 1, span.bottom + 2):
        cells = by_row.get(number)
        if cells is None or not shown.strip():
            continue
        cells += [""] * (span.right + 1 - len(cells))
        for column in range(span.left, span.right + 1):
            cells[column] = shown


def _header_place(
    rows: list[Row], links: Mapping[tuple[int, int], str], corrections: Corrections | None
) -> int | None:
    """The first of the rows that name most fields; None where no row names any, or only below an account."""
    scores: list[float] = []
    for number, cells in rows[:HEAD]:
        linked = sum((number, place) in links for place in range(len(cells)))
        scores.append(known_names(cells, corrections) - linked)
        if scores[-1] < 2 and (linked or any(map(is_account, cells))):
            scores.pop()
            break
    best = max(scores, default=0)
    return scores.index(best) if best > 0 else None


def _with_groups(header: list[str], above: list[str], spans: Sequence[Span]) -> list[str]:
    """A header under a row of platforms ("IG" over three columns) gets the platform into its names.

    Where platforms are merged cells these say how far each goes; else each goes up to the next.
    """
    if not any(is_platform(cell) for cell in above):
        return header
    whole, group = list(header), ""
    wide = [span.left for span in spans if span.left < span.right and 0 <= span.left < len(above)]
    is_merged = any(is_platform(above[place].strip()) for place in wide)
    for place, name in enumerate(header):
        cell = above[place].strip() if place < len(above) else ""
        group = cell if is_merged else cell or group
        if is_platform(group) and name.strip() and not is_platform(name):
            whole[place] = f"{group} {name}"
    return whole


def _no_channel(cells: list[str], header: list[str]) -> str | None:
    """Why a row below the header is no channel, None where it is to be read as one."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if filled == [name.strip() for name in header if name.strip()]:
        return "the header once more"
    if any(map(is_platform, filled)) or any(map(is_account, filled)):  # the cheaper of the two first
        return None
    # Our own export has no totals, but may hold a creator whose id is "AVG".
    if "creator_id" not in header and any(_COUNTING.sub("", folded(cell)) in TOTALS for cell in filled[:2]):
        return "a row of totals"
    if len(filled) == 1 and len(header) > 2 and NOTE.match(filled[0]):
        return "a note below the table"
    return None


def _first(cells: list[str]) -> str:
    return next((cell.strip() for cell in cells if cell.strip()), "")
