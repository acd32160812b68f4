"""The budget as a table in the chat: as a real one where app and server know rich messages, else line by line."""

from typing import NamedTuple

from bot.screens import words
from bot.screens.more import spent
from bot.screens.rows import clip
from bot.screens.screen import Screen, bold, esc
from bot.stage import listed
from bot.takeaway.wording import brief_line, fiction
from bot.texts import Texts
from knowledge.answer import Advice, Pick
from knowledge.currency import convert_range
from knowledge.offers import cost_of

COLUMNS = ("number", "name", "platform", "fee", "share", "fit")
RIGHT = frozenset({"fee", "share", "fit"})  # numbers stand under one another
NAME, BRIEF = 28, 300


class Row(NamedTuple):
    """One creator, as the columns have it."""

    number: str
    name: str
    platform: str
    fee: str
    share: str
    fit: str


def draw(advice: Advice, texts: Texts) -> Screen:
    """The plan as rows. ``rich`` is the same in the HTML of Telegram's rich messages (Bot API 10.1)."""
    rows = [_row(n, pick, advice, texts) for n, pick in enumerate(advice.creators or listed(advice), 1)]
    head = [texts("take.title"), clip(brief_line(advice, texts), BRIEF)]
    chosen = words.chosen_plan(texts, advice)
    head += [line for line in (f"📌 {chosen}" if chosen else "", fiction(listed(advice), texts)) if line]
    foot = spent(advice, texts)
    lines = [bold(head[0]), *map(esc, head[1:]), "", *(_line(row) for row in rows), "", *map(esc, foot)]
    return Screen("\n".join(lines).strip(), rich=_rich(head, rows, foot, texts))


def _row(number: int, pick: Pick, advice: Advice, texts: Texts) -> Row:
    fee = texts.money(pick.offer.fee.range) if pick.offer else texts("unknown")
    platform = words.platform(texts, pick.platform)
    share, fit = _share(pick, advice, texts), texts.number(round(pick.fit))
    return Row(str(number), clip(pick.name, NAME), platform, fee, share, fit)


def _share(pick: Pick, advice: Advice, texts: Texts) -> str:
    """What the middle of the fee takes of the budget; a dash where one of the two is not known."""
    plan = advice.plan
    if plan.budget is None or plan.remainder is None or pick.offer is None:
        return "–"
    currency = plan.remainder.currency
    cap = convert_range(plan.budget, currency).cap_minor
    return texts.percent(cost_of(pick.offer.fee, currency) / cap) if cap else "–"


def _line(row: Row) -> str:
    number, name, *rest = row
    return f"{bold(f'{number}. {name}')}\n{esc(' · '.join(rest))}"


def _rich(head: list[str], rows: list[Row], foot: list[str], texts: Texts) -> str:
    title, *told = head
    names = [texts(f"take.column.{name}") for name in COLUMNS]
    cells = [_cells("th", names), *(_cells("td", row) for row in rows)]
    table = f"<table bordered striped>{''.join(cells)}</table>"
    paragraphs = [f"<p>{esc(line)}</p>" for line in told]
    return "".join([f"<h3>{esc(title)}</h3>", *paragraphs, table, *(f"<p>{esc(line)}</p>" for line in foot)])


def _cells(tag: str, texts: tuple[str, ...] | list[str]) -> str:
    aligned = [' align="right"' if name in RIGHT else "" for name in COLUMNS]
    cells = (f"<{tag}{how}>{esc(text)}</{tag}>" for how, text in zip(aligned, texts, strict=True))
    return f"<tr>{''.join(cells)}</tr>"
