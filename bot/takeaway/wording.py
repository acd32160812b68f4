"""What page and workbook both say: the brief in a line, the answer, the figures, the mark of fiction."""

from collections.abc import Iterable

from bot.screens import words
from bot.screens.more import expected, spent
from bot.screens.result import summary
from bot.texts import Texts
from knowledge.answer import Advice, Pick


def brief_line(advice: Advice, texts: Texts) -> str:
    """All that is known of the brief."""
    known = (
        texts("labelled", label=texts(f"field.{name}"), words=said)
        for name, said in words.fields(texts, advice.brief)
    )
    return texts("take.separator").join(known)


def fiction(picks: Iterable[Pick], texts: Texts) -> str:
    """The mark of the demo roster in plain text, empty where everybody is real."""
    return texts("take.demo") if any(pick.demo for pick in picks) else ""


def answer(advice: Advice, texts: Texts) -> list[tuple[str, str]]:
    """Who, where, how, for how much and why, each with its title."""
    chosen = words.chosen_plan(texts, advice)
    said = [*summary(advice, texts), *([("chosen", chosen)] if chosen else [])]
    return [(texts(f"line.{name}"), text) for name, text in said]


def figures(advice: Advice, texts: Texts) -> list[str]:
    """What is spent, what it may bring and what each of it costs."""
    return [*spent(advice, texts), *expected(advice, texts)]
