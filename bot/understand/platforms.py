"""Platforms wanted and unwanted, under every name that sellers use for them."""

import re

from bot.understand.folding import any_of, pattern
from bot.understand.notes import Notes
from knowledge.models import Platform

_NAMES = {
    Platform.YOUTUBE: "youtube youtuber youtubers you_tube you_tuber youtubes yt ytb ytber 油管 油土伯 水管 "
    "utube yutube 油管主",
    Platform.INSTAGRAM: "instagram instagrammer instagrammers ig igs insta igers iger 哀居 愛居 instgram instagam "
    "ins",
    Platform.FACEBOOK: "facebook fb 臉書 粉專 粉絲團 粉絲專頁 面書 facebok 非死不可",
    Platform.TIKTOK: "tiktok tik_tok tiktoker tiktokers tiktoks 抖音 抖音主 douyin tictok tik-tok 抖音號",
    Platform.XIAOHONGSHU: "小紅書 xiaohongshu xhs rednote red_note 小紅薯 little_red_book 紅書",
    Platform.BLOG: "部落格 部落客 部落格主 blog blogs blogger bloggers 痞客邦 pixnet 博客 網誌 方格子 vocus",
    Platform.PODCAST: "podcast podcasts podcaster podcasters 播客 podcastor 波卡 廣播節目",
    Platform.TWITCH: "twitch 圖奇 twitcher",
    Platform.DCARD: "dcard 低卡 狄卡 d卡",
    Platform.THREADS: "脆文 脆友 threads串",
    Platform.LINE: "line群 line群組 line社群 line官方帳號 line@ line_oa line_voom",
    Platform.X: "twitter 推特 twitter/x x/twitter x(twitter) x_(twitter) x(推特)",
}
_LOOSE = {
    # Words with another life: 酥脆, sewing threads, a product line. They count only where the rest says so.
    Platform.THREADS: r"(?:(?:在|發|上|用|玩|找|是|跟|和|、|及|與|\s|^|要|only|or|and|/|或|,)脆(?=$"
    r"|[\s,，、。/!?;；和跟與及或+]|上|網紅|也|都|就|為主|優先|創作|kol|或))|(?:(?<=on\s)"
    r"|(?<=ig\s)|(?<=fb\s)|(?<=yt\s)|(?<=or\s)|(?<=and\s)|(?<=no\s)|(?<=not\s)|(?<=only\s)"
    r"|(?<=use\s)|(?<=via\s)|(?<=instagram\s)|(?<=[&+/]\s))threads›"
    r"|‹threads›(?=\s?(?:creators?|influencers?|kols?|accounts?|上|為主|網紅"
    r"|發|也|跟|和|、|/|,|only))|(?<=[\u4e00-\u9fff、/,])\s?threads›"
    r"|^threads$|‹threads›\s?[,/、+&]",
    Platform.LINE: r"‹line(?=\s?(?:上|為主|也|跟|和|、|/|社群|群|官方|團購|voom|oa›))"
    r"|(?<=[在、/和跟或用])\s?line›(?!\s?(?:id|pay|:))|‹(?:on|via|no"
    r"|not)\s(?:the\s)?line›(?=\s?(?:groups?|app|,|$))|^line$",
    Platform.X: r"(?:‹(?:on|via|no|only)\s|在|上|發)\s?x›(?!\s?[\d\u4e00-\u9fff]*光)(?=\s?(?:$|[,，。、/上]"
    r"|and|or|creators?|平台))|‹x›(?=\s?平台)",
}
_NAMED = {platform: any_of(names) for platform, names in _NAMES.items()}
_ANY = "|".join(
    [f"(?P<{p}>{expression})" for p, expression in _NAMED.items()]
    + [f"(?P<{p}_loose>{expression})" for p, expression in _LOOSE.items()]
)
PLATFORM = pattern(_ANY)
_JOINED = pattern(
    r"[\s,，、/&+]{0,3}(?:和|跟|與|及|或|或者|還有|以及|and|or|&|\+|也)?[\s,，、/]{0,3}(?:the\s)?"
)
_UNWANTED_AFTER = pattern(
    r"\s?(?:上)?(?:的(?:網紅|kol|部分)?|那邊|這邊)?\s?(?:就|先|都|也|我)?\s?(?:不要|不用|不考慮"
    r"|不做|不想|除外|不行|pass›|跳過|不投|不需要|免了|免談|不必|唔要|不ok|不收|不碰|out›"
    r"|excluded›|不(?=$|[,，。]))(?=$|[,，。;；!！\s了啦喔哦吧耶])(?!\s?(?:‹(?:ig|fb|yt|tiktok"
    r"|youtube|instagram)›|抖音|小紅書|臉書|脆))"
)
_ONLY = pattern(
    r"(?:只要|只想要?|只找|只做|只在|只用|只投|僅限?|單純|專注|限定?|改成|改為|換成|改用|改找|改做"
    r"|改走|換到|‹(?:only|just|switch to|change to|instead|stick to|exclusively)›)\s?(?:在|找|做|用"
    r"|on|to|for|the|use)?\s?$"
)
_ONLY_AFTER = pattern(
    r"\s?(?:的)?(?:就好|就行|就可以|即可|為主就好|only›|is enough|instead›|exclusively›|就夠|最好)"
)
_ALSO = pattern(
    r"(?:也|加(?!拿|州|入)|還要|還有|加上|再加|另外|以及|同時|順便|‹(?:also|plus|add|as well"
    r"|and also|include|additionally)›)[^,，。;]{0,8}$"
)
_ALSO_AFTER = pattern(r"\s?(?:也(?!不)|too›|as well)")
_REMOVED = pattern(
    r"(?:拿掉|去掉|刪掉|移除|取消|拿走|扣掉|退掉|換掉|砍掉|‹(?:remove|drop|take out|lose|skip|cut)›)\s?$"
)
_CORRECTED = pattern(r"(?:不是|唔係)\s?$")
_EXCEPT = pattern(r"除了\s?$")
_AS_WELL = pattern(r"[^,，。;]{0,4}[,，]?\s?(?:以外|之外|外)?[,，]?\s?(?:還|也|再|都想)")
_OWN = pattern(
    r"(?:我們?的?|我家的?|自己的?|品牌的?|官方的?|店裡的?|有(?:在)?經營|經營|‹(?:our own|our|my"
    r"|my own|we have an?|we run an?)›)\s?(?:官方)?$"
)
_OWN_AFTER = pattern(
    r"\s?(?:只有|有|已經|目前|才|has|have|with|帳號|account|粉專|page)[^,，。;]{0,12}(?:粉|追蹤"
    r"|followers?|fans|人)"
)
_COURSE = pattern(
    r"\s?(?:行銷課|課程|教學課|代操|經營課|course|growth|mic›|microphones?|equipment|kit›|setup"
    r"|camera|麥克風|設備|器材|錄音|廣告(?:費|投放|預算)|ads›)"
)
_STYLE_OF = pattern(r"\s?(?:上)?(?:那種|式|風|腔|味|臉|style|-style)")


