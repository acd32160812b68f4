"""Bare answers to the question on screen, and to a pending doubt."""

import re

from bot.understand.amount_words import CREATOR
from bot.understand.folding import pattern
from bot.understand.model import Doubt, Option
from bot.understand.notes import Notes
from bot.understand.product import Found, clean
from bot.understand.questions import is_question
from bot.understand.request_words import GREETING, THANKS

_UNKNOWN = pattern(
    r"^\s*(?:我?(?:也|還|目前|暫時|真的)?(?:不知道|不清楚|不確定|沒想好|還沒(?:有)?(?:想好|想到"
    r"|決定|確定|想過|定|有想法|概念|談|抓)|沒(?:有)?(?:想法|概念|決定|想過|頭緒|特別|偏好)"
    r"|未知|隨便|都可以|都行|看著辦|看?你們?(?:決定|建議|推薦|覺得)|不一定|再說|先跳過|跳過"
    r"|略過|下一題|pass|暫無|保密|不方便說|沒意見|未諗|唔知|唔清楚|冇諗|冇所謂|還不曉得|不曉得"
    r"|看情況|都沒差|沒差|先不(?:說|填|管)|等等再說))"
    r"(?:耶|欸|啦|呢|喔|吧|誒|了|哈+|～|~|你(?:建議|推薦)呢?|,|，|\s|[.。!！])*$"
    r"|^\s*(?:i |we |i'm |we're |honestly |well |um+ |hmm+ |uh )*(?:(?:no"
    r"|not any) idea(?: yet)?|not sure(?: yet)?|don'?t know(?: yet)?|dunno|idk|skip(?: it"
    r"| this)?|haven'?t (?:decided|thought)[a-z ]*|undecided|unsure|no clue|tbd"
    r"|not decided(?: yet)?|any(?:thing)?(?: is fine| works)?|whatever|no preference"
    r"|you (?:decide|choose|tell me)|up to you|pass|n/?a|next|later|can'?t say|depends"
    r"|it depends|not yet|none yet)[\s.!,]*$"
)
_FIELD_UNKNOWN = tuple(
    (field, pattern(e))
    for field, e in (
        (
            "budget",
            r"(?:預算|經費)(?:的部分|部分|方面|上)?(?::|：|是|為|我們?|目前|暫時|還|都|的話|,|，"
            r"|\s)*(?:沒有?(?:想好|想法|決定|概念|確定|定|抓|頭緒|談)|未定|待定|不知道|不確定|不清楚"
            r"|沒想|隨便|再說|還沒|你建議|看你建議|唔知|未諗)|還沒(?:有)?(?:想好|決定|抓)(?:好)?預算"
            r"|不(?:知道|確定)(?:要)?(?:花多少|預算(?:要)?多少)|沒(?:有)?(?:什麼)?預算概念"
            r"|‹(?:no (?:budget|idea (?:about|on|of|what) (?:the |my |our )?budget)(?: yet| in mind"
            r"| set)?|budget (?:is )?(?:not (?:decided|set|sure|fixed)|unknown|tbd|undecided|open"
            r"|to be (?:decided|determined))|(?:not sure|don't know|no idea|haven't (?:decided|set|got"
            r"|fixed|finali[sz]ed|discussed)|don't have|unsure)(?: yet)?(?: about| on| of)? (?:what "
            r"|how much )?(?:an? |the |my |our )?(?:budget|to spend))",
        ),
        (
            "price",
            r"(?:價格|單價|售價|定價|價位|價錢)(?:的部分|部分|方面|上)?(?::|：|是|為|我們?|目前|暫時|還"
            r"|都|的話|,|，|\s)*(?:沒有?(?:想好|想法|決定|概念|確定|定|訂)|未定|待定|不知道|不確定|還沒"
            r"|唔知)|還沒(?:有)?(?:定價|訂價|決定價格|決定售價|想好價格)|‹(?:(?:price"
            r"|pricing) (?:is )?(?:not (?:decided|set|sure|fixed)|unknown|tbd|undecided"
            r"|to be (?:decided|determined))|(?:not sure|don't know|no idea|haven't (?:decided"
            r"|set))(?: yet)?(?: about| on| of)? (?:what |the |a |my |our )*(?:price|pricing))",
        ),
        (
            "product",
            r"(?:商品|產品)(?::|：|是|我們?|目前|暫時|都|\s)*(?:還)?(?:沒(?:有)?(?:想好|決定|確定)|未定"
            r"|待定)|還沒(?:有)?(?:決定|想好)(?:要)?賣什麼|不知道(?:要)?賣什麼"
            r"|‹(?:don't know what to sell|no product yet|haven't decided what to sell)",
        ),
        (
            "goal",
            r"(?:目標|目的)(?:還|目前)?(?:沒(?:有)?(?:想好|決定|確定)|未定|不確定)|‹no (?:specific "
            r"|particular )?goal",
        ),
    )
)
_IS_PRICE = pattern(
    r"單價|售價|定價|價格|價位|賣價|商品價|一個的|每個|‹(?:price|unit|unit price|product price"
    r"|retail|each)›"
)
_IS_BUDGET = pattern(r"預算|總共|經費|總額|行銷費|‹(?:budget|total|campaign|spend)›")
_FIRST = pattern(r"^\s*(?:1|一|第一個?|前者|前面(?:那個)?|a|first|the first(?: one)?|former)[\s.。!！]*$")
_SECOND = pattern(r"^\s*(?:2|二|第二個?|後者|後面(?:那個)?|b|second|the second(?: one)?|latter)[\s.。!！]*$")
_NO_NAME = pattern(
    r"^(?:[哈呵嘿嘻嗯喔哦啊欸耶唉噢痾呃好的啦吧呀哇~]+|(?:ha|he|xd|lo+l|lmao|hm+|uh+|um+|ah+|oh+)+|ok(?:ay|ie)?|tests?|testing|測試|試試看?"
    r"|好(?:的|啊|喔|吧|哦|呀|哇)?|對(?:啊|呀)?|沒有?|有|是|不是|早|晚安|掰+|拜拜?|再見|bye|yes|yep|yeah|no|nope|sure|cool|nice|wow"
    r"|等(?:一?下|等|我一?下)|在|在不在|收到|了解|知道了?|開始|start|go|hmm+"
    r"|(?:行銷|廣告|總|合作)?(?:預算|經費|價格|單價|售價|定價|價位|價錢|費用|金額|目標|粉絲數?|平台|風格|客群|市場|名稱)"
    r"|budgets?|prices?|pricing|costs?|amounts?|money|goals?|followers?|platforms?|audience|style)\s?[:=]?$"
)
_SEEKS = pattern(
    rf"(?:找|請|徵求?|需要|想要|認識|合作)[^,，。]{{0,8}}?(?:{CREATOR})|‹(?:find|looking for|need|want|hire)›.*(?:{CREATOR})"
)
_LONGEST_NAME = 60  # characters of an answer that may be a product's name and nothing else
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "poiuytrewq", "lkjhgfdsa", "mnbvcxz")
_POLITE = pattern(
    r"^(?:我們?|咱們)?(?:是|要|想|賣的是|賣|就是|應該是|應該|大概是?|就|那就|嗯+|喔|好,?|it's|its"
    r"|it is|a |an |the |our |we sell |i sell |well,? |um+,? |maybe |i think )+"
)


