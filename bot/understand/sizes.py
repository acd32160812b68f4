"""How many creators are wanted, and how big."""

import re

from bot.understand.amount_words import CREATOR
from bot.understand.figures import Bound, Figure, Kind
from bot.understand.folding import pattern
from bot.understand.notes import Notes
from knowledge.models import FollowerRange, Tier
from knowledge.tiers import RANGES

_MOST_CREATORS = 1000
_NOUN_AFTER = pattern(rf"\s?(?:個|位|名)?\s?(?:[^,，。;；!?！？\d\n、]{{0,14}}?)(?:{CREATOR})")
_ENGLISH_NOUN_AFTER = pattern(
    rf"\s(?:[a-z\u4e00-\u9fff'&/-]+\s){{0,4}}?(?:{CREATOR}|of them›|people›(?=\s(?:to|who|on|for)))"
)
_COUNT_WORD = pattern(r"\s?個")
_SEEK = pattern(
    r"(?:分給|給|找|要|請|徵|配|挑|選|需要|想要|想找|想請|推薦|介紹|安排|合作|邀|大概|約|給我|來|共|總共"
    r"|人數|位數|數量|各|只|最多|至少|改成|改為|換成|變成|增加到|減到|加到|×|x|乘以?|\*|‹(?:want"
    r"|need|looking for|find(?: me)?|hire|get|recommend|with|about|around|maybe|like|for|work with"
    r"|give me|show me|x|times|make it|book|up to|use|have|only|just|at least|collaborate with"
    r"|among|across|between))\s?(?:大概|約|個|差不多|成|到|:)?\s?$"
)
_TIMES = pattern(
    rf"(?:{CREATOR})\s?[x×*]\s?(?P<n>[1-9]\d{{0,2}})›"
    rf"|‹(?P<m>[1-9]\d{{0,2}})\s?[x×*]\s?(?={CREATOR})"
)
_NOUN_BEFORE = pattern(rf"(?:{CREATOR})\s?(?:人數|數量|要|共|約|大概|:|：)?\s?$")
_HUNT = pattern(r"(?:找|徵|招|請|邀)\s?$")
_NOT_CREATORS = pattern(
    r"\s?(?:員工|客人|顧客|客戶|朋友|小孩|孩子|家人|同事|老師|學員|學生|會員|使用者|用戶|買家|團隊"
    r"|成員|座|份|用|房|套|帳|以上成團|家庭|夥伴|人的團隊)"
)
_FOLLOWER_CUE = pattern(
    r"(?:粉絲數?|粉絲量|粉(?=\s?\d)|追蹤(?:者|人|數)*|訂閱(?:者|數|量)*|‹(?:followers?|subs"
    r"|subscribers?|following|fans?|audience size|follower count|reach)›)(?:數|量)?\s?(?:的|範圍"
    r"|落在|改成|改為|改到|改|調成|換成|提高到|降到|要求|大概|約|在|是|要|有|有個|介於|的話|count"
    r"|range|between|from|of|is|:|：|,|，)*\s?$"
)
_CREATOR_BEFORE = pattern(
    rf"(?:{CREATOR})\s?(?:who have|that have|having|with|that has|of|about|around|在|有|,"
    rf"|size)?\s?(?:about|around|between|from)?\s?$"
)
_SIZED_NOUN = pattern(rf"\s?(?:的)?\s?(?:{CREATOR}|級別的?|等級|級的?)")
_TIER_WORDS: tuple[tuple[Tier | tuple[int | None, int | None], str], ...] = (
    (
        Tier.NANO,
        rf"奈米(?=\s?(?:網紅|級|kol|創作|influencer|就|,|，|、|$))|奈米網紅|納米網紅|納米kol|奈米級"
        rf"|素人(?!料理)|‹nano(?:[- ]?(?:{CREATOR}|tier|size|level|sized))?(?=\s|$|[,./;!?、，])"
        rf"|‹nanos›",
    ),
    (
        Tier.MICRO,
        rf"微型?網紅|微網|微型(?=\s?(?:kol|創作|influencer|網|部落|youtuber|的))|小微網紅|微影響者"
        rf"|微型?意見領袖|‹micro(?:[- ]?(?:{CREATOR}|tier|size|level|sized))?(?=\s|$|[,./;!?、，])"
        rf"|‹micros›|‹microinfluencers?›",
    ),
    (
        Tier.MID,
        r"中型(?=\s?(?:網紅|kol|創作|influencer|youtuber|的?網紅|部落))|中型網紅|中腰部"
        r"|‹mid[- ]?(?:tier|size|sized|level)(?=\s|$|[,./;!?、，])(?!\s(?:product|brand|price|phone"
        r"|compan))",
    ),
    (
        Tier.MACRO,
        rf"大型(?=\s?(?:網紅|kol|創作|influencer|youtuber))|‹macro(?:[- ]?(?:{CREATOR}|tier|size"
        rf"|level|sized))?(?=\s|$|[,./;!?、，])(?!\s(?:lens|photo|nutri))",
    ),
    (
        Tier.MEGA,
        rf"超大型?網紅|巨型網紅|百萬網紅|百萬youtuber|百萬級(?:網紅|kol|youtuber|創作者)"
        rf"|‹mega(?:[- ]?(?:{CREATOR}|tier|size|level))(?=\s|$|[,./;!?、，])"
        rf"|‹celebrity influencers?›",
    ),
    ((50_000, 500_000), "腰部(?=\\s?(?:kol|網紅|達人|博主|創作))"),  # 小紅書's own words for its tiers
    ((10_000, 50_000), "尾部(?=\\s?(?:kol|網紅|達人|博主|創作))"),
    ((500_000, None), "頭部(?=\\s?(?:kol|網紅|達人|博主|創作))"),
)
_TIERS = [(tier, pattern(expression)) for tier, expression in _TIER_WORDS]
_TIER_RANGE = {Tier.NANO: FollowerRange(low=None, high=RANGES[Tier.NANO][1])} | {
    tier: FollowerRange(low=RANGES[tier][0], high=RANGES[tier][1]) for tier in list(Tier)[1:]
}
_NOT_SIZE = pattern(r"(?:不要|不找|別找|no|not)\s?$")
_OWN_FOLLOWERS = pattern(
    r"(?:我們|我的|自己的?|品牌|官方|粉專|店裡|目前|現在|已經|已有|‹(?:we|i|our|my|brand|already"
    r"|currently)›)[^,，。;]{0,14}$"
)
_WANTS = pattern(r"找|要|想|希望|需要|網紅|kol|創作|‹(?:want|need|looking|find|creators?|influencers?|with)›")
_ENOUGH = pattern(r"\s?(?:就好|就夠|就行|就可以|即可|夠了)(?:了|啦|喔)?\s?$")
_ALL_CREATORS = pattern(CREATOR)


