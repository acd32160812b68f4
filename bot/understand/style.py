"""How the creators should be, in the seller's words: what stands before the word for creators, or beside 風格."""

import re
from itertools import islice

from bot.understand.amount_words import CREATOR
from bot.understand.folding import pattern
from bot.understand.notes import HIDDEN, USED, Notes

_NOUN = pattern(rf"{CREATOR}|‹(?:channels?|accounts?|pages?)›")
# A platform stands for its creators where a seeking verb or 類 says so: 找美食IG, 科技類Podcast.
_CHANNEL = pattern(
    r"(?<=[\u4e00-\u9fff])(?:ig|fb|podcast|yt|youtube|tiktok|instagram|blog|頻道|部落格|帳號)›"
)
_SEEKING = pattern(r"(?:找|要|請|徵|推薦)[^,，。\s]{2,12}$|[類系型]$")
_LISTED = re.compile(r"(?<![a-z-])([a-z-]{3,}),\s$")
_OWNER = pattern(r"^會看|我|平台|以|主|用|在|只|也|都|想|跟|和|還|有|不|再|改|投|上|發|這|那|你|他|掉|拿|刪")
_STOP = rf"[,，。;；:：!！?？、/|()（）「」\n{USED}{HIDDEN}]"
_ZH_CUT = pattern(
    r"(?:想找|要找|有找|找到|找|想要|需要|想請|邀請|請|徵求|徵|推薦|介紹|合作過?|配合|有沒有"
    r"|有無|適合|幫我|給我|搭配|搜尋|挑選?|選|改找|換成|改成|只要|只找|要|想|跟|和|與|給|是|有"
    r"|再來|再|來|一些|幾|這些|那些|那個|這個|哪些|哪個|什麼|誰是|別的|其他|任何|"
    r"\d(?![a-z\d])|[一二兩三四五六七八九十]?(?:位|個|名|群)|了解一下|了解|認識|做(?=.*的)?|由"
    r"|透過|用|靠|在|讓)"
)
_ZH_WEAK = pattern(
    r"^我|市場$|^(?:合適|適合|好|厲害|便宜|小|大|中|更多|更大|更小|更便宜|知名|有名|不錯|其他|別|這種"
    r"|這類|該|女|男|當|真的|所有|很多|新|一線|小型|大型|中型|優質|合作|行銷|對的|人氣|熱門"
    r"|網紅|台灣|專業級|多少|幾個|好多|啲|一啲|的|正確|符合|類似|相關|相關領域|自己|微|意見|上"
    r"|的上|平台|多|有沒|沒|有沒平些|平些|"
    r"奈米|素人|不同|便宜一點|比較小|比較大|比較便宜|大咖|小咖|對應|最好|最適合|比較適合|一般"
    r"|普通|理想|美女|帥哥|百萬|十萬|萬|當紅|最紅|紅|高|推薦|相同)?$"
)
_EN_STOP_WORDS = (
    "for with some any few a an the of to good best right more other these those is are by our my "
    "what which who many great top find looking want need hire get suitable popular famous big "
    "small bigger smaller cheaper cheap new different local and or in on at from about pay each per "
    "every one two three them their your recommend suggest perfect relevant only use using me "
    "please just like i we you can should would could how does do so micro nano macro mega mid tier "
    "sized work working collaborate partner collab between under over max content ideal proper "
    "appropriate similar this that another several couple lot lots not no active real-deal budget "
    "marketing as be have had got interested interesting social media online ugc kol influencer "
    "possible decent available affordable female male women men asian but if when than then also prefer "
    "all both most such same via through into it its was were been being there here"
)
_EN_STOP = frozenset(_EN_STOP_WORDS.split())
_ZH_WORD, _EN_WORD = rf"[^,，。;；!！?？\s\n{USED}{HIDDEN}]", rf"[^,.;!?\n{USED}{HIDDEN}]"
_WISHES = (
    # 要有小孩的, 想找健身教練型的: what is wished for, as a person
    rf"(?:^|[,，。;；!！\s{USED}])(?:那|我|我們)?(?:想要?|要|最好|希望|偏好|優先|想?找|改找|換|喜歡|給我){{1,3}}"
    rf"(?:是|能)?(?:一?[個位些]|那種)?"
    rf"(?P<style>(?:有|會|懂|敢|愛|常)(?!機|預算|沒有){_ZH_WORD}{{1,20}}?|{_ZH_WORD}{{2,12}}?[型類系派])"
    rf"的?(?:優先|人|為主|就好)?(?=$|[,，。;；!！\s{USED}]|的?(?:{CREATOR}))",
    rf"(?:^|[,，。;；!！\s])(?P<style>有(?:在)?{_ZH_WORD}{{2,16}}?)的?(?:優先|更好|更棒|加分)(?=$|[,，。;；!！\s])",
    # someone with kids
    rf"‹(?:someone|somebody|anyone|anybody)\s(?P<style>(?!(?:to|for|like|in|from|on|at|under|over|around|else"
    rf"|cheaper|bigger|smaller|less|more|below|above|near|who|that|new|different|please|i|we)›)"
    rf"[a-z]{_EN_WORD}{{3,60}}?)(?=[,.;!?\n{USED}]|$|\s(?:budget|for my|for our|under|within|but|please))",
)
# With an answer on screen, a bare description says how the creators should be: 講話直接的; natural, not glam.
_BARE = pattern(
    rf"^\s*(?![你我他她這那好是對真可沒不謝哪誰什當就都其別])(?P<zh>{_ZH_WORD}{{2,14}}(?:[、,，\s]{{1,2}}{_ZH_WORD}{{2,14}})?)"
    rf"的(?:就好|優先|人)?[\s。!！]*$"
    rf"|^\s*(?P<en>[a-z][a-z' -]{{3,40}}?),?\s?(?:but\s?)?{USED}+[\s.!]*$"
)
_BESIDE = tuple(
    pattern(e)
    for e in (
        rf"(?:風格|調性|語氣|形象|氛圍|人設|畫風|內容走向|拍攝手法|調調)(?:上|方面|的話)?(?:要|是"
        rf"|希望|偏好?|走|為|最好|比較|能|想要|想|請|盡量|可以|:|："
        rf"|\s)*(?P<style>[^,，。;；!！?？\n{USED}{HIDDEN}]{{2,40}})",
        r"(?:走|要|喜歡|偏好?|偏向|希望是?|想要|想找|找|拍|的|,|，|\s"
        r"|^)(?P<style>[^,，。;；!！?？\s\n的"
        + USED
        + HIDDEN
        + r"]{1,12}?(?:風格|路線|調性|風(?!格|格|味|景|險|扇|衣|箏|車|筒|水|機|乾|濕|琴|信|暖|潮|光"
        r"|氣|吹)|氛圍|療癒感|質感路線))(?=的|,|，|。|\s|$|;|" + USED + "|網紅|為主|就好|最好|優先)",
        r"(?:希望|想要|要求|最好)(?:是)?(?:內容|影片|文章|風格)(?:是|要|能|可以"
        r"|走)?(?P<style>[^,，。;；!！?？\s\n" + USED + HIDDEN + r"]{2,24})",
        r"希望(?!大家|找|能|可以|有|在|是|提升|增加|讓|打|合作|對象|粉絲|預算|快|盡|便宜|效|成|推薦|你"
        r"|透過|藉|用|走|拍|內容|影片|文章|風格|網紅|kol|客|平台|目標|觸|衝"
        r"|帶)(?P<style>[^,，。;；!！?？\s\n\d" + USED + HIDDEN + r"]{2,10})(?=$|[,，。;；!！\s])",
        r"(?:內容|影片|文章|人選|對方|創作者|網紅|kol)(?:們)?(?:要|希望|最好|需要|必須|得)(?:是"
        r"|有)?(?P<style>[^,，。;；!！?？\s\n" + USED + HIDDEN + r"]{2,24})",
        r"(?:^|[,，。;；\s"
        + USED
        + r"])(?:最好|希望|想要|要|找|想找)?(?:是|有|能|可以)?(?P<style>(?:會|能|懂|擅長|專門|愛|喜歡"
        r"|真的|真實|認真)[^,，。;；!！?？\s\n"
        + USED
        + HIDDEN
        + r"]{2,20}的|懂[^,，。;；!！?？\s\n"
        + USED
        + HIDDEN
        + r"]{1,9}的)(?=$|[,，。;；\s！!]|人)",
        r"‹(?:style|vibes?|tone|aesthetic|feel|look)(?: should be| must be| is| are|:|="
        r"| of)+\s?(?P<style>[^,.;!?\n"
        + USED
        + HIDDEN
        + r"]{3,60}?(?:(?:,| and) [a-z -]{3,20}?)?)(?=[.;!?\n,]|$|"
        + USED
        + ")",
        r"‹(?:with an?|with|in an?|has an?|have an?|prefer an?|prefer|like an?|want an?|want"
        r"|need an?|going for an?|love an?|,|^)\s?(?P<style>[a-z][a-z ,'-]{2,50}?\s(?:style|vibes?"
        r"|tone|aesthetic|feel|look|energy|humou?r))›",
        *_WISHES,
        rf"(?:{CREATOR}|‹people›|‹someone›|‹somebody›|‹anyone›|‹person›)\s(?:who|that)(?:'s| is"
        rf"| are| can| could| will|'re)?\s(?P<style>(?!(?:have|has|would)\s|charge|cost|ask|fit|match|get"
        rf"|take|live)[a-z][^,.;!?\n"
        + USED
        + HIDDEN
        + r"]{3,60}?)(?=[,.;!?\n"
        + USED
        + r"]|$|\s(?:budget|for my|for our|under|within|and my|and our|but|please))",
    )
)
_FLUFF = pattern(
    r"^(?:都|可以|喔|啦|不限|隨便|都好|還沒|沒有|不知道|好看就好|的|好|適合|重要|any|anything"
    r"|whatever)"
)
_MOST_NOUNS, _MOST_CHANNELS = 40, 8  # looked at: more is no description, and a channel costs a look-up
_FIXED = pattern(r"多長|多久|多少|什麼|怎麼|嗎|哪|不限|隨便|都可以|都行|沒差|不重要|無所謂")


