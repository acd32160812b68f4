"""The product when no selling verb names it: what is left of the message once everything else is understood."""

import re

from bot.understand.amount_words import CREATOR
from bot.understand.figures import Kind
from bot.understand.folding import pattern
from bot.understand.notes import HIDDEN, USED, Notes
from bot.understand.product import LONGEST_TAIL, Found, clean

_FILLER = pattern(
    rf"(?:{CREATOR})|你好|您好|哈囉|哈佬|嗨|安安|請問|想請問|請|想要|想找|想請|想做|想|要找|找"
    rf"|幫我|幫忙|推薦|介紹|合作|業配|行銷|曝光|宣傳|我們家|我們|咱們|我是|我家|我要|我|這個"
    rf"|這款|謝謝|感謝|麻煩|拜託|大家|有沒有|可以|能|預算|價格|單價|售價|定價|價位|左右|大概|約"
    r"|適合|人選|需要|希望|主打|目標|客群|受眾|族群|風格|平台|粉絲|就好|就行|即可|都可以|不限"
    r"|為主|優先|總共|一共|左右|上下|多少|什麼|怎麼|品牌|商品|產品|新品|上市|開箱|實測|團購"
    r"|直播|短影音|影片|內容|貼文|文案|限動|廣告|最好|一些|一點|比較|而已|唔該|想搵|點樣|幾多"
    r"|邊個|同埋"
    r"|試試|試水溫|看看|投放|老闆|主管|測試|這次|今年|明年|下個月|檔期|活動|客人|顧客|消費者"
    r"|多半|大多|主要|買家|其實|然後|改成|改為|換成|原本|正常|累積|增加|寫文|月費|含稅|連稅"
    r"|未稅|抱歉|打錯|說錯|不好意思|等等|剛剛|更正|之間|全部|通通|寫?心得|分享|體驗|試用|發文|老闆|打八折"
    r"|打九折"
    r"|‹(?:hi|hello|hey|dear|team|there|please|thanks|thank|you|show|looking|look|for|find|me|us|we"
    r"|i|i'm|i'd|we're|want|need|would|like|to|a|an|the|our|my|some|any|and|or|with|in|on|at|of"
    r"|is|are|about|around|approx|roughly|budget|price|add|instead|actually|aged|drive|monthly"
    r"|tier|luxury|affordable|priced|each|per|total|only|just|also|help|can|could|someone"
    r"|people|who|that|this|it|do|use|using|work|promote|campaign|marketing|post|posts|video"
    r"|videos|reels?|story|stories|review|reviewers?|unboxing|giveaway|ads?|goal|target"
    r"|audience|style|vibe|platforms?|followers?|preferably|maybe|good|best|right|recommend"
    r"|suggest|which|what|how|where|when|much|many|so|but|if|then|from|by|as|be|have|has|get"
    r"|give|let|make|new|more|most|very|really|brand|product|sell|selling|run|pls|plz|max|min"
    r"|least|up|not|no|yes|ok|okay|range|usd|ntd|collab|collaboration|collaborate|partner|hire"
    r"|pay|spend|within|under|over|between|will|should|may|might|am|was|were|been|being|don't"
    r"|cheap|small|big|one|two|few|lot|them|their|they|he|she|her|his|him|your|yours|test|try"
    r"|first|time|next|week|month|year|today|now|soon|asap|tax|included|including|vat|gst|free"
    r"|shipping|because|since|while|also|too|still|yet|than|into|out|off|down|here|there|why"
    r"|regards|sincerely|best|cheers|kind|warm|subject|re|fw|fwd)›"
)
_FIRST = pattern(
    r"^(?:[找想要請給嗎呢吧喔啦每各來跟和與及或在是為對讓把位個名元塊幾賣推我先再也都就才只但嘅啲係喺俾的以費錢搵嚟咩下能]"
    r"|有(?!機)|做(?!菜)|用(?!品)|好(?!市)|不|沒|還|說|叫|哪|怎|萬|入(?!門)|投)+"
)
_LAST = pattern(
    r"(?:[找想要請給嗎呢吧喔啦每各跟和與及或在是為對讓把的以嘅啲㗎嚟咩幾我先再也都就才只但位個名元塊賣推投做])+$"
)
_EDGE = re.compile(
    rf"[{USED}{HIDDEN},，。;；:：!！?？\n|/()（）「」『』【】\[\]\"…~*#=<>、+&]+|\s-\s|\.\s|\.$"
    rf"|(?<=[\u4e00-\u9fff])\s+"
)
_TIMES = pattern(r"\d\s?個月|[一二兩三四五六七八九十半]個?[月年季]|‹months?›|‹weeks?›|‹years?›")
_CHAT = pattern(
    r"昨天|今天|明天|剛剛|昨晚|週末|買了|吃了|喝了|看了|搭了|花了|走了|跑了|好累|好熱|好冷|下雨"
    r"|我家的?(?:貓|狗|小孩)|我媽|我爸|我兒|我女|午餐|晚餐|早餐吃|股票|股市|房租|漲|跌|生日"
    r"|‹(?:yesterday|bought|ate|had lunch|had dinner|my (?:dog|cat|son|daughter|mom|dad|kid"
    r"|boyfriend|girlfriend)|this morning|last night|tonight|broke down|tired|weather|rent|birthday"
    r"|my flight|the movie)›"
)
_CAMPAIGN = pattern(
    rf"預算|單價|售價|賣|推(?!薦)|找|想要|需要|合作|行銷|業配|品牌|商品|產品|{CREATOR}(?!\s?(?:超"
    rf"|好|很|真))|‹(?:budget|sell|selling|promote|launch|brand|product|campaign|marketing|looking"
    rf"|need|want|find|reach|target)›"
)
_TALK = pattern(
    r"^'|[你我他她們嗎呢吧了給讓把被很太也都還再又就才只說想要會能可不沒哪誰]|‹(?:don't|can't|won't"
    r"|it's|ok|sure|think|know|guess|sorry|wait|hmm)›"
)
_BEFORE_AMOUNT = pattern(rf"\s?(?:at|for|is|:)?\s?{USED}")
_BRAND = pattern(r"\s?(?:brand|company|品牌|公司|工作室)")
_PRICED = 0.5  # an amount right behind a name says that this is what it buys
_LEAST_LATIN = 3


