"""understand(): one message, in whatever order things were said, to one Understanding."""

from bot.understand import (
    ages,
    amounts,
    answers,
    audience,
    fallback,
    figures,
    goals,
    intents,
    negation,
    platforms,
    product,
    questions,
    sizes,
    style,
)
from bot.understand.amount_words import Role
from bot.understand.folding import Folded
from bot.understand.model import (
    Action,
    Another,
    Bigger,
    Change,
    Cheaper,
    Compare,
    Context,
    DropLimit,
    FairQuote,
    Greeting,
    Help,
    Intent,
    MoreLike,
    Smaller,
    StartOver,
    Thanks,
    TradeQuestion,
    Understanding,
    Undo,
    Why,
    WhyNot,
    Without,
)
from bot.understand.notes import HIDDEN, USED, Notes
from bot.understand.product import Found
from bot.understand.spending import Spending
from knowledge.currency import TWD_PER, convert
from knowledge.models import Audience, Brief
from knowledge.products import products

LONGEST = 1000  # characters read: more than a seller types, and 50 ms at the very worst
SURE_CATEGORY = 0.6  # confidence from which a category is taken over
_REFINING = (Cheaper, Bigger, Smaller, MoreLike, Another, Without, DropLimit)
_REVISING = {Role.SET, Role.ADD, Role.SUBTRACT, Role.ASIDE}
_ASKING = (Why, WhyNot, Compare, FairQuote)


def understand(text: str, brief: Brief, context: Context) -> Understanding:
    """Read ``text`` as a change of ``brief``. Deterministic; only ``context.classify`` may cost time."""
    folded = Folded.of(text[:LONGEST], LONGEST)
    if context.doubt and (option := answers.option_of(context.doubt, folded.text)):
        settled = (context.doubt.code, option.id)
        return Understanding(brief=option.brief, changes=option.changes, intent=Intent.BRIEF, settled=settled)
    notes = Notes(folded, brief, context, figures.find(folded))
    if answers.bare_unknown(notes):
        return Understanding(brief=brief, changes=tuple(notes.changes.values()), intent=_told(notes, None))
    action = intents.read(notes)
    if action is None and (fallback.chats(notes) or intents.only_asks(notes)):
        notes.hide(0, len(notes.text))
    spending = _read_fields(notes)
    if action is None and not notes.changes and not spending.problems and spending.doubt is None:
        action = intents.small_talk(notes)
    revised = _dropped(notes, action)
    return Understanding(
        brief=revised,
        changes=tuple(notes.changes.values()),
        intent=_told(notes, action),
        action=action,
        doubt=spending.doubt,
        problems=tuple(spending.problems),
    )


def _read_fields(notes: Notes) -> Spending:
    """Every reader in turn; each uses its words up, and what is left may name the product."""
    goals.novelty(notes)
    answers.unknown_fields(notes)
    ages.read(notes)
    sizes.read(notes)
    negation.read(notes)
    platforms.read(notes)
    spending = Spending(notes, amounts.amounts(notes.text, _seen(notes), asked=_is_amount(notes)))
    for amount in spending.found:
        notes.take(amount.start, amount.end)
    found = product.spoken(notes, tells=_tells(notes, spending))
    if found:
        _say_product(notes, found)
    goals.read(notes)
    audience.read(notes)
    style.read(notes)
    if not found:
        _other_product(notes, spending)
    spending.read()
    _price_tier(notes)
    return spending


def _is_amount(notes: Notes) -> bool:
    return notes.context.asked in {"price", "budget"}


def _seen(notes: Notes) -> tuple[figures.Figure, ...]:
    """Figures that no reader has used yet."""
    return tuple(f for f in notes.figures if notes.free[f.end - 1] not in (USED, HIDDEN))


def _tells(notes: Notes, spending: Spending) -> bool:
    """Whether the message speaks of a campaign, apart from its product."""
    amounts_told = any(a.role is not Role.ASIDE and _is_amount_of_money(notes, a) for a in spending.found)
    return amounts_told or bool(set(notes.values) - {"style", "audience.regions"}) or notes.creator_words