def read(notes: Notes) -> None:
    """Note the style, parts in the order they were said."""
    parts = _beside(notes)
    channels = islice(_CHANNEL.finditer(notes.text), _MOST_CHANNELS)
    for noun in (*islice(_NOUN.finditer(notes.text), _MOST_NOUNS), *channels):
        if notes.is_hidden(noun.start()):
            continue
        span = _before(notes, noun.start())
        if span and (
            noun.re is _NOUN.compiled
            or _touches(notes, span, noun.start())
            or (
                not _OWNER.search(notes.free[span[0] : span[1]])
                and _SEEKING.search(notes.free[max(0, noun.start() - 14) : noun.start()])
            )
        ):
            parts.append(span)
    parts = _distinct(notes, parts) or _bare_wish(notes)
    if not parts:
        return
    comma = "、" if notes.folded.is_chinese else ", "
    words = comma.join(notes.folded.words(*part) for part in parts)
    notes.say("style", words[:400], parts[0][0], parts[-1][1])
    for part in parts:
        notes.take(*part)


def _bare_wish(notes: Notes) -> list[tuple[int, int]]:
    if not notes.context.has_advice or set(notes.values) - {"exclusions"}:
        return []
    match = _BARE.match(notes.free)
    if match is None or (match["en"] and "exclusions" not in notes.values):
        return []
    return [match.span("zh" if match["zh"] else "en")]


