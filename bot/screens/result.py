"""The answer on the card. Its first eight lines say who, where, how, for how much and why; the rest folds."""

from bot.conversation import Conversation
from bot.screens import chips, controls, words
from bot.screens.question import back
from bot.screens.rows import clip, flow, width
from bot.screens.screen import Button, Screen, Tap, bold, esc, quote
from bot.stage import listed
from bot.texts import Texts
from knowledge.answer import Advice, Pick
from knowledge.currency import convert_range
from knowledge.models import Reason

PER_PAGE = 3
LINE = 31  # columns beside a line's title: one line on a phone
NOTES_OPEN = 2  # notes that are read at once; the others fold
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
    offers = {pick.id: words.offer(texts, pick.offer, conversation.currency) for _, pick in shown}
    entries = [_entry(n, p, n > len(advice.creators), unsaid, offers[p.id], texts) for n, p in shown]
    parts = [
        "\n".join(notes),
        "\n".join(_head(advice, texts)),
        *("\n".join(entry) for entry in entries),
        quote(_whys(advice, texts)),
        "\n".join([*chips.legend(conversation, texts), *_small_print(advice, texts)]),
    ]
    buttons = controls.below(conversation, advice, shown, (page, pages), texts)
    return Screen("\n\n".join(part for part in parts if part), buttons)


def _said_already(picks: tuple[Pick, ...]) -> frozenset[str]:
    """Reasons that add nothing on the card: the offer stands in the line above; what all share tells none apart."""
    codes = [{reason.code for reason in pick.reasons} for pick in picks]
    offers = {code for every in codes for code in every if code.startswith("offer.")}
    shared = set.intersection(*codes) if len(codes) > 1 else set()
    return frozenset(offers | (shared & {"fit.audience.region", "fit.audience.language"}))


def _head(advice: Advice, texts: Texts) -> list[str]:
    chosen = words.chosen_plan(texts, advice)
    lines = [f"🎯 {esc(_asked(advice, texts))}", f"📌 {esc(chosen)}" if chosen else ""]
    lines.append(words.fiction(texts, listed(advice)))
    lines += [f"{bold(texts(f'line.{name}'))} {esc(said)}" for name, said in summary(advice, texts)]
    return [line for line in lines if line]


def summary(advice: Advice, texts: Texts) -> list[tuple[str, str]]:
    """Who, where, how, for how much and why, as (name of the line, plain text)."""
    said = [
        ("who", _who(advice, texts)),
        ("where", _where(advice, texts)),
        ("how", _how(advice, texts)),
        ("cost", _cost(advice, texts)),
        ("why", next((_text(r, texts) for pick in advice.creators[:1] for r in pick.reasons), "")),
    ]
    return [(name, words) for name, words in said if words]


def _asked(advice: Advice, texts: Texts) -> str:
    """Product, price and budget, the last by its name; the price steps aside where the line would break."""
    known = dict(words.fields(texts, advice.brief))
    said: dict[str, str] = {}
    for name in ("product", "price"):
        if name in known:
            said[name] = clip(known[name].split(" · ")[0], 16)
    if budget := known.get("budget"):
        said["budget"] = texts("chip.budget", budget=budget)
    line = texts("list.parts").join(said.values())
    if width(line) > LINE + 2 and len(said) > 2:
        del said["price"]
        line = texts("list.parts").join(said.values())
    return line


def _who(advice: Advice, texts: Texts) -> str:
    """As many names as a line holds, and how many there are in all."""
    if not advice.creators:
        return texts("who.nobody")
    names = [clip(pick.name, 18) for pick in advice.creators]
    told = [texts.join(names)]
    for rest in range(1, len(names)):
        told.append(texts("who.more", names=texts.join(names[:-rest]), n=rest))
    return next((line for line in told if width(line) <= LINE), told[-1])


def _where(advice: Advice, texts: Texts) -> str:
    return texts.join([words.platform(texts, p.platform) for p in advice.platforms[:3]])


def _how(advice: Advice, texts: Texts) -> str:
    formats = texts.join([texts.label("format", f.format) for f in advice.formats[:2]])
    return " · ".join(part for part in (formats, texts(f"how.{advice.route.value}")) if part)


def _cost(advice: Advice, texts: Texts) -> str:
    plan = advice.plan
    if plan.total is None:
        if plan.budget is None:
            return texts("cost.unknown")
        return texts("cost.nothing_fits") if advice.alternatives else ""
    total = texts.money(plan.total)
    if plan.budget is None or plan.remainder is None or not plan.budget.cap_minor:
        return texts("cost.total", total=total)
    cap = convert_range(plan.budget, plan.remainder.currency).cap_minor
    return texts("cost.of_budget", total=total, budget_share=1 - plan.remainder.minor / cap)


def _entry(
    number: int, pick: Pick, is_alternative: bool, unsaid: frozenset[str], offer: str, texts: Texts
) -> list[str]:
    mark = texts("entry.alternative") if is_alternative else ""
    who = f"{bold(f'{number}. {clip(pick.name, 28)}')}{esc(mark)}"
    fit = texts("entry.fit_short", fit=round(pick.fit))
    lines = [who, f"{esc(words.where(texts, pick))} · {esc(fit)}", esc(offer)]
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
    lines = [bold(texts("whys.title"))]
    for title, reasons in blocks:
        lines += [bold(title), *(f"· {esc(_text(reason, texts))}" for reason in reasons[:3])]
    return lines


def _small_print(advice: Advice, texts: Texts) -> list[str]:
    """What should be known now stays open; further notes and the law fold."""
    lines = [f"ℹ️ {esc(_text(n, texts))}" for n in advice.notes if not n.code.startswith(words.CHOSEN)]
    folded = lines[NOTES_OPEN:4] + [f"⚖️ {esc(d.text or texts(d.text_key))}" for d in advice.disclosure[:1]]
    if any(pick.demo for pick in listed(advice)):
        folded.append(f"📇 {esc(texts('demo.own'))}")
    return [*lines[:NOTES_OPEN], *([quote(folded)] if folded else [])]


def _text(reason: Reason, texts: Texts) -> str:
    return reason.text or texts.reason(reason)


def change(conversation: Conversation, advice: Advice, texts: Texts, notes: list[str]) -> Screen:
    """Every field of the brief with its words, each a button."""
    lines = chips.known(conversation, texts)
    buttons = [Button(texts(f"field.{f}"), Tap(conversation.id, "ask", f)) for f in CHANGEABLE]
    parts = ("\n".join(notes), bold(texts("change.title")), "\n".join(lines))
    text = "\n\n".join(part for part in parts if part)
    return Screen(text, (*flow(buttons), (back(conversation, texts),)))
