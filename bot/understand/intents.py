"""What a message asks to be done. Its asking words are hidden, so that they describe nothing."""

import re

from bot.understand import amount_words, pointing, questions
from bot.understand import request_words as words
from bot.understand.amounts import amounts, bounds, currency_of, told
from bot.understand.figures import Kind
from bot.understand.folding import Expression
from bot.understand.model import (
    Action,
    Another,
    Bigger,
    Cheaper,
    Compare,
    DropLimit,
    FairQuote,
    Greeting,
    MoreLike,
    Smaller,
    Thanks,
    TradeQuestion,
    Which,
    Why,
    WhyNot,
    Without,
)  # fmt: skip
from bot.understand.notes import Notes
from bot.understand.platforms import PLATFORM, platform_of
from knowledge.models import Format
from knowledge.money import LARGEST_MINOR, MoneyRange, to_minor


def read(notes: Notes) -> Action | None:
    """The one action of the message, with its words hidden; None where it only tells."""
    stripped = notes.text.strip()
    for kind, expression in words.WHOLE:
        if expression.match(stripped):
            notes.hide(0, len(notes.text))
            return kind()
    return _fair_quote(notes) or _about_shown(notes) or _refine(notes) or _trade(notes)


def _sentences(notes: Notes) -> list[re.Match[str]]:
    return list(words.SENTENCE.finditer(notes.free))


def _fair_quote(notes: Notes) -> FairQuote | None:
    if not amount_words.FAIR.search(notes.text):
        return None
    found = [a for a in amounts(notes.text, notes.figures) if a.figure.high]
    followers = next(
        (f for f in notes.figures if f.kind is Kind.FOLLOWERS or (f.scaled and _creator_size(notes, f.end))),
        None,
    )
    paid = [a for a in found if a.figure is not followers and not _creator_size(notes, a.figure.end)]
    if not paid:
        return None
    best = max(paid, key=lambda a: (a.figure.kind is Kind.MONEY, a.figure.high))
    chosen = notes.context.currency
    currency, _ = currency_of(best, notes.text, told(notes.text, tuple(found), chosen), None, chosen)
    low, high = bounds(best.figure)
    if to_minor(high or low, currency) > LARGEST_MINOR:
        return None
    form, platform = words.FORMAT.search(notes.text), PLATFORM.search(notes.text)
    quote = FairQuote(
        money=MoneyRange.of(low, high, currency),
        followers=int(followers.low) if followers else None,
        format=Format(form.lastgroup or "") if form else None,
        platform=platform_of(platform) if platform else None,
        which=pointing.which(notes.text, notes.context.shown),
    )
    notes.hide(0, len(notes.text))
    return quote


def _creator_size(notes: Notes, end: int) -> bool:
    return bool(words.SIZED.match(notes.text, end))


def _about_shown(notes: Notes) -> Action | None:
    """Why, why not, compare: about creators on screen. Whole sentences, which then describe nothing."""
    shown = notes.context.shown
    for sentence in _sentences(notes):
        text = sentence[0]
        if questions.topic_of(text) and not pointing.which(text, shown):
            continue
        action: Action | None = None
        if words.COMPARE.search(text) and len(several := pointing.several(text, shown)) >= 2:
            action = Compare(which=several)
        elif (
            words.COMPARE.search(text)
            and shown
            and not pointing.several(text, shown)
            and (pointing.PRONOUN.search(text) or words.THESE.search(text) or len(text.strip()) < 8)
        ):
            action = Compare()
        elif words.WHY_NOT.search(text) and (notes.context.has_advice or shown):
            action = WhyNot(which=_meant(notes, text))
        elif words.WHY.search(text) and (
            words.WHY_OBJECT.search(text)
            or pointing.which(text, shown)
            or (shown and len(text.strip(" ?？!")) <= 6)
        ):
            action = Why(which=_meant(notes, text))
        if action:
            notes.hide(sentence.start(), sentence.end())
            return action
    return None


def _meant(notes: Notes, sentence: str) -> Which:
    """Whom a sentence points at; a pronoun looks back to who the message named (那阿凱呢?為什麼沒選他)."""
    shown = notes.context.shown
    here = pointing.which(sentence, shown)
    return here if here not in (None, Which()) and here else pointing.which(notes.text, shown) or Which()


def _refine(notes: Notes) -> Action | None:
    """Other creators than those shown, or a condition lifted."""
    context = notes.context
    if context.asked in {"price", "budget"} and notes.figures:
        return None  # "有點貴,兩萬" answers the question
    if named := _drop(notes) or _about_one(notes):
        return named
    answered = context.has_advice or bool(context.shown)
    if not answered and (notes.figures or not _whole(notes, tuple(_PLAIN))):
        return None
    for expression, plain in _PLAIN.items():
        if found := expression.search(notes.free):
            notes.hide(found.start(), found.end())
            return plain()
    return None