def _touches(notes: Notes, span: tuple[int, int], noun: int) -> bool:
    """親子podcast: words glued to a platform describe its creators, unless they name a product (面膜IG)."""
    words = notes.free[span[0] : span[1]]
    if span[1] != noun or not 2 <= len(words) <= 5 or _OWNER.search(words):
        return False
    match = notes.context.classify(notes.folded.words(*span))
    return not (match and match.exact)


def _distinct(notes: Notes, parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(parts), key=lambda part: (part[0], -part[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _beside(notes: Notes) -> list[tuple[int, int]]:
    parts = []
    for expression in _BESIDE:
        for match in expression.finditer(notes.text if expression is _BESIDE[-1] else notes.free):
            start, end = match.span("style")
            if used := re.search(f"[{USED}{HIDDEN}]", notes.free[start:end]):
                start, end = _past_used(notes, start, start + used.start(), end)
            while end > start and notes.free[end - 1] in " 的":
                end -= 1
            words = notes.free[start:end]
            if not _FLUFF.match(words) and not _FIXED.search(words) and end - start >= 2:
                parts.append((start, end))
    return parts


def _past_used(notes: Notes, start: int, cut: int, end: int) -> tuple[int, int]:
    """speaks Cantonese and is chatty: a lone verb whose object another reader took gives way to the rest."""
    if not re.fullmatch(r"[a-z]+\s?", notes.free[start:cut]):
        return start, cut
    rest = re.match(rf"[{USED}{HIDDEN}]+\s?(?:,|and)\s(?:is\s|are\s)?(?=[a-z])", notes.free[cut:end])
    return (cut + rest.end(), end) if rest else (start, cut)


def _before(notes: Notes, noun: int) -> tuple[int, int] | None:
    """The words right in front of a word for creators that say what kind."""
    floor = max(0, noun - 40)
    slice_ = notes.free[floor:noun]
    if stop := list(re.finditer(_STOP, slice_)):
        slice_ = slice_[stop[-1].end() :]
    start = noun - len(slice_)
    if re.search("[\u4e00-\u9fff]", slice_):
        return _chinese(notes, start, noun)
    return _english(notes, start, noun)


def _chinese(notes: Notes, start: int, end: int) -> tuple[int, int] | None:
    slice_ = notes.free[start:end].rstrip()
    end = start + len(slice_)
    spaced = list(re.finditer(r"(?<=[\u4e00-\u9fff])\s+", slice_))
    if spaced:
        start += spaced[-1].end()
    slice_ = notes.free[start:end]
    if cut := list(_ZH_CUT.finditer(slice_)):
        start += cut[-1].end() if not _inside_clause(slice_, cut[-1]) else _first_cut(slice_, cut)
    while start < end and notes.free[start] in "的 啲们一些":
        start += 1
    while end > start and notes.free[end - 1] in " 的":
        end -= 1
    words = notes.free[start:end]
    return None if _ZH_WEAK.match(words) or len(words) < 2 else (start, end)


def _inside_clause(slice_: str, last: re.Match[str]) -> bool:
    """在 or 有 inside a describing clause (有在健身的網紅) does not cut it; a seeking verb does."""
    return last[0] in {
        "在",
        "有",
        "给",
        "跟",
        "和",
        "与",
        "用",
        "让",
        "是",
        "做",
        "想",
        "要",
    } and slice_.rstrip().endswith("的")


def _first_cut(slice_: str, cut: list[re.Match[str]]) -> int:
    seeking = [
        match for match in cut if match[0].endswith(("找", "请", "需要", "想要", "推荐", "位", "个", "名"))
    ]
    return seeking[-1].end() if seeking else 0


def _english(notes: Notes, start: int, end: int) -> tuple[int, int] | None:
    words = list(re.finditer(r"[a-z0-9'&-]+", notes.free[start:end]))
    first = len(words)
    while first and words[first - 1][0] not in _EN_STOP and len(words) - first < 4:
        first -= 1
    kept = words[first:]
    if not kept or (len(kept) == 1 and len(kept[0][0]) < 3):
        return None
    return _with_list(notes, start + kept[0].start()), start + kept[-1].end()


def _with_list(notes: Notes, start: int) -> int:
    """funny, down-to-earth creators: adjectives listed before the last one belong to it."""
    while match := _LISTED.search(notes.free[max(0, start - 24) : start]):
        if match[1] in _EN_STOP:
            break
        start -= len(match[0])
    return start
