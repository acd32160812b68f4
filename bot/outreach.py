"""The first message to a creator, in their language: who asks, why them, for what, and one open question.

It says what the brief and the reasons say and nothing else; what only the seller knows stays a gap in brackets.
"""

import re

from bot.screens.rows import clip
from bot.texts import DEFAULT_LANGUAGE, Texts, written_in
from knowledge.answer import Offer, Pick
from knowledge.models import Basis, Brief, Format
from knowledge.products import products

COPIED = 256  # characters that a button may copy (Bot API CopyTextButton)
_BETWEEN_CJK = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
WORDS = 2  # of the creator's content that are named
PAID_OTHERWISE = {
    Format.GIFTING: "gift",
    Format.AFFILIATE: "share",
    Format.GROUP_BUY: "share",
}


def message(pick: Pick, brief: Brief) -> str:
    """The whole message, as plain text."""
    texts = Texts(language_for(pick))
    lines = ["hello", "why", "what", "pay", "law", "question"]
    return "\n".join(_said(lines, pick, brief, texts))


def short(pick: Pick, brief: Brief) -> str:
    """The same in two or three lines, at most `COPIED` characters."""
    texts = Texts(language_for(pick))
    said = "\n".join(_said(["short", "law_short", "question"], pick, brief, texts))
    return said if len(said) <= COPIED else said[: COPIED - 1] + "…"


def language_for(pick: Pick) -> str:
    """The language to write to a creator in: that of the channel, else of its name; English to all others."""
    if pick.language is None:
        return written_in(pick.name, plainly=False) or DEFAULT_LANGUAGE
    return "zh-TW" if pick.language.startswith("zh") else "en"


def _said(lines: list[str], pick: Pick, brief: Brief, texts: Texts) -> list[str]:
    values = {"name": clip(pick.name, 80), "product": _product(brief, texts)}
    values |= {"why": _why(pick, texts), "what": texts(f"outreach.piece.{_format(pick.offer)}")}
    return [texts(f"outreach.{_variant(line, pick, brief)}", **values) for line in lines]


def _variant(line: str, pick: Pick, brief: Brief) -> str:
    """Which wording of a line holds here."""
    match line:
        case "hello":
            return "hello_new" if brief.new_product else "hello"
        case "pay":
            return f"pay_{_pay(pick.offer)}"
        case _:
            return line


def _pay(offer: Offer | None) -> str:
    """What is offered: the creator's own price where it is known, never our estimate of it."""
    if offer is None:
        return "asked"
    if offer.format in PAID_OTHERWISE:
        return PAID_OTHERWISE[offer.format]
    return "asked" if offer.fee.basis is Basis.ESTIMATE else "known"


def _format(offer: Offer | None) -> str:
    return offer.format.value if offer else "any"


def _product(brief: Brief, texts: Texts) -> str:
    """The product and its price, in the language of the message: the seller's words, or the name of its kind."""
    name, kind = brief.product or "", products().get(brief.category or "")
    if kind and written_in(name, plainly=False) not in (texts.language, None):
        name = kind.zh if texts.language == DEFAULT_LANGUAGE else kind.en
    return texts("outreach.priced", product=name, price=brief.unit_price) if brief.unit_price else name


def _why(pick: Pick, texts: Texts) -> str:
    """What their content has to do with the product, in words of their own where there are any."""
    found = next(
        (r.values["words"] for r in pick.reasons if r.code == "fit.style" and r.values.get("words")), ()
    )
    words = [word for word in found if written_in(word, plainly=False) == texts.language][:WORDS]
    if words:
        quoted = texts.join([texts("outreach.quoted", word=word) for word in words])
        return texts("outreach.why_words", words_said=quoted)
    # A blank parts a Latin name from Chinese around it, never Chinese from Chinese.
    return _BETWEEN_CJK.sub("", texts("outreach.why_plain", platform=pick.platform.value))
