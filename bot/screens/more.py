"""Behind the answer: the plan in figures, and what else could be done."""

from typing import TYPE_CHECKING

from bot.conversation import Conversation
from bot.screens import words
from bot.screens.question import back
from bot.screens.screen import Button, Screen, Tap, bold, esc
from bot.stage import Choices, listed
from bot.texts import Texts
from knowledge.answer import Advice
from knowledge.economics import highest_fee
from knowledge.money import MoneyRange

if TYPE_CHECKING:
    from knowledge.relax import RunnerUp


def figures(conversation: Conversation, advice: Advice, texts: Texts, notes: list[str]) -> Screen:
    """The plan in figures: expectations, economics, split, next steps, law."""
    parts = [
        "\n".join(notes),
        bold(texts("more.title")),
        words.fiction(texts, listed(advice)),
        *_figures(conversation, advice, texts),
    ]
    parts.append(
        "\n".join(
            f"{n}. {esc(step.text or texts.reason(step))}" for n, step in enumerate(advice.next_steps, 1)
        )
    )
    parts.append("\n".join(f"⚖️ {esc(d.text or texts(d.text_key))}" for d in advice.disclosure))
    return Screen(
        "\n\n".join(part for part in parts if part),
        ((_other_button(conversation, texts),), (back(conversation, texts),)),
    )


def _worth_paying(conversation: Conversation, advice: Advice, texts: Texts) -> list[str]:
    """The most that all fees together may come to, at the seller's margin and the orders expected."""
    orders, price, margin = advice.plan.expected.orders, advice.brief.unit_price, conversation.view.margin
    if margin is None:
        return [texts("economics.ask_margin")] if price and orders else []
    if price is None or orders is None:
        return []
    worth = MoneyRange(
        low_minor=highest_fee(orders.low, price, margin).minor,
        high_minor=highest_fee(orders.high, price, margin).minor,
        currency=price.currency,
    )
    return [texts("economics.highest_fee", margin_rate=margin, about=_about(worth, texts))]


def _other_button(conversation: Conversation, texts: Texts) -> Button:
    return Button(texts("button.choices"), Tap(conversation.id, "show", "choices"))


def _about(money: MoneyRange, texts: Texts) -> str:
    return texts.symbol(money.currency) + texts.about(float(money.low), float(money.high or money.low))


def _figures(conversation: Conversation, advice: Advice, texts: Texts) -> list[str]:
    expected, economics, plan = advice.plan.expected, advice.economics, advice.plan
    lines = []
    for name in ("reach", "engagements", "clicks", "orders"):
        span = getattr(expected, name)
        if span is not None:
            lines.append(texts(f"expected.{name}", about=texts.about(span.low, span.high)))
    if economics.cpm:
        lines.append(texts("economics.cpm", about=_about(economics.cpm, texts)))
    if economics.cpe:
        lines.append(texts("economics.cpe", about=_about(economics.cpe, texts)))
    if economics.break_even_orders is not None:
        key = (
            "economics.break_even_margin"
            if economics.break_even_basis == "margin"
            else "economics.break_even"
        )
        lines.append(texts(key, n=economics.break_even_orders))
    lines += _worth_paying(conversation, advice, texts)
    spent = []
    if plan.total is not None:
        parts = [
            f"{texts.label('platform', p)} {texts.sum(amount, plan.total.currency)}"
            for p, amount in plan.split.platform.items()
        ]
        spent.append(texts("more.split", parts=texts.join(parts)))
        tiers = [
            f"{texts.label('tier', t)} {texts.sum(amount, plan.total.currency)}"
            for t, amount in plan.split.tier.items()
        ]
        spent.append(texts("more.tiers", parts=texts.join(tiers)))
    return ["\n".join(esc(line) for line in part) for part in (lines, spent) if part]


def other(conversation: Conversation, choices: Choices, texts: Texts, notes: list[str]) -> Screen:
    """Runner-up plans beside the chosen one, and what each relaxation would buy."""
    plans = [_plan(plan, texts) for plan in choices.runner_ups] or [esc(texts("choices.none"))]
    gains = [f"· {esc(texts.reason(gain))}" for gain in choices.gains]
    if gains:
        gains = [bold(texts("choices.gains")), *gains]
    fiction = words.fiction(texts, [pick for plan in choices.runner_ups for pick in plan.creators])
    parts = ["\n".join(notes), bold(texts("choices.title")), fiction, "\n\n".join(plans), "\n".join(gains)]
    return Screen("\n\n".join(part for part in parts if part), ((back(conversation, texts),),))


def _plan(other: "RunnerUp", texts: Texts) -> str:
    total = texts.money(other.plan.total) if other.plan.total else texts("unknown")
    head = texts(
        "choices.plan", kind_label=texts(f"choices.{other.kind}"), total=total, worth_share=other.worth
    )
    names = [f"{pick.name} ({words.platform(texts, pick.platform)})" for pick in other.creators]
    return f"{bold(head)}\n{esc(texts.join(names))}"
