"""Behind the answer: the plan in figures, and what else could be done."""

from typing import TYPE_CHECKING

from bot.conversation import Conversation
from bot.screens import ways, words
from bot.screens.question import back
from bot.screens.rows import Rows, clip, flow
from bot.screens.screen import Button, Screen, Tap, bold, esc, quote
from bot.stage import Choices, listed
from bot.texts import Texts
from knowledge.answer import Advice
from knowledge.currency import convert_range
from knowledge.economics import TYPICAL_MARGINS, commission_check, highest_fee
from knowledge.markets import market_of
from knowledge.models import Format
from knowledge.money import Money, MoneyRange

if TYPE_CHECKING:
    from knowledge.relax import RunnerUp

SHARED = frozenset({Format.GROUP_BUY, Format.AFFILIATE})


def figures(conversation: Conversation, advice: Advice, texts: Texts, notes: list[str]) -> Screen:
    """The plan in figures: expectations, economics, split, next steps, law."""
    parts = [
        "\n".join(notes),
        "\n".join(filter(None, [bold(texts("more.title")), words.fiction(texts, listed(advice))])),
        _lines([*spent(advice, texts), *_divided(advice, texts)]),
        _lines(expected(advice, texts)),
        _lines(_margin(conversation, advice, texts)),
        "\n".join(
            f"{n}. {esc(step.text or texts.reason(step))}" for n, step in enumerate(advice.next_steps, 1)
        ),
    ]
    if law := [f"⚖️ {esc(d.text or texts(d.text_key))}" for d in advice.disclosure]:
        parts.append(quote([bold(texts("more.law")), *law]))
    buttons = (*_margins(conversation, advice, texts), _foot(conversation, texts))
    return Screen("\n\n".join(part for part in parts if part), buttons)


def _lines(lines: list[str]) -> str:
    return "\n".join(esc(line) for line in lines)


def _foot(conversation: Conversation, texts: Texts) -> tuple[Button, ...]:
    choices = Button(texts("button.choices"), Tap(conversation.id, "show", "choices"))
    return (choices, back(conversation, texts))


def _margins(conversation: Conversation, advice: Advice, texts: Texts) -> Rows:
    """Usual gross margins to count with, where there is something to count."""
    if advice.brief.unit_price is None or advice.plan.total is None:
        return ()
    buttons = [
        Button(
            f"{'✅' if conversation.view.margin == share else ''}{texts.percent(share)}",
            Tap(conversation.id, "margin", str(round(100 * share))),
        )
        for share in TYPICAL_MARGINS
    ]
    return flow(buttons, 4)


def spent(advice: Advice, texts: Texts) -> list[str]:
    """What is spent at middle fees, and at the highest; nothing without a budget."""
    plan = advice.plan
    if plan.total is None or plan.budget is None or plan.remainder is None:
        return []
    currency = plan.remainder.currency
    cap, dear = (convert_range(money, currency).cap_minor for money in (plan.budget, plan.total))
    sums = {
        "spent": cap - plan.remainder.minor,
        "left": plan.remainder.minor,
        "highest": dear,
        "over": dear - cap,
    }
    said = {name: texts.whole(Money(minor=max(n, 0), currency=currency)) for name, n in sums.items()}
    return [texts("more.spent", **said), texts("more.over" if dear > cap else "more.within", **said)]


def _divided(advice: Advice, texts: Texts) -> list[str]:
    """Where the money goes, by platform and by size."""
    lines: list[str] = []
    plan = advice.plan
    if plan.total is None:
        return lines
    for kind, key, split in (
        ("platform", "more.split", plan.split.platform),
        ("tier", "more.tiers", plan.split.tier),
    ):
        parts = [f"{texts.label(kind, i)} {texts.sum(n, plan.total.currency)}" for i, n in split.items()]
        lines.append(texts(key, parts=texts.join(parts)))
    return lines


