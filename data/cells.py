"""The cells of one row by what they mean, and the problems met while reading them."""

from collections.abc import Callable
from typing import TypeVar

from data import notation
from data.columns import Column, Part
from data.notation import Unreadable
from data.report import Notice, Problem
from data.said import Origin
from knowledge.models import Format, Platform

T = TypeVar("T")
FeeName = tuple[Format | str | None, int]  # format and slot of a fee column
SEPARATOR = "\n"  # between the texts of several columns of one field


class Cells:
    """A row's cells that say something. Reading one that is wrong notes a problem and gives None."""

    def __init__(
        self, row: int, columns: tuple[Column, ...], cells: list[str], platform: Platform | None = None
    ) -> None:
        self.row = row
        self.platform = platform  # where the columns' names say it
        self._problems: list[tuple[int, Problem]] = []
        self.notices: list[Notice] = []
        self._cells: dict[tuple[str, Part], list[tuple[Column, str]]] = {}
        for column in columns:
            cell = cells[column.place] if column.place < len(cells) else ""
            if not notation.is_unknown(cell):
                self._cells.setdefault((column.field, column.part), []).append((column, cell))

    @property
    def fields(self) -> set[str]:
        """The fields of which there is any cell."""
        return {name for name, _ in self._cells}

    @property
    def problems(self) -> list[Problem]:
        """What is wrong, in the order of the columns."""
        return [problem for _, problem in sorted(self._problems, key=lambda placed: placed[0])]

    def refuse(self, why: Unreadable, column: Column | None = None, cell: str | None = None) -> None:
        """Note what is wrong."""
        header = column.header if column else None
        problem = Problem(column=header, value=cell, reason=str(why), suggestion=why.suggestion)
        self._problems.append((column.place if column else -1, problem))

    def notice(self, reason: str, column: Column, cell: str) -> None:
        """Note what the reader of the report should know of a cell that was taken."""
        self.notices.append(Notice(row=self.row, column=column.header, value=cell, reason=reason))

    def all(self, field: str, part: Part = Part.VALUE) -> list[tuple[Column, str]]:
        """Every cell of a field."""
        return self._cells.get((field, part), [])

    def first(self, field: str) -> tuple[Column, str] | None:
        """The first cell of a field."""
        found = self._cells.get((field, Part.VALUE))
        return found[0] if found else None

    def parsed(self, field: str, read: Callable[[str], T]) -> T | None:
        """The value of a field by its reader."""
        found = self.first(field)
        return self.tried(*found, read) if found else None

    def tried(self, column: Column, cell: str, read: Callable[[str], T]) -> T | None:
        """The value of one cell, None with a problem noted where it cannot be read."""
        try:
            return read(cell)
        except Unreadable as why:
            self.refuse(why, column, cell)
            return None

    def text(self, field: str) -> str | None:
        """The text of a field."""
        cells = self._cells.get((field, Part.VALUE), [])
        return notation.unguard(cells[0][1]) if cells else None

    def joined(self, field: str) -> str | None:
        """The texts of all columns of a field; a single one exactly as it stands."""
        cells = self._cells.get((field, Part.VALUE), [])
        texts = [
            (column.label, text) for column, cell in cells if (text := notation.unguard(cell)) is not None
        ]
        whole = [f"{label}: {_listed(text)}" if label else text for label, text in texts]
        return SEPARATOR.join(dict.fromkeys(whole)) if whole else None

    def origin(self, field: str, above: Origin, fee: FeeName | None = None) -> Origin:
        """Date and source in a field's own columns, else those of ``above``."""
        if (field, Part.AS_OF) not in self._cells and (field, Part.SOURCE) not in self._cells:
            return above
        return self._origin(self._own(field, Part.AS_OF, fee), self._own(field, Part.SOURCE, fee), above)

    def fee_basis(self, fee: FeeName, read: Callable[[str], T]) -> T | None:
        """What the basis column of one fee says."""
        found = self._own("fee", Part.BASIS, fee)
        return self.tried(*found, read) if found else None

    def row_origin(self, default: Origin) -> Origin:
        """Date and source in the row's columns, else the file's."""
        return self._origin(self._own("as_of", Part.VALUE), self._own("source", Part.VALUE), default)

    def _own(self, field: str, part: Part, fee: FeeName | None = None) -> tuple[Column, str] | None:
        cells = self._cells.get((field, part), [])
        return next(((c, cell) for c, cell in cells if fee is None or fee == (c.format, c.slot)), None)

    def _origin(
        self, dated: tuple[Column, str] | None, sourced: tuple[Column, str] | None, above: Origin
    ) -> Origin:
        as_of = self.tried(*dated, notation.read_date) if dated else None
        source = notation.unguard(sourced[1]) if sourced else None
        return Origin(
            above.as_of if as_of is None else as_of,
            above.source if source is None else source,
            above.as_of_stated or as_of is not None,
            above.source_stated or source is not None,
        )


def _listed(text: str) -> str:
    """A list of titles without the marks that machines put between them."""
    return " / ".join(part.strip() for part in text.replace("`", "").split("||"))