def read(notes: Notes) -> None:
    """Note the wanted number and size; their figures are used up."""
    _number(notes)
    _followers(notes)


def _number(notes: Notes) -> None:
    notes.creator_words = bool(_ALL_CREATORS.search(notes.text))
    if times := _TIMES.search(notes.free):
        notes.say("creators", int(times["n"] or times["m"]), times.start(), times.end())
        notes.take(times.start("n" if times["n"] else "m"), times.end())
        return
    for n, figure in enumerate(notes.figures):
        if not _counts(notes, n, figure):
            continue
        end = _noun_end(notes, figure)
        number = int(figure.high if figure.bound is Bound.MOST else figure.low)
        notes.say("creators", number, figure.spoken[0], end, note="range" if figure.is_range else None)
        notes.take(figure.spoken[0], figure.spoken[1])
        return


def _counts(notes: Notes, n: int, figure: Figure) -> bool:
    """Whether a figure counts the creators wanted."""
    if figure.currency or figure.scaled or not 1 <= figure.low <= _MOST_CREATORS or figure.low % 1:
        return False
    before = notes.free[max(0, figure.spoken[0] - 14) : figure.spoken[0]]
    if notes.is_hidden(figure.start) or _RATE.search(before) or _priced(notes, n, figure):
        return False
    noun = bool(_noun(notes, n, figure))
    sought = bool(_SEEK.search(before))
    if figure.kind is Kind.BARE and not _COUNT_WORD.match(notes.free, figure.end):
        return noun and (figure.low < 200 or sought) and not _FOLLOWER_CUE.search(before)
    named = bool(_NOUN_BEFORE.search(notes.text[max(0, figure.spoken[0] - 16) : figure.spoken[0]]))
    return _counts_by_unit(notes, figure, noun or named, sought, bool(_HUNT.search(before)))