def read(notes: Notes) -> None:
    """Note platforms wanted and excluded. Excluded ones found behind a negation are noted by its reader."""
    wanted: list[tuple[Platform, int, int]] = []
    unwanted: list[tuple[Platform, int, int]] = []
    next_ends: dict[int, int] = {}
    for match in notes.finditer(PLATFORM):
        platform = platform_of(match)
        before = notes.text[max(0, match.start() - 4) : match.start()]
        if _CORRECTED.search(before) and notes.text.find("是", match.end()) >= 0:
            notes.take(match.start(), match.end())
            continue  # 不是IG,是YouTube
        if _COURSE.match(notes.free, match.end()) or _own(notes, match):
            continue
        target = unwanted if _is_unwanted(notes, match, next_ends) else wanted
        target.append((platform, match.start(), match.end()))
    for _, start, end in (*wanted, *unwanted):
        notes.take(start, end)
    _note_wanted(notes, wanted)
    exclude(notes, unwanted)


def platform_of(match: re.Match[str]) -> Platform:
    """The platform of a match of PLATFORM."""
    return Platform((match.lastgroup or "").removesuffix("_loose"))


def _own(notes: Notes, match: re.Match[str]) -> bool:
    """The seller's own account is no wish: 我們 IG 有 5000 粉."""
    before = notes.text[max(0, match.start() - 12) : match.start()]
    return bool(_OWN.search(before) and _OWN_AFTER.match(notes.text, match.end()))


