"""Text that people paste or forward, as a sheet: a table, a list of links, labelled lines, or prose with a link.

Only links, handles beside a platform's name, labels and cells are read. No sentence is interpreted: what a line
says besides is told as not read.
"""

import re
from typing import NamedTuple

from data.codes import PLATFORM_WORDS, read_platform
from data.columns import plain_header
from data.content import is_account
from data.header import known_names, meanings
from data.links import looks_like_link, read_link, url_of
from data.sheet import MB, Row, Sheet, UnreadableFile
from data.text_file import DELIMITERS, read_csv

LONGEST = MB  # characters; Telegram's longest message has 4,096
HOW = "text"  # encoding and delimiter of what was no file
EXPECTED = (
    "Send links such as https://www.instagram.com/name, one a line; or a table with a header, "
    "its cells parted by tabs or commas."
)
_LINK = re.compile(
    r"(?:https?://|www\.)?(?:[\w-]{1,63}\.){1,6}[a-z]{2,24}/[^\s<>\"'，。、；！？）」』》】]+",
    re.IGNORECASE | re.ASCII,
)
_WORDS = "|".join(
    sorted(
        (re.escape(word) for words in PLATFORM_WORDS.values() for word in words.split()),
        key=len,
        reverse=True,
    )
)
_HANDLE = re.compile(rf"(?<![a-z])({_WORDS})\s*[:：]?\s*[@＠]([\w.\-]{{2,60}})", re.IGNORECASE)
_LABELLED = re.compile(r"\s*([^:：\s][^:：]{0,30}?)\s*[:：]\s*(\S.*)")
_BULLET = re.compile(r"^\s*(?:[-*•・●▪️✅👉]+|\d{1,3}[.、)）])\s*")
_RULE = re.compile(r"[\s|:+\-=]+")
_ENDS = " \t:：-–—|,，、;；"


class Skipped(NamedTuple):
    """A line of which nothing was read."""

    row: int
    text: str
    reason: str


class PastedSheet(NamedTuple):
    """What was found, and the lines that say nothing of a channel."""

    sheet: Sheet
    skipped: list[Skipped]


def read_pasted(text: str, one_creator: bool = False) -> PastedSheet:
    """Find the channels in a text. Rows are numbered by line; several links of a platform in a line are counted on.

    :param one_creator: links of different platforms anywhere in it belong to one person, as in a creator's own message.
    UnreadableFile where there is no table and no link, with what to send.
    """
    if len(text) > LONGEST:
        raise UnreadableFile(
            f"The text has {len(text):,} characters, at most {LONGEST:,} are read. Send a file."
        )
    lines = [
        line
        for line in text.replace("\r\n", "\n").split("\n")
        if not _RULE.fullmatch(line) or not line.strip()
    ]
    if found := _table("\n".join(lines)):
        return found
    if found := _labelled(lines):
        return found
    if found := _linked(lines, one_creator):
        return found
    raise UnreadableFile(f"There is no link and no table in the text. {EXPECTED}")


def has_channels(text: str) -> bool:
    """Whether a message holds anything that ``read_pasted`` would read."""
    try:
        return bool(read_pasted(text[:LONGEST]).sheet.rows)
    except UnreadableFile:
        return False


def _table(text: str) -> PastedSheet | None:
    """Delimited lines: under a header of two fields at least, or with every account in a cell of its own."""
    lines = [line for line in text.split("\n") if line.strip()]
    delimiters = [mark for mark in DELIMITERS if any(mark in line for line in lines)]
    headed = any(known_names(line.split(mark)) >= 2 for mark in delimiters for line in lines[:5])
    rows = [line.split(mark) for mark in delimiters for line in lines if any(map(_is_cell, line.split(mark)))]
    parted = [cells for cells in rows if len(cells) > 1]
    tabs = any("\t" in line for line in lines)
    if not headed and not (parted and (tabs or (len(parted) > 1 and len(set(map(len, parted))) == 1))):
        return None
    return PastedSheet(read_csv(HOW, text, "The text")._replace(encoding=HOW), [])


def _is_cell(cell: str) -> bool:
    return is_account(cell) and len(cell.split()) == 1