_PLAIN: dict[Expression, type[Another | Cheaper | Bigger | Smaller]] = {
    words.ANOTHER: Another,
    words.CHEAPER: Cheaper,
    words.BIGGER: Bigger,
    words.SMALLER: Smaller,
}
_ABOUT_ONE: tuple[tuple[Expression, type[Without | MoreLike]], ...] = (
    (words.WITHOUT, Without),
    (words.UNWANTED, Without),
    (words.MORE_LIKE, MoreLike),
    (words.LIKE_BEHIND, MoreLike),
    (words.LIKE_THAT, MoreLike),
)


def _about_one(notes: Notes) -> Action | None:
    """Without somebody, or more like somebody."""
    context = notes.context
    for expression, kind in _ABOUT_ONE:
        for match in notes.finditer(expression):
            named = next((group for group in match.groups() if group), "")
            target = pointing.which(named, context.shown)
            number = re.fullmatch(r"\s?(\d{1,2})\s?(?:号)?", named)
            if target is None and number and (kind is MoreLike or _is_all(notes, match, int(number[1]))):
                target = pointing.numbered(int(number[1]), context.shown)
            known = target is not None and (target != Which() or context.has_advice or bool(context.shown))
            if target is not None and known and _is_pointed(match, target):
                notes.hide(match.start(), match.end())
                return kind(which=target)
    return None


def _is_all(notes: Notes, match: re.Match[str], number: int) -> bool:
    """without 3: a bare number points at a creator where the message is nothing else and the list holds it."""
    written = notes.text.strip().rstrip("。")
    return match[0].strip() == written.rstrip(".") and number <= len(notes.context.shown)


def _is_pointed(match: re.Match[str], target: Which) -> bool:
    """A pronoun must be all that the words point with: 不要這個 but not 不要這種浮誇的."""
    if target != Which():
        return True
    named = next((g for g in match.groups() if g), "").strip()
    return bool(
        re.fullmatch(
            rf"(?:{pointing.PRONOUN.source})(?:的|了|啦|吧|一样|那样|这样|那种|please|again|\s)*", named
        )
    )


def _whole(notes: Notes, expressions: tuple[Expression, ...]) -> bool:
    """The message is the refinement and next to nothing else, so it needs no answer on screen to be one."""
    text = notes.text.strip()
    return any((m := e.search(text)) and len(text) - (m.end() - m.start()) <= 6 for e in expressions)


def _drop(notes: Notes) -> DropLimit | None:
    for name, expression in words.DROPS:
        if match := expression.search(notes.free):
            notes.hide(match.start(), match.end())
            return DropLimit(field=name)
    if match := words.DROP_ANY.search(notes.free):
        named = next((g for g in match.groups() if g), "")
        field = next((name for name, expression in words.FIELDS if expression.search(named)), None)
        notes.hide(match.start(), match.end())
        return DropLimit(field=field)
    return None


def _trade(notes: Notes) -> TradeQuestion | None:
    """A question about the trade. Clauses that tell something of the campaign beside it stay."""
    for sentence in _sentences(notes):
        topic = questions.topic_of(sentence[0])
        if topic is None:
            continue
        start, end = _asking_part(sentence)
        notes.hide(start, end)
        for other in _sentences(notes):
            if questions.is_question(other[0]) and not words.TELLS.search(other[0]):
                notes.hide(other.start(), other.end())
        return TradeQuestion(topic=topic)
    return None


def _asking_part(sentence: re.Match[str]) -> tuple[int, int]:
    """The whole sentence, or its last clause where that asks alone and another tells."""
    clauses = list(re.finditer(r"[^,，;；]+[,，;；]?", sentence[0]))
    telling = any(
        words.TELLS.search(clause[0]) and questions.topic_of(clause[0]) is None for clause in clauses
    )
    if telling and questions.topic_of(clauses[-1][0]):
        return sentence.start() + clauses[-1].start(), sentence.end()
    return sentence.start(), sentence.end()


def only_asks(notes: Notes) -> bool:
    """A question put about an answer on screen (is 20k enough?), which asks for no other one."""
    if not notes.context.has_advice:
        return False
    return words.ONLY_ASKS.match(notes.text) is not None and not words.TELLS.search(notes.text)


def small_talk(notes: Notes) -> Action | None:
    """Thanks or a greeting, when the message held nothing else."""
    if words.THANKS.search(notes.text) and not notes.text.strip().startswith("no thank"):
        return Thanks()
    return Greeting() if words.GREETING.match(notes.text) else None
