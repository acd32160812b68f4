"""Bringing creators in, a step at a time, for a conversation: propose, correct, try, apply, undo.

A source is a file on disk, the bytes of an uploaded one, or pasted text. Every step reads it anew, so nothing but
the source and the corrections need be kept between a proposal and its confirmation::

    proposal = propose(roster, source)                      # which column is read as what
    report = dry_run(roster, source, {"欄位A": "followers"})  # what would happen, row by row
    report = apply(roster, source, {"欄位A": "followers"})    # all or nothing; the corrections are remembered
    undo(roster)
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from data.columns import How
from data.corrections import Corrections, HeaderMemory
from data.header import UnknownField
from data.header_words import SYNONYMS
from data.importer import Options, check_corrections, import_read, spoken_of, used_columns
from data.journal import CannotUndo, Undone, undo
from data.layout import SkippedRow
from data.pasted import has_channels, read_pasted
from data.refused import refused_file
from data.report import ImportReport
from data.roster import Roster
from data.sheet import LARGEST_FILE, UnreadableFile
from data.table import File, Table, file_of, read_file
from data.table_import import OnStep
from knowledge.models import Format

__all__ = [
    "FIELDS", "CannotUndo", "Pasted", "Proposal", "ProposedColumn", "ProposedTable", "Undone", "UnknownField",
    "UnreadableFile", "Upload", "apply", "dry_run", "has_channels", "propose",
    "proposed", "read_sources", "refused_file", "undo",
]  # fmt: skip

# What a column may be corrected to, beside a platform's word before any of them ("instagram followers").
FIELDS = (*SYNONYMS, "fee", *(f"fee_{format_}" for format_ in Format), "ignore")
PREVIEW = 3  # rows


@dataclass(frozen=True)
class Upload:
    """A file as it was sent. ``name`` becomes the source of its figures, ``day`` their date; None is today."""

    name: str
    content: bytes = field(repr=False)
    day: date | None = None


@dataclass(frozen=True)
class Pasted:
    """Text of a message: links, labelled lines or a table. ``name`` becomes the source of its figures.

    ``one_creator``: links of different platforms are one person's, as in a message forwarded from a creator.
    """

    text: str = field(repr=False)
    name: str = "message"
    day: date | None = None
    one_creator: bool = False


Source = Path | Upload | Pasted


@dataclass(frozen=True)
class ProposedColumn:
    """A column with what it is read as; ``field`` None is not imported, with ``reason``.

    ``how`` is name, platform, content, correction (said now) or remembered (said for such a file before).
    A correction names the column by ``column``, also where it has no header: "(column 3)".
    """

    column: str
    field: str | None
    how: str | None
    sample: str
    reason: str = ""


@dataclass(frozen=True)
class ProposedTable:
    """One table of a file. ``preview`` are its first rows as they stand, ``rows`` how many there are."""

    name: str
    sheet: str | None
    rows: int
    columns: tuple[ProposedColumn, ...]
    preview: tuple[tuple[str, ...], ...]

    @property
    def remembered(self) -> tuple[str, ...]:
        """Columns read as a person said for such a file before."""
        return tuple(column.column for column in self.columns if column.how == How.REMEMBERED)

    @property
    def has_account(self) -> bool:
        """Whether any column can tell which channel a row is about; without one every row is refused."""
        fields = {(column.field or "").split(" ")[-1] for column in self.columns}
        return bool(fields & {"url", "handle", "creator_id"})


@dataclass(frozen=True)
class Proposal:
    """How a source would be read. ``skipped`` are sheets of which nothing is, with why."""

    tables: tuple[ProposedTable, ...]
    skipped: tuple[tuple[str, str], ...] = ()


def propose(roster: Roster, source: Source, corrections: Mapping[str, str] | None = None) -> Proposal:
    """Which column is read as what, with what was remembered and what is said now. Changes nothing.

    UnreadableFile for what is no table, UnknownField for a correction to something that is no field.
    """
    (file,) = read_sources(roster, [source], corrections)
    skipped = tuple((sheet.sheet, sheet.reason) for sheet in file.skipped)
    return Proposal(tuple(map(proposed, file.tables)), skipped)


def dry_run(
    roster: Roster,
    source: Source,
    corrections: Mapping[str, str] | None = None,
    on_step: OnStep | None = None,
) -> ImportReport:
    """What ``apply`` would do, row by row: added, changed field by field, unchanged, refused. Changes nothing."""
    options = Options(dry_run=True, corrections=corrections)
    return import_read(roster, read_sources(roster, [source], corrections), options, on_step)


def apply(
    roster: Roster,
    source: Source,
    corrections: Mapping[str, str] | None = None,
    all_or_nothing: bool = True,
    on_step: OnStep | None = None,
) -> ImportReport:
    """Import it in one transaction that ``undo`` takes back; ``kept`` tells whether anything was.

    With ``all_or_nothing`` a refused row keeps all others out; else the good rows are taken. Corrections of an
    import that was kept hold for files with the same columns from then on.
    """
    options = Options(all_or_nothing=all_or_nothing, corrections=corrections)
    return import_read(roster, read_sources(roster, [source], corrections), options, on_step)


def read_sources(
    roster: Roster, sources: Sequence[Source], corrections: Mapping[str, str] | None = None
) -> list[File]:
    """The tables of several sources, as they are remembered and corrected, for one import of all of them."""
    spoken = spoken_of(corrections, HeaderMemory(roster.db))
    files = [_read(source, spoken) for source in sources]
    check_corrections(files, corrections)
    return files


def _read(source: Source, spoken: Corrections) -> File:
    if isinstance(source, Pasted):
        return _of_text(source, spoken)
    return _of_upload(source, spoken) if isinstance(source, Upload) else read_file(source, spoken)


def _of_text(source: Pasted, spoken: Corrections) -> File:
    found = read_pasted(source.text, source.one_creator)
    file = file_of("The text", source.name, source.day or date.today(), [found.sheet], spoken)
    first = file.tables[0]
    told = [*first.skipped, *(SkippedRow(*line) for line in found.skipped)]
    return file._replace(tables=[first._replace(skipped=sorted(told)), *file.tables[1:]])


def _of_upload(source: Upload, spoken: Corrections) -> File:
    """By way of a file of its own, because workbooks are read by another process."""
    if len(source.content) > LARGEST_FILE:
        raise UnreadableFile(
            f"{source.name} has {len(source.content):,} bytes, at most {LARGEST_FILE:,} are read. Split it."
        )
    with TemporaryDirectory() as folder:
        path = Path(folder) / (PurePath(source.name.replace("\\", "/").replace("\0", "")).name or "file")
        path.write_bytes(source.content)
        if source.day:
            noon = datetime(source.day.year, source.day.month, source.day.day, 12).timestamp()
            os.utime(path, (noon, noon))
        try:
            return read_file(path, spoken)
        except UnreadableFile as problem:  # our own folder means nothing to whoever sent the file
            raise UnreadableFile(str(problem).replace(str(path), path.name)) from None


def proposed(table: Table) -> ProposedTable:
    """How a table that was read would be taken."""
    read = [ProposedColumn(c.column, c.field, c.how, c.sample) for c in used_columns(table)]
    left = [ProposedColumn(c.header, None, None, "", c.reason) for c in table.mapping.unused]
    places = [*(c.place for c in table.mapping.columns), *(c.place for c in table.mapping.unused)]
    ordered = [
        column for _, column in sorted(zip(places, [*read, *left], strict=True), key=lambda pair: pair[0])
    ]
    preview = tuple(tuple(cells) for _, cells in table.rows[:PREVIEW])
    return ProposedTable(table.name, table.sheet, len(table.rows), tuple(ordered), preview)
