"""The plan as a workbook: real numbers in their formats, the header in view, the mark of fiction on each sheet.

Words of sellers and creators are written as strings and never become formulas or links.
"""

from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from bot.screens.detail import profile
from bot.screens.legible import legible
from bot.screens.rows import width
from bot.stage import listed
from bot.takeaway.wording import answer, brief_line, fiction
from bot.texts import Texts
from knowledge.answer import Advice, Pick
from knowledge.models import Reason
from knowledge.money import to_major
from knowledge.offers import cost_of
from knowledge.sources import SOURCES

AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDEST = 60  # columns of a cell before its text wraps
POINTS, COUNT, DAY = "0.0", "#,##0", "yyyy-mm-dd"
AMOUNT = "#,##0~"  # cents where there are any
WHOLE = ("plan", "alternatives", "factors", "figures", "sources")
LIST = ("shortlist", "factors", "sources")


class Column(NamedTuple):
    """A column: the key of its header, what stands in it for a creator, how its numbers look."""

    key: str
    of: Callable[[Pick], Any]
    look: str | None = None


def draw(advice: Advice, texts: Texts, today: date, sheets: Sequence[str] = WHOLE) -> bytes:
    """The workbook with these sheets."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True, **AS_TEXT}) as book:
        pages = Pages(book, advice, texts, today)
        made = {
            "plan": lambda: pages.creators("plan", advice.creators),
            "shortlist": lambda: pages.creators("shortlist", advice.creators),
            "alternatives": lambda: pages.creators("alternatives", advice.alternatives),
            "factors": pages.factors,
            "figures": pages.figures,
            "sources": pages.sources,
        }
        for name in sheets:
            made[name]()
    return out.getvalue()


class Pages:
    """The sheets of one answer."""

    def __init__(self, book: Workbook, advice: Advice, texts: Texts, today: date) -> None:
        self.book, self.advice, self.texts, self.today = book, advice, texts, today
        self.bold = book.add_format({"bold": True, "font_size": 13})
        self.warning = book.add_format({"bold": True, "font_color": "#B44D12"})
        self.header = book.add_format(
            {"bold": True, "bg_color": "#E3ECF5", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._looks: dict[str, Any] = {}

    def creators(self, name: str, picks: Sequence[Pick]) -> None:
        """One row for each creator, with the offer, its fee and the reasons."""
        columns = self._columns()
        rows = [[n, *(column.of(pick) for column in columns)] for n, pick in enumerate(picks, 1)]
        headers = [self._column("number"), *(self._column(column.key) for column in columns)]
        self._table(name, headers, rows, [COUNT, *(column.look for column in columns)])

    def _columns(self) -> list[Column]:
        texts, money = self.texts, self._money()
        return [
            Column("name", lambda p: p.name),
            Column("platform", lambda p: texts.label("platform", p.platform)),
            Column("handle", lambda p: p.handle),
            Column("link", lambda p: profile(p) or ""),
            Column("followers", lambda p: p.followers, COUNT),
            Column("fit", lambda p: p.fit, POINTS),
            Column("format", lambda p: texts.label("format", p.offer.format) if p.offer else ""),
            Column("fee_low", lambda p: p.offer and p.offer.fee.low, AMOUNT),
            Column("fee_high", lambda p: p.offer and p.offer.fee.high, AMOUNT),
            Column("currency", lambda p: p.offer.fee.currency if p.offer else ""),
            Column("fee_planned", self._planned, money),
            Column("basis", lambda p: texts.label("basis", p.offer.fee.basis) if p.offer else ""),
            Column("as_of", lambda p: p.offer and p.offer.fee.as_of, DAY),
            Column("why", lambda p: self._said(p.reasons)),
            Column("against", lambda p: self._said((*p.flags, *p.against))),
        ]

    def _said(self, reasons: Sequence[Reason]) -> str:
        return self.texts("take.semicolon").join(r.text or self.texts.reason(r) for r in reasons)

    def _currency(self) -> str | None:
        plan = self.advice.plan
        return plan.remainder.currency if plan.remainder else plan.total.currency if plan.total else None

    def _money(self) -> str | None:
        currency = self._currency()
        return f'"{self.texts.symbol(currency)}"{AMOUNT}' if currency else None

    def _planned(self, pick: Pick) -> float | None:
        """The middle of the fee in the budget's currency: what the plan counts with."""
        currency = self._currency()
        if currency is None or pick.offer is None:
            return None
        return float(to_major(cost_of(pick.offer.fee, currency), currency))

    def factors(self) -> None:
        """Points of each factor and their sum, the fit; stacked in a chart below."""
        picks = listed(self.advice)
        names = [factor.name for factor in picks[0].factors] if picks else []
        headers = [self._column("name"), *(self.texts.label("factor", name) for name in names)]
        rows = [[p.name, *(100 * f.contribution for f in p.factors), p.fit] for p in picks]
        looks = [None, *(POINTS for _ in names), POINTS]
        sheet, top = self._table("factors", [*headers, self._column("fit")], rows, looks)
        if picks:
            self._stack(sheet, top, len(names))

    def _stack(self, sheet: Worksheet, top: int, factors: int) -> None:
        chart = self.book.add_chart({"type": "bar", "subtype": "stacked"})
        name, last = sheet.get_name(), top + max(len(self.advice.creators), 1)
        for column in range(1, factors + 1):
            chart.add_series(
                {
                    "name": [name, top, column],
                    "categories": [name, top + 1, 0, last, 0],
                    "values": [name, top + 1, column, last, column],
                }
            )
        chart.set_title({"name": self.texts("take.heading.fit"), "name_font": {"size": 12}})
        chart.set_y_axis({"reverse": True})
        chart.set_size({"width": 900, "height": 320})
        sheet.insert_chart(top + len(listed(self.advice)) + 2, 0, chart)

    def figures(self) -> None:
        """Money and expectations as numbers; the split of the budget in a chart."""
        headers = [self._column(name) for name in ("figure", "low", "high")]
        rows = [[self.texts(f"take.figure.{name}"), low, high] for name, low, high in self._figures()]
        sheet, top = self._table("figures", headers, rows, [None, AMOUNT, AMOUNT])
        self._divide(sheet, top + len(rows) + 2)

    def _figures(self) -> list[tuple[str, float | None, float | None]]:
        plan, economics = self.advice.plan, self.advice.economics
        money = {"budget": plan.budget, "total": plan.total, "cpm": economics.cpm, "cpe": economics.cpe}
        found: list[tuple[str, float | None, float | None]]
        found = [(n, float(m.low), None if m.high is None else float(m.high)) for n, m in money.items() if m]
        if plan.remainder:
            found.insert(2, ("remainder", float(plan.remainder.amount), float(plan.remainder.amount)))
        for name in ("reach", "engagements", "clicks", "orders"):
            if span := getattr(plan.expected, name):
                found.append((name, span.low, span.high))
        if (orders := economics.break_even_orders) is not None:
            found.append(("break_even", orders, orders))
        return found

    def _divide(self, sheet: Worksheet, top: int) -> None:
        """Who takes how much of the budget, at middle fees, and a ring of it."""
        parts = [(p.name, self._planned(p)) for p in self.advice.creators]
        if self.advice.plan.remainder:
            parts.append((self.texts("take.figure.remainder"), float(self.advice.plan.remainder.amount)))
        parts = [(name, amount) for name, amount in parts if amount]
        if not parts:
            return
        sheet.write_string(top, 0, self.texts("take.heading.split"), self.header)
        sheet.write_string(top, 1, self._column("fee_planned"), self.header)
        for row, (name, amount) in enumerate(parts, top + 1):
            sheet.write_string(row, 0, name)
            sheet.write_number(row, 1, amount or 0, self._look(self._money() or COUNT, amount))
        ring, named = self.book.add_chart({"type": "doughnut"}), sheet.get_name()
        ends = (top + 1, top + len(parts))
        values = [named, ends[0], 1, ends[1], 1]
        ring.add_series({"categories": [named, ends[0], 0, ends[1], 0], "values": values})
        ring.set_title({"name": self.texts("take.heading.split"), "name_font": {"size": 12}})
        sheet.insert_chart(0, 4, ring)

    def sources(self) -> None:
        """Every publication behind a reason of this answer."""
        known = [SOURCES[name] for name in _named(self.advice) if name in SOURCES]
        headers = [self._column(name) for name in ("source", "title", "publisher", "read", "link")]
        rows = [[s.id, s.title, s.publisher, s.read, s.url or ""] for s in known]
        self._table("sources", headers, rows, [None, None, None, DAY, None])

    def _column(self, key: str) -> str:
        return self.texts(f"take.column.{key}")

    def _look(self, look: str | None, cell: Any) -> Any:
        """The format of a cell; an amount shows cents where it has any and is small."""
        if look is None:
            return self.wrapped
        is_whole = not isinstance(cell, float) or cell.is_integer() or abs(cell) >= 1000
        look = look.replace("~", "" if is_whole else ".00")
        if look not in self._looks:
            self._looks[look] = self.book.add_format({"num_format": look, "valign": "top"})
        return self._looks[look]

    def _table(
        self, name: str, headers: list[str], rows: list[list[Any]], looks: Sequence[str | None]
    ) -> tuple[Worksheet, int]:
        """A sheet with its title, the mark of fiction, a header that stays in view, and rows; the header's row."""
        sheet = self.book.add_worksheet(self.texts(f"take.sheet.{name}"))
        top = self._title(sheet, name)
        for column, header in enumerate(headers):
            sheet.write_string(top, column, header, self.header)
            cells = [header, *(str(row[column] or "") for row in rows)]
            sheet.set_column(column, column, min(max(map(width, cells)) + 2, WIDEST))
        for number, row in enumerate(rows, top + 1):
            for column, cell in enumerate(row):
                _write(sheet, number, column, cell, self._look(looks[column], cell))
        sheet.freeze_panes(top + 1, 2 if len(headers) > 6 else 0)
        if rows:
            sheet.autofilter(top, 0, top + len(rows), len(headers) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet, top

    def _title(self, sheet: Worksheet, name: str) -> int:
        """The lines above the header; the plan's sheet also gives the answer. How many they are."""
        brief = brief_line(self.advice, self.texts)
        lines = [
            (f"{self.texts(f'take.sheet.{name}')} · {self.texts.day(self.today)}", self.bold),
            (brief, None),
        ]
        if mark := fiction(listed(self.advice), self.texts):
            lines.append((mark, self.warning))
        if name == "plan":
            lines += [(f"{title}  {said}", None) for title, said in answer(self.advice, self.texts)]
        for row, (line, look) in enumerate(lines):
            sheet.write_string(row, 0, legible(line), look)
        return len(lines) + 1


def _write(sheet: Worksheet, row: int, column: int, cell: Any, look: Any) -> None:
    if cell is None:
        sheet.write_blank(row, column, None, look)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, look)
    elif isinstance(cell, (int, float)):
        sheet.write_number(row, column, cell, look)
    else:
        sheet.write_string(row, column, legible(cell), look)


def _named(advice: Advice) -> list[str]:
    """The ids of all sources that reasons of an answer name, in their order."""
    reasons = [*advice.role.reasons, *advice.route.reasons, *advice.next_steps, *advice.notes]
    for parts in (advice.platforms, advice.formats, listed(advice)):
        reasons += [reason for part in parts for reason in part.reasons]
    ids = [name for reason in reasons for name in reason.sources]
    return list(dict.fromkeys([*ids, *(rule.source for rule in advice.disclosure)]))
