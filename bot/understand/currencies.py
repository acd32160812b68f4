"""How sellers name currencies. A sign that several currencies share keeps itself as its name: $ and ¥."""

import re

from bot.understand import currency_codes
from bot.understand.folding import Folded, any_of, fold, pattern

DOLLAR, YEN_OR_YUAN, UNIT = "$", "¥", "元"  # 元 and 塊 say "money" but not which
COUNTED_IN_UNITS = frozenset({"TWD", "CNY", "HKD", "USD", "SGD", "MOP"})  # what people also call 元
WRITTEN_AS_DOLLARS = frozenset({"TWD", "USD", "HKD", "SGD", "AUD", "CAD", "NZD"})  # with a bare $

_BEFORE = {
    "TWD": "nt$ ntd$ ntd nt twd twd$ 新台幣 台幣 新臺幣",
    "USD": "us$ usd usd$ 美金 美元 u$",
    "HKD": "hk$ hkd hkd$ 港幣 港元 港紙",
    "CNY": "rmb cny cn¥ 人民幣 rmb¥",
    "JPY": "jpy jp¥ 日圓 日幣 日元 jpy¥",
    "MYR": "rm myr 馬幣 令吉",
    "SGD": "s$ sgd sgd$ sg$ 新幣 坡幣 新加坡幣",
    "EUR": "€ eur 歐元",
    "GBP": "£ gbp 英鎊",
    "KRW": "₩ krw 韓元 韓圜 韓幣",
    "THB": "฿ thb 泰銖",
    "AUD": "a$ au$ aud 澳幣",
    "CAD": "c$ ca$ cad 加幣",
    "MOP": "mop mop$ 澳門幣",
    "VND": "vnd ₫ 越南盾",
    "IDR": "idr rp 印尼盾",
    "PHP": "php ₱ 披索",
    "INR": "inr ₹ rs 盧比",
    "RUB": "rub ₽ 盧布",
    "CHF": "chf 瑞士法郎",
    "NZD": "nz$ nzd 紐幣",
    "BTC": "btc 比特幣",
    "ETH": "eth 以太幣",
    DOLLAR: "$",
    YEN_OR_YUAN: "¥",
}
_AFTER = {
    "USD": "us_dollars us_dollar dollars dollar bucks 刀 美刀 u.s._dollars",
    "HKD": "蚊 蚊雞 hong_kong_dollars hk_dollars",
    "TWD": "nt_dollars nt_dollar new_taiwan_dollars taiwan_dollars dollars_taiwan dollar_taiwan "
    "taiwan_dollar",
    "CNY": "yuan renminbi 塊人民幣 元人民幣 塊錢人民幣",
    "JPY": "yen 円",
    "MYR": "ringgit ringgits",
    "SGD": "singapore_dollars sing_dollars",
    "EUR": "euro euros",
    "GBP": "pounds quid sterling",
    "KRW": "won",
    "THB": "baht",
    "VND": "dong",
    "INR": "rupees rupee",
    "PHP": "pesos peso",
    "RUB": "rubles roubles",
    "BTC": "bitcoin bitcoins",
    "USDT": "usdt",
    UNIT: "元 元整 塊 塊錢 元錢 圓 圓整 大洋 文",
}


def _names(*tables: dict[str, str]) -> dict[str, str]:
    return {
        fold(name.replace("_", " ")): code
        for table in tables
        for code, names in table.items()
        for name in names.split()
    }


_CODES = {code: code.upper() for code in currency_codes.CODES}
_BEFORE_NAMES = _CODES | _names(currency_codes.NAMES, _BEFORE)
_AFTER_NAMES = _BEFORE_NAMES | _names(_AFTER)
_LONGEST = max(map(len, _BEFORE_NAMES))
_CAPITALS = pattern(r"\s?([a-z]{3})›")
_LOOSE = "nt rm rs rp php mop"  # short Latin names that need the number right behind them


def _either(names: dict[str, str]) -> str:
    return any_of(" ".join(name.replace(" ", "_") for name in names))


def _before() -> str:
    """A Latin name may touch its digits (ntd280), which a whole-word match would refuse."""
    ordered = sorted(_BEFORE_NAMES, key=len, reverse=True)
    parts = [("‹" if name[0].isascii() and name[0].isalpha() else "") + re.escape(name) for name in ordered]
    return "|".join(parts)


PREFIX = pattern(rf"(?:{_before()})(?=\s{{0,2}}[\d.一二兩三四五六七八九十百千幾壹貳叁參肆伍陸柒捌玖拾廿])")
# A name may touch its digits (4990ntd), so only a letter before it makes it another word.
SUFFIX = pattern(rf"\s{{0,2}}(?:{_either(_AFTER_NAMES).replace('‹', '(?<![a-z])')})(?!素|氣|宇|老)")


_ALONE = pattern(
    r"(?:(?:幣別|幣種|貨幣|單位|currency|都是|以|用)(?:是|為|is)?\s?[:：]?\s?|[(（])(?P<code>人民幣"
    r"|港幣|台幣|新台幣|美金|美元|日圓|日幣|新幣|馬幣|歐元|usd|ntd|twd|rmb|cny|hkd|jpy|sgd|myr"
    r"|eur)(?:[)）]|計價?|為單位|$|[\s,，。])"
)


def currency_before(text: str, end: int) -> tuple[int, str] | None:
    """The currency whose name ends right before ``end`` (spaces between), with its start."""
    stop = end
    while stop and end - stop < 3 and text[stop - 1].isspace():
        stop -= 1
    for length in range(_LONGEST, 0, -1):
        start = stop - length
        if start < 0:
            continue
        name = text[start:stop]
        code = _BEFORE_NAMES.get(name)
        if code and not (name[0].isalpha() and name[0].isascii() and start and _is_latin(text[start - 1])):
            return start, code
    return None


def currency_after(text: str, start: int) -> tuple[int, str] | None:
    """The currency named right behind ``start``, with its end."""
    match = SUFFIX.match(text, start)
    if not match:
        return None
    name = re.sub(r"\s+", " ", match[0].strip())
    if name in _BEFORE_NAMES and re.match(r"\s?\d", text[match.end() : match.end() + 2]):
        return None  # it belongs to the next figure: RM59 S$40
    return match.end(), _AFTER_NAMES[name]


def in_capitals(folded: Folded, start: int) -> tuple[int, str] | None:
    """A code that is a word as well (TRY, ALL, TOP), written in capitals right behind ``start``."""
    match = _CAPITALS.match(folded.text, start)
    if match is None or match[1] not in currency_codes.WORDS:
        return None
    written = folded.words(*match.span(1))
    return (match.end(), written) if written.isupper() else None


def named_alone(text: str) -> str | None:
    """A currency that the message names apart from its amounts: 幣別人民幣, (USD)."""
    match = _ALONE.search(text)
    return _AFTER_NAMES.get(match["code"]) if match else None


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
