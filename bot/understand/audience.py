"""Whom the campaign should reach: ages, gender, markets, languages."""

import re

from bot.understand import places
from bot.understand.amount_words import CREATOR
from bot.understand.folding import any_of, fold, pattern
from bot.understand.notes import Notes
from knowledge.models import Gender

_FEMALE = (
    "女性 女生 女孩 女孩子 女子 女人 女士 媽媽 媽咪 主婦 家庭主婦 小資女 貴婦 姊姊 姐姐 姊妹 姐妹 "
    "ol 孕婦 準媽媽 人妻 婆婆媽媽 熟女 輕熟女 少女 阿姨 辣媽 女大生 女大學生 "
    "女學生 女用戶 女粉絲 女粉 閨蜜 寶媽 全職媽媽 新手媽媽 上班族女性 女 師奶 囡囡 港女 女仔 "
    "women woman female females girls girl ladies lady moms mums mothers mum mom mommy "
    "mommies mama mamas housewives gals wives brides pregnant"
)
_MALE = (
    "男性 男生 男士 男人 男孩 男子 爸爸 老爸 奶爸 型男 宅男 大叔 理工男 男大生 男學生 男用戶 男粉 "
    "上班族男性 工程師男 男 男仔 "
    "men man male males guys guy dads dad fathers boys boy gentlemen husbands"
)
_BOTH = pattern(
    r"男女|男生女生|男性(?:和|跟|與|及|、|/)女性|女性(?:和|跟|與|及|、|/)男性|不分性別|性別不限"
    r"|不限性別|‹(?:both genders?|men and women|women and men|males? and females?|any gender"
    r"|all genders|unisex|everyone)›"
)
GENDER = pattern(f"(?P<female>{any_of(_FEMALE)})|(?P<male>{any_of(_MALE)})")
_SUFFIX = (
    r"(?:族群|族|客群|客|市場|消費者|受眾|用戶|使用者|為主|觀眾|粉絲|們|客戶|顧客|群|朋友|買家|居多"
    r"|會員|玩家|讀者|上班族|上班)"
)
_FOLLOWS = pattern(
    rf"\s?(?:{_SUFFIX}|的(?!{CREATOR})|$|[,，。;；、/!?！？)\n\x00\x01]|\s|為|跟|和|與|及|或|想|看"
    rf"|用(?!品)|愛|都|在|以|預算|or|and|who|in›|aged|between|audience|consumers?|buyers?|shoppers?"
    rf"|customers?|market|followers?|users?)"
)
_LEADS = pattern(
    r"(?:給|針對|鎖定|主打|受眾|客群|族群|目標|對象|ta|是|瞄準|打到|吸引|觸及|面向|以|買家|客人"
    r"|消費者|粉絲|觀眾|適合|多半|大多|都|賣給|接觸|要找|的|歲|‹(?:for|to|target(?:ing|s)?"
    r"|reach(?:ing)?|at|aimed at|audience|audiences|among|customers?(?: are)?|buyers?(?: are)?"
    r"|mostly|mainly|old|male|female|z|millennial|young|working|busy|new|single|students?"
    r"|of)›)(?:是|為|主要|都|的|:|：|\s|are|is|年輕|小資|新手|上班族)*$"
)
CREATOR_NEXT = pattern(rf"\s?(?:型|類|系)?的?\s?(?:{CREATOR})|的?(?:社團|團購|群組)")
_WEAK = {
    "女",
    "男",
    "ol",
    "girl",
    "boy",
    "guy",
    "man",
    "woman",
    "lady",
    "mom",
    "mum",
    "dad",
    "mama",
    "pregnant",
}
_REGION_NAMES, _LANGUAGE_NAMES = places.names(places.REGIONS), places.names(places.LANGUAGES)
_REGION = pattern(any_of(" ".join(name.replace(" ", "_") for name in _REGION_NAMES)))
_LANGUAGE = pattern(any_of(" ".join(name.replace(" ", "_") for name in _LANGUAGE_NAMES)))
_REGION_LEADS = pattern(
    r"(?:在|到|是|打進|打入|前進|搶攻|佈局|拓展|開拓|住在?|進軍|主打|目標|針對|鎖定|賣到|賣去|打入"
    r"|攻|市場|地區|區域|面向|深耕|人在|住|限|只要|改成|換成|改為|和|跟|與|及|、|推廣到|全|來自|給"
    r"|‹(?:in|for|to|from|based in|into|across|within|market|markets|target|targeting|entering"
    r"|reach|and|or|only|around|region|country)›)(?:是|為|的|整個|:|：|\s|the|mainly|just)*$"
)
_REGION_FOLLOWS = pattern(
    rf"\s?(?:市場|地區|區|人(?!參|形|造|工)|的?(?:消費者|客人|觀眾|受眾|用戶|粉絲|女性|女生|男性"
    rf"|男生|媽媽|上班族|大學生|學生|年輕人|買家|網友|族群|留學生|華人|在地|居民|讀者|玩家|媽咪|爸"
    rf"|朋友)|華人|當地|在地|這邊|本地|為主|地方|網友|客群|站|\x00|$|[,，。;；、/!?！？)\n]|和|跟"
    rf"|與|及"
    rf"|market|based|audience|consumers?|customers?|buyers?|users?|only"
    rf"|women|men|moms|mums|females?|males?|guys|girls|people|residents"
    rf"|(?:[a-z-]+\s){{0,2}}(?:{CREATOR})|millennials|gen z|students"
    rf"|families|and›)"
)
_REGION_CREATOR = pattern(rf"\s?的?[^,，。;\s]{{0,6}}?(?:{CREATOR})|\s(?:[a-z-]+\s){{0,2}}(?:{CREATOR})")
_REGION_NAMES_ADJECTIVE = re.compile(
    "[a-z]+(?:ese|ian|ish|ean)s?|thai|german|french|filipino|american|malaysian|hongkongers?"
)
_WANTED, _ALONE = pattern(r"(?:要|找|限|只收)\s?$"), pattern(r"的(?=$|[,，。;；!！\s])")
_REGION_PEOPLE = pattern(rf"\s?的?(?:{any_of(_FEMALE)}|{any_of(_MALE)})")
_CITIES = frozenset(
    fold(places.REGIONS["TW"]).split()[6:] + fold("旺角 銅鑼灣 九龍 吉隆坡 檳城 東京 大阪 上海 北京").split()
)
_REGION_NOUN = pattern(
    r"\s?(?:market|audiences?|consumers?|customers?|buyers?|users?|women|men|moms|mums|females?"
    r"|males?|guys|girls|people|residents|millennials|gen z|students|families|shoppers|parents"
    r"|viewers|followers|人|市場|客)"
)
_REGION_SHORT = {"港", "us", "kl", "北部", "中部", "南部", "东部", "大陆", "马来"}
_OF_OWN = pattern(
    r"(?:我們是|我是|本公司是|‹(?:we are|we're|i'm|i am|from|an?)\s(?:an?\s)?(?:small |new "
    r"|young )?)\s?(?:來自|一個|一家|一間)?$"
)
_BRAND = pattern(
    r"\s?(?:的)?(?:在地|本土)?(?:護膚|服飾|食品|美妝|保養|小)?(?:品牌|公司|廠商|工廠|工作室|brand"
    r"|company|startup|manufacturer|maker|business|shop|seller)"
)
_MADE_IN = pattern(
    r"(?:製|進口|空運|直送|代購|品牌|原裝|產|風|系|式|料理|零食|茶|酒|米|菜|made|style|food|tea"
    r"|cuisine)"
)
_LANGUAGE_FOLLOWS = pattern(
    rf"\s?(?:‹(?:youtube|ig|yt|tiktok|instagram|podcast)›\s)?(?:的?\s?(?:{CREATOR})|市場|內容|影片|頻道"
    rf"|觀眾|受眾|為主|溝通|拍|講|介紹|配音|字幕|口播|的?創作|speaking|-speaking|speakers?|content"
    rf"|videos?|audience|only|market|channels?)"
)
_LANGUAGE_LEADS = pattern(
    r"(?:講|說|用|(?<!不)會|(?<!不)懂|語言|語系|以|‹(?:speak(?:s|ing)?|in|language"
    r"|languages)›)(?:是|為|要|:|："
    r"|\s|流利|fluent)*$"
)


