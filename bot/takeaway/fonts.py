"""Fonts that can show Chinese, as the typesetter finds them on this system."""

from functools import cache

import typst

PACKAGE = "fonts-noto-cjk"  # Debian's and Ubuntu's name
# Families with Taiwan's forms of the characters, best first, then any that have the characters.
TAIWAN = (
    *("Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "Source Han Sans TW", "PingFang TC"),
    *("Microsoft JhengHei", "Heiti TC", "Noto Serif CJK TC", "Noto Serif TC", "PMingLiU"),
    *("Noto Sans CJK HK", "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans SC", "WenQuanYi Zen Hei"),
    *("WenQuanYi Micro Hei", "Microsoft YaHei", "PingFang SC", "AR PL UMing TW"),
)
LATIN = ("Libertinus Serif",)  # comes with the typesetter


class NoFont(RuntimeError):
    """No font on this system has Chinese characters. Install `PACKAGE`, or any of `TAIWAN`."""


@cache
def installed() -> tuple[typst.Fonts, frozenset[str]]:
    """The fonts of the system and their family names; searched once, as it takes a while."""
    fonts = typst.Fonts()
    return fonts, frozenset(fonts.families())


def families(text: str) -> list[str]:
    """The families to set a text in, best first. Raises NoFont where it has Chinese and nothing can show it."""
    known = installed()[1]
    found = [name for name in TAIWAN if name in known]
    if not found and any("\u2e80" <= char <= "\u9fff" for char in text):
        raise NoFont(PACKAGE)
    return [*found[:1], *(name for name in LATIN if name in known)]
