"""The codes of platforms, regions and languages from the words people write, in Chinese and English."""

import re
from functools import cache, lru_cache

from babel import Locale

from data.notation import Unreadable, folded
from knowledge.models import Platform

PLATFORM_WORDS: dict[Platform, str] = {
    Platform.YOUTUBE: "youtube yt youtuber 油管 youtube頻道",
    Platform.INSTAGRAM: "instagram ig insta",
    Platform.FACEBOOK: "facebook fb 臉書 脸书 粉專 粉絲專頁 粉絲團",
    Platform.TIKTOK: "tiktok tik-tok 抖音 tt",
    Platform.THREADS: "threads 脆 串文",
    Platform.XIAOHONGSHU: "xiaohongshu 小紅書 小红书 xhs red rednote",
    Platform.BLOG: "blog 部落格 博客 痞客邦 pixnet 網誌 website 網站",
    Platform.PODCAST: "podcast podcasts 播客 廣播",
    Platform.TWITCH: "twitch 圖奇",
    Platform.LINE: "line line@ line官方帳號 官方帳號 line群組",
    Platform.DCARD: "dcard 狄卡",
    Platform.X: "x twitter 推特 x(twitter) twitter/x",
}
_PLATFORMS = {word: platform for platform, words in PLATFORM_WORDS.items() for word in words.split()}
# Sellers in Taiwan note the city; all of these are in Taiwan (22 cities and counties, and the usual parts).
TAIWAN = frozenset(
    {
        "台北", "臺北", "新北", "桃園", "台中", "臺中", "台南", "臺南", "高雄", "基隆", "新竹", "苗栗",
        "彰化", "南投", "雲林", "嘉義", "屏東", "宜蘭", "花蓮", "台東", "臺東", "澎湖", "金門", "連江",
        "馬祖", "北部", "中部", "南部", "東部", "北台灣", "中台灣", "南台灣", "全台", "全臺", "全台灣",
        "全臺灣", "全國", "雙北", "本島", "離島", "taipei", "kaohsiung", "taichung", "tainan", "hsinchu",
        "taoyuan",
    }
)  # fmt: skip
_REGION_WORDS = {
    "uk": "GB", "usa": "US", "u.s.": "US", "america": "US", "hong kong": "HK", "macau": "MO",
    "korea": "KR", "臺灣": "TW", "台灣": "TW", "台湾": "TW", "香港": "HK", "澳門": "MO", "大陸": "CN",
    "大馬": "MY", "星馬": "SG", "韓國": "KR", "中國大陸": "CN", "taiwan (roc)": "TW", "roc": "TW",
}  # fmt: skip
_LANGUAGE_WORDS = {
    "中文": "zh", "華語": "zh", "國語": "zh", "普通話": "zh", "mandarin": "zh", "chinese": "zh",
    "繁中": "zh-Hant", "繁體": "zh-Hant", "繁體中文": "zh-Hant", "正體中文": "zh-Hant",
    "traditional chinese": "zh-Hant", "簡中": "zh-Hans", "簡體": "zh-Hans", "簡體中文": "zh-Hans",
    "simplified chinese": "zh-Hans", "台語": "nan", "臺語": "nan", "閩南語": "nan", "taiwanese": "nan",
    "粵語": "yue", "廣東話": "yue", "cantonese": "yue", "客語": "hak", "客家話": "hak", "hakka": "hak",
    "英語": "en", "日語": "ja", "韓語": "ko", "jp": "ja", "kr": "ko",
}  # fmt: skip
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@lru_cache(2**12)
def read_platform(cell: str) -> Platform:
    """Read 'YouTube', 'IG', '臉書' …"""
    platform = _PLATFORMS.get(folded(cell).replace(" ", ""))
    if platform is None:
        raise Unreadable("not a platform we know", f"write one of {', '.join(Platform)}")
    return platform


def is_platform(cell: str) -> bool:
    """Whether a cell is the name of a platform and nothing else."""
    return folded(cell).replace(" ", "") in _PLATFORMS


@lru_cache(2**12)
def read_region(cell: str) -> str:
    """An ISO 3166 code from a code or a name. A Taiwanese city or county is read as TW."""
    text = folded(cell)
    code = _regions().get(text) or ("TW" if in_taiwan(text) else None)
    if code is None:
        raise Unreadable("not a country or market we know", "write its two-letter code, such as TW, HK or JP")
    return code


@lru_cache(2**12)
def in_taiwan(cell: str) -> bool:
    """Whether a cell names a part of Taiwan rather than the country."""
    text = folded(cell)
    return text in TAIWAN or (text[:2] in TAIWAN and text[2:] in ("市", "縣", "地區", " city"))


@lru_cache(2**12)
def read_language(cell: str) -> str:
    """A BCP 47 tag from a tag or a name."""
    tag = cell.strip().replace("_", "-")
    primary, _, rest = tag.partition("-")
    if _TAG.fullmatch(tag) and primary in Locale("en").languages:
        return tag
    if primary.lower() in Locale("en").languages and _TAG.fullmatch(
        lowered := f"{primary.lower()}-{rest}".strip("-")
    ):
        return lowered
    code = _languages().get(folded(cell))
    if code is None:
        raise Unreadable("not a language we know", "write its code, such as zh-TW, en or ja")
    return code


@cache
def _regions() -> dict[str, str]:
    names: dict[str, str] = {}
    for locale in ("en", "zh_Hans", "zh_Hant"):
        for code, name in Locale.parse(locale).territories.items():
            if re.fullmatch("[A-Z]{2}", code):
                names |= {folded(name): code, code.casefold(): code}
    return names | _REGION_WORDS


@cache
def _languages() -> dict[str, str]:
    names: dict[str, str] = {}
    for locale in ("en", "zh_Hans", "zh_Hant"):
        names |= {
            folded(name): code.replace("_", "-")
            for code, name in Locale.parse(locale).languages.items()
            if _TAG.fullmatch(code.replace("_", "-"))
        }
    return names | _LANGUAGE_WORDS
