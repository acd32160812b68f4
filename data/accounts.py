"""The channels that one row is about: its own account, and one for each platform that has columns in the sheet."""

from collections.abc import Sequence
from typing import NamedTuple

from data import codes
from data.columns import Column, Part
from data.links import links_in, looks_like_link, read_link
from data.notation import Unreadable, is_unknown
from data.report import Notice
from knowledge.models import Platform

ACCOUNT = ("handle", "url")
# What belongs to one channel; anything else in a row holds for all of its channels.
OF_CHANNEL = ("followers", "avg_views", "engagement", "posts_per_month", "last_post", "fee")


class Account(NamedTuple):
    """One channel of a row: the columns that speak of it, the row's cells, and what the columns' names say."""

    platform: Platform | None
    columns: tuple[Column, ...]
    texts: list[str]


class Accounts:
    """Parts rows into their channels, by the columns of a sheet."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.own = tuple(column for column in columns if column.platform is None)
        self.url = next((column for column in self.own if column.field == "url"), None)
        self.shared = tuple(
            column for column in self.own if column.field not in (*OF_CHANNEL, *ACCOUNT, "platform")
        )
        self.of_platform: dict[Platform, tuple[Column, ...]] = {}
        for column in columns:
            if column.platform:
                group = self.of_platform.get(column.platform, ())
                self.of_platform[column.platform] = (*group, column)

    def of(self, texts: list[str]) -> list[Account]:
        """The channels of a row, at least one, even where it names none."""
        accounts = self._linked(texts)
        if not accounts and not self.of_platform:
            return [Account(None, self.own, texts)]
        if not accounts and _filled(self.own, texts, ACCOUNT):
            platform = self._platform(texts)
            accounts = [Account(platform, (*self.own, *self._group(platform)), texts)]
        known = {account.platform for account in accounts}
        others = [
            Account(platform, (*self.shared, *columns), texts)
            for platform, columns in self.of_platform.items()
            if platform not in known and _filled(columns, texts, ACCOUNT)
        ]
        if not accounts and len(others) == 1:  # then all figures are the one channel's
            only = others[0]
            return [only._replace(columns=(*self.own, *self._group(only.platform)))]
        return [*accounts, *others] or [Account(None, self.own, texts)]

    def left(self, row: int, texts: list[str], accounts: Sequence[Account]) -> list[Notice]:
        """Notices of the filled cells that none of the row's channels took."""
        taken = {column.place for account in accounts for column in account.columns}
        every = (*self.own, *(column for columns in self.of_platform.values() for column in columns))
        rest = [column for column in every if column.place not in taken and _cell(column, texts)]
        return [
            Notice(row=row, column=column.header, value=_cell(column, texts), reason=_why(column))
            for column in rest
            if column.part is Part.VALUE
        ]

    def _group(self, platform: Platform | None) -> tuple[Column, ...]:
        return self.of_platform.get(platform, ()) if platform else ()

    def _platform(self, texts: list[str]) -> Platform | None:
        """The platform of the row's own account, by its column or by the link."""
        cells = {column.field: _cell(column, texts) for column in reversed(self.own)}
        if word := cells.get("platform"):
            try:
                return codes.read_platform(word)
            except Unreadable:
                return None
        return next(
            (read_link(cells[field]).platform for field in ACCOUNT if looks_like_link(cells.get(field, ""))),
            None,
        )

    def _linked(self, texts: list[str]) -> list[Account]:
        """A cell of several links, each of another platform, is several channels; else none."""
        column = self.url
        parts = links_in(_cell(column, texts)) if column else []
        if column is None or len(parts) < 2:
            return []
        links = [read_link(part) for part in parts]
        platforms = [link.platform for link in links if link.platform and link.handle]
        if len(set(platforms)) < len(parts):
            return []
        place = column.place
        return [
            Account(
                platform,
                (*self.shared, column, *self._group(platform)),
                [*texts[:place], part, *texts[place + 1 :]],
            )
            for platform, part in zip(platforms, parts, strict=True)
        ]


def _filled(columns: Sequence[Column], texts: list[str], fields: Sequence[str]) -> bool:
    return any(_cell(column, texts) for column in columns if column.field in fields)


def _cell(column: Column, texts: list[str]) -> str:
    """A cell that says something, else nothing."""
    cell = texts[column.place].strip() if column.place < len(texts) else ""
    return "" if is_unknown(cell) else cell


def _why(column: Column) -> str:
    if column.platform:
        return f"not taken: the row has no handle and no link of {column.platform}"
    return (
        "not taken: the row has several channels; put the platform into the column's name, such as IG 粉絲數"
    )
