"""Columns of one platform in a sheet that has several in a row: IG粉絲數, YouTube 訂閱, 報價(FB), 小紅書連結."""

import re
from functools import cache

from data.codes import PLATFORM_WORDS
from data.notation import folded
from knowledge.models import Platform

# Fields of the person, whichever platform's word stands before them.
OF_CREATOR = ("creator_id", "name", "region", "contact", "notes", "demo", "currency", "fee_basis")
# What remains of a header that holds the account itself, by handle or link.
BARE = (
    "",
    "頻道",
    "频道",
    "粉專",
    "粉絲專頁",
    "粉絲頁",
    "主頁",
    "首頁",
    "page",
    "channel",
    "account",
    "帳號連結",
)
# Words too short to mean a field by themselves, but not beside a platform.
CHANNEL_WORDS = {
    "訂閱": "followers", "追蹤": "followers", "人數": "followers", "粉": "followers", "讚數": "followers",
    "按讚數": "followers", "following": "followers", "觀看": "avg_views", "觀看數": "avg_views", "觀看次數": "avg_views",
    "播放": "avg_views", "平均觀看次數": "avg_views", "views": "avg_views", "互動": "engagement", "id": "handle",
    "account": "handle",
}  # fmt: skip
_NO_PREFIX = {"youtuber", "red", "website", "網站", "廣播", "脆"}  # words that begin other words


@cache
def _words() -> list[tuple[str, Platform]]:
    """Words for platforms, the longest first."""
    pairs = [(word, platform) for platform, words in PLATFORM_WORDS.items() for word in words.split()]
    return sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0]))


def platform_of(header: str) -> tuple[Platform | None, str]:
    """The platform that a header begins or ends with, and the rest of the header; None where there is none.

    A Latin word must end where the header's does: "x粉絲" and "fb_fans", not "xylophone".
    """
    text = folded(header)
    for word, platform in _words():
        if text == word and word != "youtuber":  # a person, so most likely the column of names
            return platform, ""
        latin = word[-1].isascii() and word[-1].isalpha()
        edge = "(?![a-z])" if latin else ""
        start = "(?<![a-z])" if word[0].isascii() else ""
        if word in _NO_PREFIX or word not in text:
            continue
        if found := re.match(rf"{re.escape(word)}{edge}", text):
            return platform, text[found.end() :].strip(" _-:/．.")
        if found := re.search(rf"{start}[ _\-:/(]*{re.escape(word)}\)?$", text):
            return platform, text[: found.start()].strip(" _-:/(")
    return None, text
