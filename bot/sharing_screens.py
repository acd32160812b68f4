"""What is shared, as text that stands on its own: no button is needed to understand it, whoever reads it where."""

from datetime import date

from bot.company import topic, votes
from bot.conversation import Conversation, View, tag_of
from bot.screens import words
from bot.screens.rows import clip
from bot.screens.screen import Button, Screen, Tap, bold, esc, quote
from bot.stage import listed
from bot.texts import Texts
from data.votes import Tally
from knowledge.answer import Advice, Pick
from knowledge.models import Frozen

AREA = "~share"
NAMED = 6  # creators in a shared plan
REASONS = 3


class Snapshot(Frozen):
    """An answer as it was, frozen: what can be looked at again without asking anybody."""

    advice: Advice
    view: View = View()

    def conversation(self, name: str, language: str) -> Conversation:
        """The snapshot as a conversation to draw from, under a name of its own."""
        unknown = tuple(self.advice.brief.missing)
        view = View(unknown=unknown, margin=self.view.margin, assumed=self.view.assumed)
        return Conversation(id=name, language=language, brief=self.advice.brief, view=view)


class Card(Frozen):
    """A shared card: its text as HTML and, by page, whom its votes are for."""

    title: str
    line: str
    html: str
    keys: tuple[str, ...]


def plan(snapshot: Snapshot, made: date, bot: str, texts: Texts) -> Card:
    """The plan: whom, where, for how much, why; each creator in two lines."""
    advice = snapshot.advice
    picks = (advice.creators or advice.alternatives)[:NAMED]
    head = [bold(texts("share.title", topic=topic(advice.brief, texts)))]
    chosen = words.chosen_plan(texts, advice)
    head += filter(None, [f"📌 {esc(chosen)}" if chosen else "", words.fiction(texts, picks)])
    facts = [
        _fact(
            "line.where", texts.join([words.platform(texts, p.platform) for p in advice.platforms[:3]]), texts
        ),
        _fact("line.how", texts.label("route", advice.route.value), texts),
        _fact("line.cost", _cost(advice, texts), texts),
    ]
    entries = [line for n, pick in enumerate(picks, 1) for line in _entry(f"{n}. ", pick, texts)]
    rest = len(advice.creators) - len(picks)
    if rest > 0:
        entries.append(esc(texts("share.more", n=rest)))
    parts = [head, facts, entries or [esc(texts("who.nobody"))], [_foot(made, bot, texts)]]
    names = texts.join([clip(pick.name, 14) for pick in picks[:3]])
    return Card(
        title=texts("share.plan"),
        line=" · ".join(part for part in (names, _cost(advice, texts)) if part),
        html="\n\n".join("\n".join(part) for part in parts),
        keys=tuple(pick.id for pick in picks),
    )


def single(snapshot: Snapshot, pick: Pick, made: date, bot: str, texts: Texts) -> Card:
    """One creator for a brief: who, for how much, how well it fits and why."""
    fiction = words.fiction(texts, [pick])
    head = [bold(clip(pick.name, 60)), esc(words.size(texts, pick)), esc(_address(pick))]
    fit = texts("entry.fit", fit=round(pick.fit))
    offer = esc(f"{fit} · {words.offer(texts, pick.offer)}")
    why = [f"· {esc(r.text or texts.reason(r))}" for r in pick.reasons[:REASONS]]
    why += [f"⚠️ {esc(f.text or texts.reason(f))}" for f in pick.flags[:2]]
    asked = esc(texts("share.for", topic=topic(snapshot.advice.brief, texts)))
    parts = [
        *head,
        fiction,
        offer,
        asked,
        quote(why, folded=False) if why else "",
        "",
        _foot(made, bot, texts),
    ]
    return Card(
        title=clip(pick.name, 60),
        line=f"{words.where(texts, pick)} · {fit} · {words.offer(texts, pick.offer)}",
        html="\n".join(part for part in parts[:-2] if part) + f"\n\n{parts[-1]}",
        keys=(pick.id,),
    )


def card_of(snapshot: Snapshot, which: int, made: date, bot: str, texts: Texts) -> Card:
    """The plan for 0, else the creator with this number. Raises IndexError."""
    if which == 0:
        return plan(snapshot, made, bot, texts)
    return single(snapshot, listed(snapshot.advice)[which - 1], made, bot, texts)


def below(card: Card, vote: str, tallies: dict[str, Tally], link: str, texts: Texts) -> Screen:
    """A shared card with its votes, and the way to the whole answer. ``vote`` comes before a vote in its button."""
    numbers = {tag_of(key): str(n) if len(card.keys) > 1 else "" for n, key in enumerate(card.keys, 1)}
    rows = votes(numbers, tallies, Tap(AREA, "vote", vote))
    return Screen(card.html, (*rows, (Button(texts("button.open"), url=link),)))


def _fact(key: str, value: str, texts: Texts) -> str:
    return f"{bold(texts(key))} {esc(value)}"


def _cost(advice: Advice, texts: Texts) -> str:
    return texts.money(advice.plan.total) if advice.plan.total else texts("cost.unknown")


def _entry(number: str, pick: Pick, texts: Texts) -> list[str]:
    fit = texts("entry.fit", fit=round(pick.fit))
    return [
        bold(f"{number}{clip(pick.name, 40)}"),
        esc(f"{words.where(texts, pick)} · @{clip(pick.handle, 40)} · {fit}"),
        esc(words.offer(texts, pick.offer)),
    ]


def _address(pick: Pick) -> str:
    return pick.url if pick.url and not pick.demo else f"@{clip(pick.handle, 60)}"


def _foot(made: date, bot: str, texts: Texts) -> str:
    return f"<i>{esc(texts('share.made', day=texts.day(made), bot=bot))}</i>"
