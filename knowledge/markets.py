"""Which market a brief is about, and which platforms are used there."""

from collections.abc import Mapping

from knowledge.models import Brief, Platform

DEFAULT_MARKET = "TW"
_BY_LANGUAGE: Mapping[str, str] = {
    "en": "US", "ja": "JP", "ko": "KR", "th": "TH", "vi": "VN", "id": "ID", "ms": "MY", "fr": "FR",
    "de": "DE",
    "es": "ES", "zh-CN": "CN", "zh-Hans": "CN", "zh-HK": "HK", "zh-MY": "MY", "zh-SG": "SG",
}  # fmt: skip
_BY_CURRENCY: Mapping[str, str] = {
    "USD": "US", "HKD": "HK", "CNY": "CN", "JPY": "JP", "SGD": "SG", "MYR": "MY", "GBP": "GB", "KRW": "KR",
    "THB": "TH", "AUD": "AU", "CAD": "CA", "EUR": "DE",
}  # fmt: skip
# Where a platform is not used, or not offered. CN's tiktok is Douyin (OWN).
_WEST = frozenset(
    {
        Platform.YOUTUBE, Platform.INSTAGRAM, Platform.FACEBOOK, Platform.TIKTOK, Platform.THREADS,
        Platform.BLOG,
        Platform.PODCAST, Platform.TWITCH, Platform.X,
    }
)  # fmt: skip
USED_IN: Mapping[str, frozenset[Platform]] = {
    "TW": frozenset(Platform),
    "HK": frozenset(Platform) - {Platform.TIKTOK, Platform.DCARD, Platform.LINE},
    "MY": frozenset(Platform) - {Platform.DCARD, Platform.LINE},
    "SG": frozenset(Platform) - {Platform.DCARD, Platform.LINE},
    "JP": frozenset(Platform) - {Platform.DCARD, Platform.XIAOHONGSHU},
    "TH": frozenset(Platform) - {Platform.DCARD, Platform.XIAOHONGSHU},
    "KR": _WEST,
    "CN": frozenset({Platform.XIAOHONGSHU, Platform.TIKTOK}),
}


def markets_of(brief: Brief) -> tuple[str, ...]:
    """The markets to advise for: the audience's regions, else what the language or the currency suggests."""
    if brief.audience.regions:
        return brief.audience.regions
    for language in brief.audience.languages:
        if found := _BY_LANGUAGE.get(language) or _BY_LANGUAGE.get(language.split("-", 1)[0]):
            return (found,)
    for money in (brief.budget, brief.unit_price):
        if money and money.currency in _BY_CURRENCY:
            return (_BY_CURRENCY[money.currency],)
    return (DEFAULT_MARKET,)


def market_of(brief: Brief) -> str:
    """The first of the markets, whose prices and currency are used."""
    return markets_of(brief)[0]


def assumed_market(brief: Brief) -> bool:
    """Whether the market was concluded rather than said."""
    return not brief.audience.regions


def used_in(markets: tuple[str, ...]) -> frozenset[Platform]:
    """The platforms that people use in at least one of these markets."""
    return frozenset[Platform]().union(*(USED_IN.get(market, _WEST) for market in markets))