_RATE = pattern(r"(?:每|各|第|前|per\s|each\s|top\s|#)$")


def _counts_by_unit(notes: Notes, figure: Figure, named: bool, sought: bool, hunted: bool) -> bool:
    """``named``: a word for creators stands beside; ``hunted``: 找 or 請 stands right before."""
    unit = notes.free[figure.start : figure.end]
    following = next((f for f in notes.figures if f.start > figure.start), None)
    if sought and following and following.kind is Kind.FOLLOWERS and following.start - figure.end < 8:
        return True  # 給我10個1萬粉以上的
    if figure.kind is Kind.PEOPLE:
        others = _NOT_CREATORS.match(notes.free, figure.end)
        return not others and (named or sought or _alone(notes, figure))
    if unit.endswith("people"):
        return (sought or figure.bound is not None) and (notes.creator_words or "followers" in notes.text)
    if figure.kind is Kind.OTHER and not unit.endswith("个"):
        return False
    if notes.context.has_advice and _ENOUGH.match(notes.free, figure.end):
        return True
    if figure.kind not in {Kind.OTHER, Kind.BARE}:
        return False
    return named or hunted or (sought and notes.creator_words and _ends(notes.free, figure.end))


def _noun(notes: Notes, n: int, figure: Figure) -> re.Match[str] | None:
    """The word for creators that the figure counts: near, and with no other figure in between."""
    limit = notes.figures[n + 1].start if n + 1 < len(notes.figures) else len(notes.text)
    noun = _NOUN_AFTER.match(notes.text, figure.end) or _ENGLISH_NOUN_AFTER.match(notes.text, figure.end)
    if noun is None or noun.end() > limit + 1:
        return None
    between = notes.text[figure.end : noun.end()]
    if figure.low == 1 and not _SEEK.search(notes.text[max(0, figure.spoken[0] - 14) : figure.spoken[0]]):
        return None
    if figure.kind is Kind.BARE and not between.lstrip().startswith(("个", "位", "名")):
        return (
            None if re.search(r"[\u4e00-\u9fff]\s[\u4e00-\u9fff]|预算|budget|each|找|、", between) else noun
        )
    return noun


def _ends(text: str, place: int) -> bool:
    return not re.match(r"\s?[\u4e00-\u9fffa-z]", text[place : place + 2]) or bool(
        re.match(r"\s?(?:人|就|左右|吧|,)", text[place:])
    )


def _alone(notes: Notes, figure: Figure) -> bool:
    """五位 by itself between stops: a seller's short answer or list item."""
    before, after = notes.free[: figure.spoken[0]].rstrip(), notes.free[figure.spoken[1] :].lstrip()
    edge_before = not before or before[-1] in ",，。;；、/\x00" or notes.free[figure.spoken[0] - 1].isspace()
    return edge_before and (
        not after or after[0] in ",，。;；、/\x00!！吧就左" or notes.free[figure.spoken[1]].isspace()
    )