def chunks(notes: Notes) -> list[Found]:
    """What is left, cut at stops and at words that say nothing of a product; in order."""
    found, place = [], 0
    for stop in [*_EDGE.finditer(notes.free), None]:
        end = stop.start() if stop else len(notes.free)
        found += _bare(notes, place, end)
        place = stop.end() if stop else end
    return found


def _bare(notes: Notes, start: int, end: int) -> list[Found]:
    """Filler falls off both ends of a chunk; inside it may belong to the name (不要再瘦了 can be one)."""
    pieces, place = [], start
    for stop in [*_FILLER.finditer(notes.free, start, end), None]:
        stop_at = stop.start() if stop else end
        span = _trimmed(notes, place, stop_at)
        if span and _is_word(notes.free[span[0] : span[1]]):
            pieces.append(Found(*span, certain=False))
        place = stop.end() if stop else end
    return pieces


def _trimmed(notes: Notes, start: int, end: int) -> tuple[int, int] | None:
    phrase = notes.free[start:end]
    first, last = _FIRST.match(phrase), _LAST.search(phrase, max(0, len(phrase) - LONGEST_TAIL))
    start, end = start + (first.end() if first else 0), end - (len(last[0]) if last else 0)
    return clean(notes, start, end) if end > start else None


def _is_word(phrase: str) -> bool:
    han = len(re.findall(r"[\u4e00-\u9fff]", phrase))
    if re.search("族群?$", phrase):
        return False  # 露營族 buys; it is not sold
    return (
        han >= 2
        or len(re.findall(r"[a-z]", phrase)) >= _LEAST_LATIN
        or (han == 1 and bool(re.search("[a-z]{2}", phrase)))
    )


def chats(notes: Notes) -> bool:
    """Whether the message tells of the seller's own day, where a product's name sells nothing."""
    return _CHAT.search(notes.text) is not None and not _CAMPAIGN.search(notes.text)


def beside_an_amount(notes: Notes) -> Found | None:
    """A name that the taxonomy lacks: leftover words at the head of the message, or right beside an amount."""
    for found in chunks(notes):
        before = notes.free[: found.start]
        priced = _BEFORE_AMOUNT.match(notes.free, found.end)
        first = not re.search(r"[a-z0-9\u4e00-\u9fff]", before)
        if not _worth(notes, found) or is_brand(notes, found):
            continue
        beside = first or priced or before.rstrip().endswith(USED)
        talk = _figures_only(notes, found) or _TALK.search(notes.free[found.start : found.end])
        if beside and not talk:
            return found
    return None


def _worth(notes: Notes, found: Found) -> bool:
    """Latin letters beside bare digits may be anything; a currency or a unit makes the digits an amount."""
    latin = notes.free[found.start : found.end].isascii()
    return not latin or any(f.kind is Kind.MONEY or f.scaled for f in notes.figures) or len(notes.values) > 0


def is_brand(notes: Notes, found: Found) -> bool:
    """Whether the words name who sells, not what: natural skincare brand."""
    return _BRAND.match(notes.free, found.end) is not None


def _figures_only(notes: Notes, found: Found) -> bool:
    """3個月, six months: a figure with its unit is no name."""
    rest = list(notes.free[found.start : found.end])
    for figure in notes.figures:
        for place in range(max(figure.start, found.start), min(figure.end, found.end)):
            rest[place - found.start] = " "
    return not _is_word("".join(rest).strip()) or bool(_TIMES.search(notes.free[found.start : found.end]))


def whole(notes: Notes) -> Found | None:
    """A message that is little but the name of a product."""
    found = next(iter(chunks(notes)), None)
    if found is None or (found.end - found.start) * 2 < len(notes.text.strip()):
        return None
    match = notes.context.classify(notes.folded.words(found.start, found.end))
    return found if match and match.exact else None


def best(notes: Notes, *, required: float) -> Found | None:
    """The chunk that the taxonomy knows best, if it is at least this sure; the first chunk on a tie."""
    top: tuple[float, Found] | None = None
    for found in chunks(notes)[:8]:
        match = notes.context.classify(notes.folded.words(found.start, found.end))
        named = _BRAND.match(notes.free, found.end) is None
        score = match.confidence + match.exact if match else 0.0
        score += _PRICED * bool(
            re.match(r"\s?(?:at|for|is|,)?\s?\x00", notes.free[found.end : found.end + 6])
        )
        score -= 0 if named else _PRICED
        if match and score >= required and (top is None or score > top[0]):
            top = (score, found)
    return top[1] if top else None
