"""Answers to questions: about the trade, about a quote, and small talk. Each is a message of its own."""

from bot.conversation import Conversation
from bot.refine import find
from bot.screens.screen import Screen, bold, esc, quote
from bot.stage import as_listed, listed
from bot.texts import Texts
from bot.understand import model as act
from knowledge.answer import Advice, Pick
from knowledge.currency import UnknownCurrency
from knowledge.markets import market_of
from knowledge.models import Format, Platform, Reason
from knowledge.money import Money
from knowledge.pricing import QuoteVerdict, judge_quote
from knowledge.sources import SOURCES
from knowledge.trade import explain

USUAL = {  # what "a post" means where the seller did not say
    Platform.YOUTUBE: Format.REVIEW,
    Platform.TIKTOK: Format.SHORT,
    Platform.BLOG: Format.BLOG_ARTICLE,
    Platform.PODCAST: Format.REVIEW,
    Platform.TWITCH: Format.LIVESTREAM,
}


def answer(
    action: act.Action, conversation: Conversation, advice: Advice | None, texts: Texts
) -> tuple[Screen, ...]:
    """The messages that answer a question; none where the card itself answers."""
    match action:
        case act.TradeQuestion(topic=topic):
            return (_explained(texts.label("topic", topic), explain(topic), texts),)
        case act.FairQuote():
            return (_judged(action, conversation, advice, texts),)
        case act.Thanks():
            return (Screen(esc(texts("said.thanks"))),)
        case act.Greeting():
            return (Screen(esc(texts("said.greeting"))),)
        case act.Help():
            return (Screen(esc(texts("help"))),)
        case _:
            return ()


def _explained(title: str, reasons: tuple[Reason, ...], texts: Texts) -> Screen:
    lines = [f"· {esc(texts.reason(reason))}" for reason in reasons]
    return Screen("\n".join([bold(title), *lines, quote([_sources(reasons, texts)])]))


def _sources(reasons: tuple[Reason, ...], texts: Texts) -> str:
    """Whose word it is: title, publisher and the day it was read."""
    named = [SOURCES[name] for name in dict.fromkeys(s for reason in reasons for s in reason.sources)]
    shown = [f"{source.title} ({source.publisher}, {source.read:%Y-%m})" for source in named]
    return esc(texts("sources", sources=texts.join(shown)))


def _judged(asked: act.FairQuote, conversation: Conversation, advice: Advice | None, texts: Texts) -> Screen:
    """A quote placed in its range; what was not said is taken from the creator pointed at, else named."""
    pick = _pointed_at(asked, advice)
    platform = asked.platform or (pick.platform if pick else None)
    followers = asked.followers or (pick.followers if pick else None)
    if platform is None or followers is None:
        return Screen(esc(texts("quote.incomplete")))
    format = asked.format or USUAL.get(platform, Format.POST)
    amount = Money(minor=asked.money.mid_minor, currency=asked.money.currency)
    try:
        verdict = judge_quote(amount, platform, format, followers, market_of(conversation.brief))
    except UnknownCurrency as problem:
        return Screen(esc(texts("quote.currency", currency=problem.currency)))
    title = texts("quote.asked", money=amount, format=format, platform=platform, followers=followers)
    return _verdict(title, verdict, texts)


def _pointed_at(asked: act.FairQuote, advice: Advice | None) -> Pick | None:
    if advice is None or asked.which is None:
        return None
    one = find(asked.which, as_listed(advice))
    return next((pick for pick in listed(advice) if one and pick.id == one.key), None)


def _verdict(title: str, verdict: QuoteVerdict, texts: Texts) -> Screen:
    lines = [bold(title), esc(texts(f"quote.{verdict.verdict}"))]
    lines += [f"· {esc(texts.reason(reason))}" for reason in verdict.reasons]
    if verdict.questions:
        lines.append(bold(texts("quote.ask")))
        lines += [f"· {esc(texts.reason(question))}" for question in verdict.questions]
    return Screen("\n".join(lines))
