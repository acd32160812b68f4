"""One creator, or two or three beside each other: the factors of the fit, the fee, what speaks against."""

from bot.conversation import Conversation, tag_of
from bot.screens import words
from bot.screens.chips import Rows
from bot.screens.question import back
from bot.screens.screen import Button, Screen, Tap, bold, esc
from bot.stage import listed
from bot.texts import Texts
from knowledge.answer import Advice, Factor, Pick
from knowledge.compare import compare as compared
from knowledge.compare import what_would_help, why_not_first

BAR = 5  # blocks of a factor's bar


def one(conversation: Conversation, advice: Advice, texts: Texts, notes: list[str]) -> Screen:
    """A creator with every factor. One who has left the list since says so."""
    pick = next((p for p in listed(advice) if p.id in conversation.view.on), None)
    if pick is None:
        return Screen("\n".join([*notes, esc(texts("detail.gone"))]), ((back(conversation, texts),),))
    head = [f"<b>{words.who(texts, pick)}</b>", esc(_address(pick))]
    head += filter(None, [words.fiction(texts, [pick])])
    head.append(esc(f"{texts('entry.fit', fit=round(pick.fit))} · {words.offer(texts, pick.offer)}"))
    why = [f"· {esc(r.text or texts.reason(r))}" for r in pick.reasons]
    why += [f"⚠️ {esc(f.text or texts.reason(f))}" for f in pick.flags]
    factors = [bold(texts("detail.factors")), *(esc(_factor(f, texts)) for f in pick.factors)]
    against = [f"· {esc(texts.reason(r))}" for r in (*why_not_first(advice, pick), *what_would_help(pick))]
    against = [bold(texts("detail.against")), *against]
    parts = ["\n".join(part) for part in (notes, head, why, factors, against) if part]
    return Screen("\n\n".join(parts), _buttons(conversation, pick, texts))


def _address(pick: Pick) -> str:
    return pick.url or f"@{pick.handle}"


def _factor(factor: Factor, texts: Texts) -> str:
    name = texts.label("factor", factor.name)
    points = texts.number(round(100 * factor.contribution, 1))
    most = texts.number(round(100 * factor.weight, 1))
    if not factor.known:
        return texts("factor.unknown", name=name, points=points, most=most)
    full = round(factor.value * BAR)
    return texts("factor.line", bar="▰" * full + "▱" * (BAR - full), name=name, points=points, most=most)


def _buttons(conversation: Conversation, pick: Pick, texts: Texts) -> Rows:
    brief = conversation.id
    copy = Button(texts("button.copy_handle"), copy=f"@{pick.handle}")
    without = Button(texts("button.without"), Tap(brief, "without", tag_of(pick.id)))
    return ((copy, without), (back(conversation, texts),))


def compare(conversation: Conversation, advice: Advice, texts: Texts, notes: list[str]) -> Screen:
    """Two or three creators: where the first wins, factor by factor."""
    picks = [p for p in listed(advice) if p.id in conversation.view.on]
    if len(picks) < 2:
        return Screen("\n".join([*notes, esc(texts("detail.gone"))]), ((back(conversation, texts),),))
    head = [
        f"<b>{letter}. {words.who(texts, p)}</b>\n{esc(texts('entry.fit', fit=round(p.fit)))} · {esc(words.offer(texts, p.offer))}"
        for letter, p in zip("ABC", picks, strict=False)
    ]
    head += filter(None, [words.fiction(texts, picks)])
    rows = [_row(name, picks, texts) for name in (f.name for f in picks[0].factors)]
    parts = [
        "\n".join(notes),
        "\n".join(head),
        bold(texts("compare.title")),
        "\n".join(esc(row) for row in rows),
        "\n".join(f"· {esc(texts.reason(r))}" for r in compared(picks[0], picks[1])),
    ]
    details = tuple(
        Button(f"🔍 {letter}", Tap(conversation.id, "show", f"detail.{tag_of(p.id)}"))
        for letter, p in zip("ABC", picks, strict=False)
    )
    return Screen("\n\n".join(part for part in parts if part), (details, (back(conversation, texts),)))


def _row(name: str, picks: list[Pick], texts: Texts) -> str:
    factors = [next(f for f in p.factors if f.name == name) for p in picks]
    best = max(f.contribution for f in factors)
    cells = [
        f"{letter} {texts.number(round(100 * f.contribution, 1))}{'✓' if f.contribution == best else ''}"
        for letter, f in zip("ABC", factors, strict=False)
    ]
    return texts("labelled", label=texts.label("factor", name), words=" / ".join(cells))