def _is_unwanted(notes: Notes, match: re.Match[str], next_ends: dict[int, int]) -> bool:
    """``next_ends`` keeps where the next platform of a list ends, by the end of the one before it."""
    end = match.end()
    for _ in Platform:  # a list names each platform once
        if end not in next_ends:
            next_ends[end] = _next_end(notes.text, end)
        if next_ends[end] == end:
            break
        end = next_ends[end]
    if _REMOVED.search(notes.text[max(0, match.start() - 12) : match.start()]):
        return True
    if _EXCEPT.search(notes.text[max(0, match.start() - 3) : match.start()]):
        return not _AS_WELL.match(notes.text, end)
    return bool(_UNWANTED_AFTER.match(notes.text, end))


def _next_end(text: str, end: int) -> int:
    """Where the platform ends that is listed next; ``end`` itself where none is."""
    joined = _JOINED.match(text, end)
    more = PLATFORM.match(text, joined.end()) if joined else None
    return more.end() if more else end


def _note_wanted(notes: Notes, wanted: list[tuple[Platform, int, int]]) -> None:
    if not wanted:
        return
    start, end = wanted[0][1], wanted[-1][2]
    said = tuple(dict.fromkeys(platform for platform, _, _ in wanted))
    only = [w for w in wanted if _ONLY.search(notes.text[max(0, w[1] - 12) : w[1]])]
    before = notes.text[max(0, start - 12) : start]
    also = _ALSO.search(before) or _ALSO_AFTER.match(notes.text, end)
    kept = notes.brief.platforms if also and not only else ()
    notes.say("platforms", tuple(dict.fromkeys((*kept, *said))), start, end)
    if set(said) & set(notes.brief.excluded_platforms):
        left = tuple(p for p in notes.brief.excluded_platforms if p not in said)
        notes.say("excluded_platforms", left, start, end)


def exclude(notes: Notes, unwanted: list[tuple[Platform, int, int]]) -> None:
    """Add platforms to the excluded ones and take them out of the wanted ones."""
    if not unwanted:
        return
    start, end = unwanted[0][1], unwanted[-1][2]
    said = tuple(dict.fromkeys(platform for platform, _, _ in unwanted))
    before = notes.value("excluded_platforms") or ()
    notes.say("excluded_platforms", tuple(dict.fromkeys((*before, *said))), start, end)
    wanted = notes.value("platforms") or ()
    if set(wanted) & set(said):
        notes.say("platforms", tuple(p for p in wanted if p not in said), start, end)


def run_of(notes: Notes, start: int) -> tuple[list[tuple[Platform, int, int]], int]:
    """The platforms listed from ``start`` on (IG 跟 抖音), and where the list ends."""
    found: list[tuple[Platform, int, int]] = []
    place = start
    while match := PLATFORM.match(notes.free, place):
        if _STYLE_OF.match(notes.free, match.end()):
            break
        found.append((platform_of(match), match.start(), match.end()))
        joined = _JOINED.match(notes.free, match.end())
        place = joined.end() if joined else match.end()
    return found, found[-1][2] if found else start