def _labelled(lines: list[str]) -> PastedSheet | None:
    """Lines such as 粉絲數：1.2萬 are cells of one row; a label that comes again begins the next row."""
    records: list[tuple[int, dict[str, str]]] = []
    skipped: list[Skipped] = []
    for number, line in enumerate(lines, 1):
        found = _LABELLED.fullmatch(_BULLET.sub("", line))
        if found and not line.strip().casefold().startswith("http") and meanings(0, found[1]):
            if not records or found[1] in records[-1][1]:
                records.append((number, {}))
            records[-1][1][found[1]] = found[2].strip()
        elif line.strip():
            skipped += _unlabelled(number, line, records)
    header = list(dict.fromkeys(label for _, record in records for label in record))
    accounts = [cell for _, record in records for cell in record.values() if is_account(cell)]
    if len(header) < 2 or not accounts:
        return None
    rows = [(number, [record.get(label, "") for label in header]) for number, record in records]
    return PastedSheet(Sheet(None, [(0, header), *rows], 0, HOW, HOW), skipped)


def _unlabelled(number: int, line: str, records: list[tuple[int, dict[str, str]]]) -> list[Skipped]:
    """A link that stands alone below labels is the row's; any other line is told."""
    links = _links(line)
    if len(links) == 1 and records and "url" not in {plain_header(label) for label in records[-1][1]}:
        records[-1][1]["url"] = links[0]
        return []
    return [Skipped(number, line.strip(), "a line without a label")]


def _linked(lines: list[str], one_creator: bool) -> PastedSheet | None:
    """A row for each line with a link. What stands beside the links of a list are cells, told by their content."""
    found = [(number, line, _links(line)) for number, line in enumerate(lines, 1)]
    rows: list[Row] = []
    several = sum(bool(links) for _, _, links in found) > 1 and not one_creator
    for number, line, links in found:
        before, after = _beside(line) if several else ("", "")
        for place, group in enumerate(_creators(links)):
            rows.append(
                (number, [before, " ".join(group), after] if not place else ["", " ".join(group), ""])
            )
    skipped = [
        Skipped(number, line.strip(), "a line without a link")
        for number, line, links in found
        if line.strip() and not links
    ]
    if not rows:
        return None
    if one_creator:
        rows = [
            (rows[0][0], ["", " ".join(group), ""])
            for group in _creators([link for _, _, ls in found for link in ls])
        ]
    return PastedSheet(Sheet(None, [(0, ["", "url", ""]), *_numbered(rows)], 0, HOW, HOW), skipped)


def _numbered(rows: list[Row]) -> list[Row]:
    """Rows of one line get numbers of their own, so that a report can name each."""
    numbered: list[Row] = []
    for number, cells in rows:
        numbered.append((max(number, numbered[-1][0] + 1 if numbered else 1), cells))
    return numbered


def _links(line: str) -> list[str]:
    """The links of a line, and handles behind the name of a platform as links, each once, in their order."""
    whole = [(match.start(), match.end(), match[0].rstrip(".,:;!?)）]}")) for match in _LINK.finditer(line)]
    found = [(start, link) for start, _, link in whole if looks_like_link(link)]
    for match in _HANDLE.finditer(line):
        link = url_of(read_platform(match[1]), match[2])
        if link and not any(start <= match.start() < end for start, end, _ in whole):
            found.append((match.start(), link))
    return list(dict.fromkeys(link for _, link in sorted(found)))


def _creators(links: list[str]) -> list[list[str]]:
    """Links of different platforms are one creator's; where a platform comes twice each link is a creator."""
    platforms = [read_link(link).platform for link in links]
    if len(links) > 1 and (None in platforms or len(set(platforms)) < len(platforms)):
        return [[link] for link in links]
    return [links] if links else []


def _beside(line: str) -> tuple[str, str]:
    """What stands before the first account of a line and behind the last one."""
    spans = [match.span() for pattern in (_LINK, _HANDLE) for match in pattern.finditer(line)]
    if not spans:
        return "", ""
    before, after = line[: min(start for start, _ in spans)], line[max(end for _, end in spans) :]
    return _BULLET.sub("", before).strip(_ENDS), after.strip(_ENDS)
