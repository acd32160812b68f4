"""One creator: the factors of the fit, the fee, what speaks against, and what can be done about them."""

from bot.conversation import Conversation, Scene, tag_of
from bot.outreach import COPIED, message, short
from bot.screens import words
from bot.screens.legible import linkable
from bot.screens.question import back
from bot.screens.rows import Rows, clip, flow
from bot.screens.screen import Button, Screen, Tap, bold, esc, quote
from bot.stage import listed
from bot.texts import Texts
from data.links import url_of
from knowledge.answer import Advice, Factor, Pick
from knowledge.compare import what_would_help, why_not_first

BAR = 5  # blocks of a factor's bar
NAME, ADDRESS = 60, 120  # columns of what somebody else wrote


def one(conversation: Conversation, advice: Advice, texts: Texts, notes: list[str]) -> Screen:
    """A creator with every factor. One who has left the list since says so."""
    pick = on_screen(conversation, advice)
    if pick is None:
        return gone(conversation, texts, notes)
    head = [bold(clip(pick.name, NAME)), esc(words.size(texts, pick)), esc(clip(address(pick), ADDRESS))]
    head += filter(None, [words.fiction(texts, [pick])])
    head.append(
        esc(
            f"{texts('entry.fit', fit=round(pick.fit))} · {words.offer(texts, pick.offer, conversation.currency)}"
        )
    )
    why = [f"· {esc(r.text or texts.reason(r))}" for r in pick.reasons]
    why += [f"⚠️ {esc(f.text or texts.reason(f))}" for f in pick.flags]
    factors = quote([bold(texts("detail.factors")), *(esc(_factor(f, texts)) for f in pick.factors)])
    parts = ["\n".join(notes), "\n".join(head), "\n".join(why), "\n".join(_against(pick, texts)), factors]
    parts += [quote(lines) for lines in (_better(advice, pick, texts),) if lines]
    return Screen("\n\n".join(part for part in parts if part), _buttons(conversation, advice, pick, texts))


def on_screen(conversation: Conversation, advice: Advice) -> Pick | None:
    """The creator that is looked at, None for one who has left the list."""
    return next((p for p in listed(advice) if p.id in conversation.view.on), None)


def gone(conversation: Conversation, texts: Texts, notes: list[str]) -> Screen:
    """Somebody who was on the list when the button was drawn."""
    return Screen("\n".join([*notes, esc(texts("detail.gone"))]), ((back(conversation, texts),),))


def address(pick: Pick) -> str:
    """The page where it is known, else the handle."""
    return page_of(pick) or f"@{pick.handle}"


def page_of(pick: Pick) -> str | None:
    """The channel's page as somebody wrote it; None for fiction, whose pages do not exist."""
    return None if pick.demo else pick.url or url_of(pick.platform, pick.handle)


def profile(pick: Pick) -> str | None:
    """The page as a link that can be opened, None where there is none."""
    return linkable(page_of(pick) or "")


def _against(pick: Pick, texts: Texts) -> list[str]:
    told = [f"· {esc(r.text or texts.reason(r))}" for r in pick.against]
    return [bold(texts("detail.against")), *told] if told else []


def _better(advice: Advice, pick: Pick, texts: Texts) -> list[str]:
    """Why not further up, and what would lift them; nothing of a first one whom nothing would."""
    is_first = bool(advice.creators) and advice.creators[0].id == pick.id
    told = [] if is_first else [*why_not_first(advice, pick)]
    told += [r for r in what_would_help(pick) if r.code != "better.nothing"]
    title = texts("detail.help" if is_first else "detail.better")
    return [bold(title), *(f"· {esc(texts.reason(r))}" for r in told)] if told else []


def _factor(factor: Factor, texts: Texts) -> str:
    name = texts.label("factor", factor.name)
    points = texts.number(round(100 * factor.contribution, 1))
    most = texts.number(round(100 * factor.weight, 1))
    if not factor.known:
        return texts("factor.unknown", name=name, points=points, most=most)
    full = round(factor.value * BAR)
    return texts("factor.line", bar="▰" * full + "▱" * (BAR - full), name=name, points=points, most=most)


def _buttons(conversation: Conversation, advice: Advice, pick: Pick, texts: Texts) -> Rows:
    brief, tag = conversation.id, tag_of(pick.id)
    is_starred = pick.id in conversation.view.starred
    page = profile(pick)
    copy = Button(texts("button.copy_handle"), copy=f"@{pick.handle}")
    pairs = [
        *((Button(texts("button.profile"), url=page), copy) if page else (copy,)),
        Button(texts("button.outreach"), Tap(brief, "show", f"{Scene.OUTREACH}.{tag}")),
        Button(
            texts("button.unstar" if is_starred else "button.star"),
            Tap(brief, "star", f"{'-' if is_starred else '+'}{tag}"),
        ),
        Button(texts("button.choose"), Tap(brief, "show", f"{Scene.CHOOSE}.{tag}")),
        Button(texts("button.without"), Tap(brief, "without", tag)),
    ]
    return (*flow(pairs, 2), (*_neighbours(conversation, advice, pick), back(conversation, texts)))


def _neighbours(conversation: Conversation, advice: Advice, pick: Pick) -> tuple[Button, ...]:
    """The creators before and after, by their numbers."""
    picks = listed(advice)
    at = picks.index(pick)
    return tuple(
        Button(label, Tap(conversation.id, "show", f"{Scene.DETAIL}.{tag_of(picks[n].id)}"))
        for n, label in ((at - 1, f"⬅️ {at}"), (at + 1, f"{at + 2} ➡️"))
        if 0 <= n < len(picks)
    )


def outreach(conversation: Conversation, advice: Advice, texts: Texts, notes: list[str]) -> Screen:
    """The first message to a creator, to be copied: whole where a button holds it, else a shorter one."""
    pick = on_screen(conversation, advice)
    if pick is None:
        return gone(conversation, texts, notes)
    words_to_send, brief = message(pick, advice.brief), advice.brief
    whole = len(words_to_send) <= COPIED
    copy = Button(
        texts("button.copy_whole" if whole else "button.copy_short"),
        copy=words_to_send if whole else short(pick, brief),
    )
    to_pick = Tap(conversation.id, "show", f"{Scene.DETAIL}.{tag_of(pick.id)}")
    title = bold(texts("outreach.title", name=clip(pick.name, NAME)))
    how = esc(texts("outreach.how" if whole else "outreach.how_long"))
    fiction = words.fiction(texts, [pick])
    parts = [
        "\n".join(notes),
        "\n".join(filter(None, [title, fiction, how])),
        f"<code>{esc(words_to_send)}</code>",
    ]
    buttons = ((copy,), (Button(texts("button.back"), to_pick),))
    return Screen("\n\n".join(part for part in parts if part), buttons)