def expected(advice: Advice, texts: Texts) -> list[str]:
    """What the plan may bring, and what each of it costs."""
    economics, lines = advice.economics, []
    for name in ("reach", "engagements", "clicks", "orders"):
        span = getattr(advice.plan.expected, name)
        if span is not None:
            few = span.low < 1
            about = texts.about(span.high, span.high) if few else texts.about(span.low, span.high)
            lines.append(texts(f"expected.{name}_few" if few else f"expected.{name}", about=about))
    if economics.cpm:
        lines.append(texts("economics.cpm", about=_about(economics.cpm, texts)))
    if economics.cpe:
        lines.append(texts("economics.cpe", about=_about(economics.cpe, texts)))
    return lines


def _margin(conversation: Conversation, advice: Advice, texts: Texts) -> list[str]:
    """Break-even; at the seller's margin what all fees may come to, and what a share of sales leaves."""
    economics, price, margin = advice.economics, advice.brief.unit_price, conversation.view.margin
    lines = []
    if economics.break_even_orders is not None:
        is_margin = economics.break_even_basis == "margin"
        key = "economics.break_even_margin" if is_margin else "economics.break_even"
        lines.append(texts(key, n=economics.break_even_orders))
    if price is None or advice.plan.total is None:
        return lines
    if margin is None:
        return [*lines, texts("economics.ask_margin")]
    orders = advice.plan.expected.orders
    if orders is not None:
        low, high = (highest_fee(n, price, margin).minor for n in (orders.low, orders.high))
        worth = MoneyRange(low_minor=low, high_minor=high, currency=price.currency)
        about = _about(worth, texts)
        lines.append(texts("economics.highest_fee", margin_rate=margin, about=about))
    if _shares_sales(advice):
        lines += [texts.reason(r) for r in commission_check(price, margin, market_of(advice.brief))]
    return lines


def _shares_sales(advice: Advice) -> bool:
    """Whether a format paid by a share of the sales is advised or offered."""
    offered = {pick.offer.format for pick in listed(advice) if pick.offer}
    return bool(SHARED & (offered | {f.format for f in advice.formats}))


def _about(money: MoneyRange, texts: Texts) -> str:
    return texts.symbol(money.currency) + texts.about(float(money.low), float(money.high or money.low))


def other(
    conversation: Conversation, advice: Advice, choices: Choices, texts: Texts, notes: list[str]
) -> Screen:
    """Runner-up plans beside the chosen one, and what each way of giving way would buy."""
    taken = conversation.view.plan
    plans = [_plan(plan, plan.kind == taken, texts) for plan in choices.runner_ups]
    plans = plans or [esc(texts("choices.none"))]
    fiction = words.fiction(texts, [*listed(advice), *(p for c in choices.runner_ups for p in c.creators)])
    parts = ["\n".join(notes), "\n".join(filter(None, [bold(texts("choices.title")), fiction]))]
    parts.append("\n\n".join(plans))
    for title, reasons in (
        ("choices.gains", choices.gains),
        ("choices.widenings", choices.widenings),
        ("choices.entries", choices.entries),
    ):
        if reasons:
            parts.append("\n".join([bold(texts(title)), *(f"· {esc(texts.reason(r))}" for r in reasons)]))
    buttons = (*ways.of(conversation, choices, texts), (back(conversation, texts),))
    return Screen("\n\n".join(part for part in parts if part), buttons)


def _plan(other: "RunnerUp", is_taken: bool, texts: Texts) -> str:
    total = texts.money(other.plan.total) if other.plan.total else texts("unknown")
    head = texts(
        "choices.plan", kind_label=texts(f"choices.{other.kind}"), total=total, worth_share=other.worth
    )
    names: dict[str, list[str]] = {}
    for pick in other.creators:
        names.setdefault(words.platform(texts, pick.platform), []).append(clip(pick.name, 28))
    who = [texts("labelled", label=platform, words=texts.join(some)) for platform, some in names.items()]
    return "\n".join([f"{'✅ ' if is_taken else ''}{bold(head)}", *map(esc, who)])