def is_unknown(text: str) -> bool:
    """Whether a folded message says no more than "I don't know" or "skip"."""
    return _UNKNOWN.match(text) is not None


def unknown_fields(notes: Notes) -> None:
    """Note the questions that the seller leaves open in so many words."""
    for field, expression in _FIELD_UNKNOWN:
        name = {"price": "unit_price"}.get(field, field)
        if name in notes.values:
            continue
        if match := expression.search(notes.free):
            _leave_open(notes, name, match.start(), match.end())


def bare_unknown(notes: Notes) -> bool:
    """Note "I don't know" as the answer to the question on screen."""
    asked = notes.context.asked
    if not is_unknown(notes.text):
        return False
    if asked:
        _leave_open(notes, {"price": "unit_price"}.get(asked, asked), 0, len(notes.text))
    return True


def _leave_open(notes: Notes, name: str, start: int, end: int) -> None:
    kept = notes.value(name)
    notes.say(name, kept, start, end, note="unknown")
    notes.values.pop(name)
    notes.hide(start, end)


def product(notes: Notes) -> Found | None:
    """The whole answer as a product name, less what politeness puts around it."""
    start, end = 0, len(notes.free)
    if polite := _POLITE.match(notes.free):
        start = polite.end()
    stop = re.search(r"[\x00\x01,，。;；!！?？\n]", notes.free[start:])
    if stop:
        end = start + stop.start()
    span = clean(notes, start, end) if end - start <= _LONGEST_NAME else None
    if span is None or not _may_be_sold(notes, *span):
        return None
    return Found(*span, certain=True)


def _may_be_sold(notes: Notes, start: int, end: int) -> bool:
    """A greeting, a cue word without its value, keys hit at random and a question are no product's name."""
    phrase = notes.free[start:end]
    if _NO_NAME.match(phrase) or GREETING.match(phrase) or THANKS.match(phrase) or _SEEKS.search(phrase):
        return False
    if not (is_question(notes.text) or _is_mashed(phrase)):
        return True
    match = notes.context.classify(notes.folded.words(start, end))
    return match is not None and match.exact


def _is_mashed(phrase: str) -> bool:
    """asdfgh, qwrtzp: Latin letters that lie side by side on the keyboard, or hardly a vowel among them."""
    if not re.fullmatch(r"[a-z]{4,}", phrase):
        return False
    vowels = len(re.findall("[aeiouy]", phrase))
    return vowels * 8 < len(phrase) or any(phrase[:4] in row for row in _KEYBOARD)


def option_of(doubt: Doubt, text: str) -> Option | None:
    """The option of a pending doubt that a folded message takes; None when it talks of something else."""
    ids = {option.id: option for option in doubt.options}
    if len(text.strip()) > 24:
        return None
    says_price, says_budget = bool(_IS_PRICE.search(text)), bool(_IS_BUDGET.search(text))
    if says_price != says_budget:
        return ids.get("price" if says_price else "budget")
    if _FIRST.match(text):
        return doubt.options[0]
    return doubt.options[1] if _SECOND.match(text) else None
