"""The answer on the card. Its first eight lines say who, where, how, for how much and why; the rest folds."""

from bot.conversation import Conversation, tag_of
from bot.screens import chips, words
from bot.screens.chips import Rows
from bot.screens.question import back
from bot.screens.screen import Button, Screen, Tap, bold, esc, quote
from bot.stage import listed
from bot.texts import Texts
from knowledge.answer import Advice, Pick, PlanStatus
from knowledge.models import Reason

PER_PAGE = 4
NAMED = 3  # creators named in the first lines
CHANGEABLE = (
    *("product", "price", "budget", "goal", "platforms", "audience", "followers", "creators", "style"),
    *("exclusions", "new_product"),
)


def draw(conversation: Conversation, advice: Advice, texts: Texts, notes: list[str]) -> Screen:
    """The answer: eight lines, then a page of creators, then the folded whys."""
    picks = listed(advice)
    pages = max(1, -(-len(picks) // PER_PAGE))
    page = min(conversation.view.page, pages)
    shown = list(enumerate(picks, 1))[(page - 1) * PER_PAGE : page * PER_PAGE]
    unsaid = _said_already(picks)
    parts = [
        "\n".join(notes),
        "\n".join(_summary(conversation, advice, texts)),
        "\n".join(
            line
            for number, pick in shown
            for line in _entry(number, pick, number > len(advice.creators), unsaid, texts)
        ),
        quote(_whys(advice, texts)),
        "\n".join([*chips.legend(conversation, texts), *_small_print(advice, texts)]),
    ]
    return Screen(
        "\n\n".join(part for part in parts if part), _buttons(conversation, advice, shown, page, pages, texts)
    )


def _said_already(picks: tuple[Pick, ...]) -> frozenset[str]:
    """Reasons that add nothing on the card: the offer stands in the line above; what all share tells none apart."""
    codes = [{reason.code for reason in pick.reasons} for pick in picks]
    offers = {code for every in codes for code in every if code.startswith("offer.")}
    shared = set.intersection(*codes) if len(codes) > 1 else set()
    return frozenset(offers | (shared & {"fit.audience.region", "fit.audience.language"}))


def _summary(conversation: Conversation, advice: Advice, texts: Texts) -> list[str]:
    chips = [esc(words.clip(word, 24)) for _, word in words.fields(texts, advice.brief)[:4]]
    lines = ["🎯 " + "｜".join(chips)]
    lines += filter(None, [words.fiction(texts, listed(advice))])
    lines.append(_line(texts, "who", _who(advice, texts)))
    lines.append(_line(texts, "where", _where(advice, texts)))
    lines.append(_line(texts, "how", _how(advice, texts)))
    lines.append(_line(texts, "cost", _cost(advice, texts)))
    if advice.creators:
        first = advice.creators[0]
        lines.append(_line(texts, "why", " ".join(_text(r, texts) for r in first.reasons[:1])))
    return lines


def _line(texts: Texts, name: str, line: str) -> str:
    return f"{bold(texts(f'line.{name}'))} {esc(line)}"


def _who(advice: Advice, texts: Texts) -> str:
    if not advice.creators:
        return texts("who.nobody")
    names = texts.join([words.clip(pick.name, 18) for pick in advice.creators[:NAMED]])
    rest = len(advice.creators) - NAMED
    return texts("who.more", names=names, n=len(advice.creators)) if rest > 0 else names


def _where(advice: Advice, texts: Texts) -> str:
    return texts.join([words.platform(texts, p.platform) for p in advice.platforms[:3]])


def _how(advice: Advice, texts: Texts) -> str:
    formats = texts.join([texts.label("format", f.format) for f in advice.formats[:2]])
    role, route = texts.label("role", advice.role.value), texts.label("route", advice.route.value)
    return " · ".join((route, formats, role))


def _cost(advice: Advice, texts: Texts) -> str:
    plan = advice.plan
    if plan.total is None:
        return texts("cost.unknown")
    total = texts.money(plan.total)
    if plan.budget is None or plan.remainder is None:
        return texts("cost.total", total=total)
    return texts("cost.of_budget", total=total, budget=texts.money(plan.budget), remainder=plan.remainder)


def _entry(number: int, pick: Pick, is_alternative: bool, unsaid: frozenset[str], texts: Texts) -> list[str]:
    mark = texts("entry.alternative") if is_alternative else ""
    head = f"<b>{number}. {words.who(texts, pick)}</b>"
    fit = texts("entry.fit", fit=round(pick.fit))
    lines = [head, esc(f"{fit} · {words.offer(texts, pick.offer)}{mark}")]
    folded = [f"· {esc(_text(reason, texts))}" for reason in pick.reasons if reason.code not in unsaid]
    folded += [f"⚠️ {esc(_text(flag, texts))}" for flag in pick.flags]
    return [*lines, quote(folded)] if folded else lines


def _whys(advice: Advice, texts: Texts) -> list[str]:
    """Why this platform, role, route and these formats: the folded part."""
    blocks: list[tuple[str, tuple[Reason, ...]]] = []
    if advice.platforms:
        first = advice.platforms[0]
        blocks.append((words.platform(texts, first.platform), first.reasons))
    blocks.append((texts.label("role", advice.role.value), advice.role.reasons))
    blocks.append((texts.label("route", advice.route.value), advice.route.reasons))
    blocks += [(texts.label("format", f.format), f.reasons[:1]) for f in advice.formats[:3]]
    lines = []
    for title, reasons in blocks:
        lines += [bold(title), *(f"· {esc(_text(reason, texts))}" for reason in reasons[:3])]
    return lines


def _small_print(advice: Advice, texts: Texts) -> list[str]:
    lines = [f"ℹ️ {esc(_text(n, texts))}" for n in advice.notes[:4]]
    lines += [f"⚖️ {esc(d.text or texts(d.text_key))}" for d in advice.disclosure[:1]]
    return lines


def _text(reason: Reason, texts: Texts) -> str:
    return reason.text or texts.reason(reason)


def _buttons(
    conversation: Conversation,
    advice: Advice,
    shown: list[tuple[int, Pick]],
    page: int,
    pages: int,
    texts: Texts,
) -> Rows:
    brief = conversation.id
    details = [Button(f"🔍 {n}", Tap(brief, "show", f"detail.{tag_of(p.id)}")) for n, p in shown]
    rows = [*chips.chips(conversation, texts), tuple(details), _pager(brief, page, pages)]
    rows += [*_refinements(conversation, advice, texts), *_openings(conversation, advice, texts)]
    return tuple(row for row in rows if row)


def _pager(brief: str, page: int, pages: int) -> tuple[Button, ...]:
    if pages == 1:
        return ()
    numbers = [("◀", page - 1), (f"{page}/{pages}", page), ("▶", page + 1)]
    return tuple(Button(label, Tap(brief, "page", str(n))) for label, n in numbers if 1 <= n <= pages)


def _refinements(conversation: Conversation, advice: Advice, texts: Texts) -> Rows:
    """Ways on from here; each carries the mark of this state, so that it acts once."""
    if advice.plan.status == PlanStatus.EMPTY:
        return ()
    names = ("cheaper", "bigger", "another")
    return (tuple(Button(texts(f"button.{n}"), Tap(conversation.id, n, conversation.mark)) for n in names),)


def _openings(conversation: Conversation, advice: Advice, texts: Texts) -> Rows:
    """What can be opened, and the way back to the brief before."""
    brief = conversation.id
    scenes = ("compare", "more") if len(listed(advice)) > 1 else ("more",)
    opened = tuple(Button(texts(f"button.{scene}"), Tap(brief, "show", scene)) for scene in scenes)
    anew = (
        Button(texts("button.change"), Tap(brief, "show", "change")),
        Button(texts("button.new"), Tap(brief, "new")),
    )
    if conversation.view.past and not conversation.view.past[-1].brief.missing:
        return opened, anew, (Button(texts("button.undo"), Tap(brief, "undo", conversation.mark)),)
    return opened, anew


def change(conversation: Conversation, advice: Advice, texts: Texts, notes: list[str]) -> Screen:
    """Every field of the brief with its words, each a button."""
    lines = chips.known(conversation, texts)
    buttons = [Button(texts(f"field.{f}"), Tap(conversation.id, "ask", f)) for f in CHANGEABLE]
    rows = chips.in_rows(buttons, 3)
    text = "\n\n".join(
        part for part in ("\n".join(notes), bold(texts("change.title")), "\n".join(lines)) if part
    )
    return Screen(text, (*rows, (back(conversation, texts),)))
