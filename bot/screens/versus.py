"""Two or three creators beside each other, and choosing whom to compare."""

from bot.conversation import Conversation, Scene, tag_of
from bot.screens import words
from bot.screens.detail import gone
from bot.screens.question import back
from bot.screens.rows import ROOM, clip, flow
from bot.screens.screen import Button, Screen, Tap, bold, esc, quote
from bot.stage import listed
from bot.texts import Texts
from knowledge.answer import Advice, Pick
from knowledge.compare import compare as compared

MOST = 3
LETTERS = "ABC"


def compare(conversation: Conversation, advice: Advice, texts: Texts, notes: list[str]) -> Screen:
    """Two or three creators: where the first wins, factor by factor."""
    picks = [p for p in listed(advice) if p.id in conversation.view.on]
    if len(picks) < 2:
        return gone(conversation, texts, notes)
    lettered = list(zip(LETTERS, picks, strict=False))
    parts = [
        "\n".join(notes),
        "\n".join(
            [
                *(_head(letter, p, conversation.currency, texts) for letter, p in lettered),
                words.fiction(texts, picks),
            ]
        ),
        "\n".join(
            [bold(texts("compare.title")), *(esc(_row(f.name, picks, texts)) for f in picks[0].factors)]
        ),
        quote([f"· {esc(texts.reason(r))}" for r in compared(picks[0], picks[1])]),
    ]
    details = tuple(
        Button(f"🔍 {letter}", Tap(conversation.id, "show", f"{Scene.DETAIL}.{tag_of(p.id)}"))
        for letter, p in lettered
    )
    others = Button(texts("button.choose_others"), _show(conversation, Scene.CHOOSE, picks))
    buttons = (details, (others,), (back(conversation, texts),))
    return Screen("\n\n".join(part.strip() for part in parts if part), buttons)


def _head(letter: str, pick: Pick, currency: str | None, texts: Texts) -> str:
    fit = texts("entry.fit", fit=round(pick.fit))
    return "\n".join(
        [
            bold(f"{letter}. {clip(pick.name, 28)}"),
            f"{esc(words.where(texts, pick))} · {esc(fit)}",
            esc(words.offer(texts, pick.offer, currency)),
        ]
    )


def _row(name: str, picks: list[Pick], texts: Texts) -> str:
    factors = [next(f for f in p.factors if f.name == name) for p in picks]
    points = [round(100 * f.contribution, 1) for f in factors]
    leads = max(points) if len(set(points)) > 1 else None
    cells = [
        f"{letter} {texts.number(n)}{'✓' if n == leads else ''}"
        for letter, n in zip(LETTERS, points, strict=False)
    ]
    return texts("labelled", label=texts.label("factor", name), words=" / ".join(cells))


def choose(conversation: Conversation, advice: Advice, texts: Texts, notes: list[str]) -> Screen:
    """Toggles for everybody listed; of more than three, the first one chosen gives way."""
    picks = listed(advice)
    chosen = [p for key in conversation.view.on for p in picks if p.id == key]
    toggles = [
        Button(
            clip(f"{'✅' if pick in chosen else '⬜'} {n} {pick.name}", ROOM[2]),
            _show(conversation, Scene.CHOOSE, _toggled(chosen, pick)),
        )
        for n, pick in enumerate(picks, 1)
    ]
    done = Button(texts("button.compare_these", n=len(chosen)), _show(conversation, Scene.COMPARE, chosen))
    text = [bold(texts("choose.title", most=MOST)), words.fiction(texts, picks)]
    text += [
        f"{n}. {esc(clip(pick.name, 28))} · {esc(words.where(texts, pick))}"
        for n, pick in enumerate(picks, 1)
    ]
    rows = (*flow(toggles, 2), *(((done,),) if len(chosen) > 1 else ()), (back(conversation, texts),))
    return Screen("\n".join(line for line in (*notes, *text) if line), rows)


def _toggled(chosen: list[Pick], pick: Pick) -> list[Pick]:
    if pick in chosen:
        return [other for other in chosen if other != pick]
    return [*chosen, pick][-MOST:]


def _show(conversation: Conversation, scene: Scene, picks: list[Pick]) -> Tap:
    return Tap(conversation.id, "show", ".".join([scene, *(tag_of(p.id) for p in picks)]))