def read(notes: Notes) -> None:
    """Note gender, markets and languages. Ages come first of all, since their digits look like amounts."""
    _regions(notes)
    _languages(notes)
    _gender(notes)


def _gender(notes: Notes) -> None:
    if both := _BOTH.search(notes.free):
        notes.take(both.start(), both.end())
        return
    found: list[re.Match[str]] = []
    for match in notes.finditer(GENDER):
        if _is_audience(notes, match):
            found.append(match)
    genders = {match.lastgroup for match in found}
    if len(genders) == 1:
        notes.say("audience.gender", Gender(genders.pop() or ""), found[0].start(), found[-1].end())
    for match in found:
        suffix = _SUFFIX_PATTERN.match(notes.text, match.end())
        notes.take(match.start(), suffix.end() if suffix else match.end())


_SUFFIX_PATTERN = pattern(rf"\s?{_SUFFIX}")


def _is_audience(notes: Notes, match: re.Match[str]) -> bool:
    """女性 of an audience, not of 女性內衣 (the product) nor of 媽媽網紅 (the creator)."""
    before, after = notes.free[max(0, match.start() - 16) : match.start()], match.end()
    if CREATOR_NEXT.match(notes.text, after) or re.search(r"(?:我是|身为|i'm a |i am a |as a )$", before):
        return False
    leads = bool(_LEADS.search(before)) or before.endswith(("\x00", "\x00 "))
    follows = bool(_FOLLOWS.match(notes.free, after))
    if match[0] in _WEAK:
        return leads and follows and (before.rstrip()[-1:] != "的" or before.rstrip()[-2:-1] == "\x00")
    if re.match(r"\s?[\u4e00-\u9fff]", notes.free[after : after + 2]) and not follows:
        return before.endswith(("\x00", "\x00的"))  # 35-50歲的男性主管
    return follows or leads