def _is_amount_of_money(notes: Notes, amount: amounts.Amount) -> bool:
    """Bare digits are an amount beside Chinese words (琺瑯鍋 1280), but anything in English (gate 23)."""
    written_out = amount.role or amount.figure.currency or amount.figure.scaled
    return bool(written_out) or notes.folded.is_chinese or sum(f.may_be_money for f in notes.figures) > 1


def _say_product(notes: Notes, found: Found) -> None:
    words = notes.folded.words(found.start, found.end)[:200]
    notes.say("product", words, found.start, found.end)
    notes.take(found.start, found.end)
    match = notes.context.classify(words)
    category = match.type.id if match and match.confidence >= SURE_CATEGORY else None
    if category or notes.brief.category:
        notes.say("category", category, found.start, found.end, assumed=bool(match and not match.exact))


def _other_product(notes: Notes, spending: Spending) -> None:
    """Without a selling verb: a bare answer to the question, or leftover words in a message about a campaign."""
    if notes.context.asked == "product" and (found := answers.product(notes)):
        _say_product(notes, found)
        return
    if notes.brief.product is not None and notes.context.asked != "product" and not _tells_anew(spending):
        return
    tells = _tells(notes, spending)
    if not tells and questions.is_question(notes.text):
        return
    found = fallback.best(notes, required=SURE_CATEGORY) if tells else fallback.whole(notes)
    if found and fallback.is_brand(notes, found):
        found = fallback.beside_an_amount(notes) or found
    if found is None and (
        "price_tier" in notes.values or any(a.role not in _REVISING for a in spending.found)
    ):
        found = fallback.beside_an_amount(notes)
    if found:
        _say_product(notes, found)


def _tells_anew(spending: Spending) -> bool:
    """Price and budget in one message: a whole new campaign, whose product replaces the old one."""
    return {Role.PRICE, Role.BUDGET} <= {a.role for a in spending.found}


def _price_tier(notes: Notes) -> None:
    """Read the tier off the unit price against the category's bands, unless words gave one."""
    if "price_tier" in notes.values or not {"unit_price", "category"} & set(notes.values):
        return
    price, category = notes.value("unit_price"), notes.value("category")
    if price is None or category not in products() or price.currency not in TWD_PER:
        return
    tier = products()[category].tier_of(float(convert(price, "TWD").amount))
    words = notes.changes.get("unit_price") or notes.changes["category"]
    notes.values["price_tier"] = tier
    notes.changes["price_tier"] = Change(
        field="price_tier", words=words.words, assumed=True, note="from_price"
    )


_EMPTY: dict[str, object] = {
    "platforms": (),
    "exclusions": (),
    "style": None,
    "followers": None,
    "creators": None,
    "budget": None,
}


def _dropped(notes: Notes, action: Action | None) -> Brief:
    """The revised brief, with the named condition lifted where the action names one."""
    revised = notes.revised()
    if not isinstance(action, DropLimit) or action.field is None:
        return revised
    if action.field.startswith("audience."):
        name = action.field.removeprefix("audience.")
        fields = {"age": ("age_low", "age_high"), "gender": ("gender",), "regions": ("regions",)}[name]
        empty = {f: getattr(Audience(), f) for f in fields}
        lifted = revised.model_copy(update={"audience": revised.audience.model_copy(update=empty)})
    else:
        lifted = revised.model_copy(update={action.field: _EMPTY[action.field]})
    if lifted != revised:
        notes.changes[action.field] = Change(
            field=action.field, words=notes.text.strip()[:80], note="dropped"
        )
    return lifted


def _told(notes: Notes, action: Action | None) -> Intent:
    if isinstance(action, StartOver | Undo | Help):
        return Intent.COMMAND
    if isinstance(action, _ASKING):
        return Intent.ABOUT_ANSWER
    if isinstance(action, TradeQuestion):
        return Intent.ABOUT_TRADE
    if isinstance(action, _REFINING):
        return Intent.REFINE
    if notes.changes:
        return Intent.BRIEF
    return Intent.SMALL_TALK if isinstance(action, Thanks | Greeting) else Intent.NOTHING