def _priced(notes: Notes, n: int, figure: Figure) -> bool:
    """一位3000: the fee of one, not a wish for one."""
    following = notes.figures[n + 1] if n + 1 < len(notes.figures) else None
    between = notes.text[figure.end : following.start] if following else "x" * 99
    if figure.low == 1 and following and following.may_be_money and len(between.strip()) < 12:
        return not re.search(r"[,，。;]|\s", between.strip())
    before = notes.figures[n - 1] if n else None
    return bool(
        figure.low == 1
        and before
        and before.may_be_money
        and not notes.text[before.end : figure.start].strip(" 元块")
    )


def _noun_end(notes: Notes, figure: Figure) -> int:
    noun = _NOUN_AFTER.match(notes.text, figure.end) or _ENGLISH_NOUN_AFTER.match(notes.text, figure.end)
    return noun.end() if noun and noun.end() - figure.end < 30 else figure.end


def _followers(notes: Notes) -> None:
    for figure in notes.figures:
        if not _sizes(notes, figure) or not figure.high:
            continue
        low, high = _ends_of(notes.text, figure)
        notes.say("followers", FollowerRange(low=low, high=high), *figure.spoken)
        notes.take(*figure.spoken)
        for _, expression in _TIERS:
            for match in notes.finditer(expression):
                notes.take(match.start(), match.end())
        return
    _tier(notes)


def _sizes(notes: Notes, figure: Figure) -> bool:
    before = notes.text[max(0, figure.spoken[0] - 24) : figure.spoken[0]]
    if notes.is_hidden(figure.start):
        return False
    if _OWN_FOLLOWERS.search(before) and not _WANTS.search(before):
        if figure.kind is Kind.FOLLOWERS:
            notes.take(*figure.spoken)
        return False
    if figure.kind is Kind.FOLLOWERS:
        return True
    if figure.kind is not Kind.BARE:
        return False
    if _FOLLOWER_CUE.search(before):
        return True
    sized = figure.bound in {Bound.MOST, Bound.LEAST} or figure.is_range or before.rstrip().endswith("with")
    if (
        figure.scaled
        and _SIZED_NOUN.match(notes.text, figure.spoken[1])
        and not re.search(r"(?:預算|预算|budget|每|一)\s?$", before)
    ):
        return not re.match(r"\s?(?:找|請|请)", notes.text[figure.spoken[1] :])
    english = figure.scaled and not notes.folded.is_chinese
    return bool(english and sized and _CREATOR_BEFORE.search(before))


def _ends_of(text: str, figure: Figure) -> tuple[int | None, int | None]:
    low, high = int(figure.low), int(figure.high)
    unit, behind = text[figure.start : figure.end], text[figure.spoken[1] : figure.spoken[1] + 4]
    if figure.is_range:
        return low, high
    if figure.bound is Bound.MOST or re.search("以[下内]", unit) or _AT_MOST.match(behind):
        return None, high
    if figure.bound is Bound.LEAST or re.search(r"以上|\+", unit) or _AT_LEAST.match(behind):
        return low, None
    return (low, None) if _CLASS.match(unit) else (low, high)


_AT_MOST, _AT_LEAST = pattern(r"\s?(?:以下|以內|之內)"), pattern(r"\s?(?:以上|\+|起)")
_CLASS = pattern(r"百萬|千萬|十萬$|[a1] million$")  # 百萬YouTuber: a class that starts there


def _tier(notes: Notes) -> None:
    found = []
    for tier, expression in _TIERS:
        for match in notes.finditer(expression):
            if not _NOT_SIZE.search(notes.text[max(0, match.start() - 4) : match.start()]):
                size = (
                    _TIER_RANGE[tier] if isinstance(tier, Tier) else FollowerRange(low=tier[0], high=tier[1])
                )
                found.append((size, match.start(), match.end()))
    if not found:
        return
    lows = [size.low for size, _, _ in found]
    highs = [size.high for size, _, _ in found]
    low = None if None in lows else min(x for x in lows if x is not None)
    high = None if None in highs else max(x for x in highs if x is not None)
    notes.say(
        "followers", FollowerRange(low=low, high=high), min(f[1] for f in found), max(f[2] for f in found)
    )
    for _, start, end in found:
        notes.take(start, end)