def _regions(notes: Notes) -> None:
    found = []
    for match in notes.finditer(_REGION):
        if _is_market(notes, match):
            found.append(match)
    if found:
        codes = tuple(dict.fromkeys(_REGION_NAMES[_spaced(match[0])] for match in found))
        notes.say("audience.regions", codes, found[0].start(), found[-1].end())
    for match in found:
        suffix = re.compile(r"\s?(?:市场|地区|区|人(?!参)|当地|本地)").match(notes.text, match.end())
        notes.take(match.start(), suffix.end() if suffix else match.end())


def _spaced(name: str) -> str:
    return (
        re.sub(r"\s+", " ", name)
        if " " in name
        else next((known for known in (name, name.replace(" ", "")) if known in _REGION_NAMES), name)
    )


def _is_market(notes: Notes, match: re.Match[str]) -> bool:
    before, after = notes.free[max(0, match.start() - 20) : match.start()], match.end()
    if _MADE_IN.match(notes.text, after) or re.match(r"\$|币|元|圆", notes.text[after : after + 1]):
        return False
    if _OF_OWN.search(before) and _BRAND.match(notes.text, after):
        return False
    if _REGION_CREATOR.match(notes.text, after) or _REGION_PEOPLE.match(notes.text, after):
        return True
    if _WANTED.search(before) and _ALONE.match(notes.text, after):
        return True
    if match[0] in _CITIES and notes.text.startswith("的", after):
        return True  # 台北的餐廳 stands there; 日本的零食 only comes from there
    if _REGION_NAMES_ADJECTIVE.fullmatch(match[0]):
        return bool(_REGION_NOUN.match(notes.text, after))
    leads, follows = bool(_REGION_LEADS.search(before)), bool(_REGION_FOLLOWS.match(notes.free, after))
    if match[0] == "us":
        original = notes.folded.words(match.start(), match.end())
        return original == "US" and (leads or follows)
    if match[0] in _REGION_SHORT:
        spaced = bool(re.match(r"\s", notes.free[after : after + 1])) and bool(re.search(r"\s$|^$", before))
        return (
            follows
            or (leads and (match[0] != "港"))
            or (spaced and notes.folded.is_chinese and len(match[0]) > 1 and not match[0].isascii())
        )
    alone = re.search(r"(?:^|[\s,，、/\x00])$", before) and re.match(r"\s|$", notes.free[after : after + 1])
    return leads or follows or bool(alone)


def _languages(notes: Notes) -> None:
    found = []
    for match in notes.finditer(_LANGUAGE):
        before = notes.free[max(0, match.start() - 12) : match.start()]
        if _LANGUAGE_FOLLOWS.match(notes.text, match.end()) or _LANGUAGE_LEADS.search(before):
            found.append(match)
    if found:
        codes = tuple(
            dict.fromkeys(_LANGUAGE_NAMES[match[0]] for match in found if match[0] in _LANGUAGE_NAMES)
        )
        notes.say("audience.languages", codes, found[0].start(), found[-1].end())
    for match in found:
        notes.take(match.start(), match.end() + 9 * notes.text.startswith("-speaking", match.end()))
