"""Texts as files of one day, imported, and what the report says of their rows."""

import os
from datetime import date, datetime
from pathlib import Path

from data.importer import import_file
from data.report import Report
from data.roster import Roster
from knowledge.models import Channel

DAY = date(2026, 11, 1)


class Put:
    """Writes a file as of DAY and imports it."""

    def __init__(self, roster: Roster, folder: Path) -> None:
        self.roster = roster
        self.folder = folder

    def __call__(self, text: str, name: str = "sheet.csv", dry_run: bool = False) -> Report:
        return import_file(self.roster, self.file(text, name), dry_run)

    def file(self, text: str, name: str = "sheet.csv", day: date = DAY) -> Path:
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        noon = datetime(day.year, day.month, day.day, 12).timestamp()
        os.utime(file, (noon, noon))
        return file

    def channel(self, key: str) -> Channel:
        creator = self.roster.get(key)
        assert creator is not None
        return next(channel for channel in creator.channels if channel.key == key)


def outcome(report: Report) -> tuple[list[int], list[int], list[int], list[int]]:
    kinds = (report.added, report.changed, report.unchanged, report.refused)
    added, changed, unchanged, refused = ([row.row for row in kind] for kind in kinds)
    assert sorted(added + changed + unchanged + refused) == sorted({*added, *changed, *unchanged, *refused})
    assert len(added + changed + unchanged + refused) == report.rows
    return added, changed, unchanged, refused


def why(report: Report) -> list[tuple[int, str | None, str | None, str]]:
    return [(row.row, p.column, p.value, p.reason) for row in report.refused for p in row.problems]
