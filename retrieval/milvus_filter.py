"""The hard conditions as a Milvus expression over scalar columns, equal to Filter.admits row by row.

Columns hold a value for the unknown too, since Milvus cannot be relied on to compare with null: an empty
string, or a negative count. No array_contains and no JSON paths: both are scans.
"""

import math
import re
import sys
from collections.abc import Collection, Iterable
from typing import NamedTuple

from retrieval.filters import Filter

UNKNOWN_MARKET, SEVERAL_MARKETS = "-", "*"  # beside the codes of single regions
UNKNOWN_LANGUAGE = ""
UNKNOWN_COUNT = -1.0
NOBODY = 'platform == ""'  # a creator without channels; every search leaves these out

_REGION = re.compile("[A-Z]{2}")
_MOST = int(sys.float_info.max)
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"})


class Market(NamedTuple):
    """Where a channel's people are. ``regions`` is filled for several only: ``|HK|TW|``.

    Most channels have one region, so that a search in a region reads two partitions, its own and the one of
    channels with several, and misses nothing: no channel is stored twice.
    """

    market: str
    regions: str


def market_of(places: Collection[str]) -> Market:
    """The market of a channel that is at home in these regions."""
    here = sorted(places)
    if len(here) > 1:
        return Market(SEVERAL_MARKETS, f"|{'|'.join(here)}|")
    return Market(here[0] if here else UNKNOWN_MARKET, "")


def expression(conditions: Filter) -> str:
    """An expression that is true for exactly the rows of channels that the conditions admit."""
    return " and ".join(
        [
            *_platforms(conditions),
            *_regions(conditions),
            *_languages(conditions),
            *_sizes(conditions),
            *([f"key not in {listed(conditions.without)}"] if conditions.without else []),
        ]
    )


def quoted(text: str) -> str:
    """A string literal of the expression language."""
    return f'"{text.translate(_ESCAPES)}"'


def listed(texts: Iterable[str]) -> str:
    """A list literal, sorted, so that equal sets give equal expressions."""
    return f"[{', '.join(quoted(text) for text in sorted(texts))}]"


def _platforms(conditions: Filter) -> list[str]:
    parts = [f"platform in {listed(conditions.platforms)}" if conditions.platforms else 'platform != ""']
    if conditions.excluded_platforms:
        parts.append(f"platform not in {listed(conditions.excluded_platforms)}")
    return parts


def _regions(conditions: Filter) -> list[str]:
    """Markets first and by themselves: from that Milvus sees which partitions it need not read."""
    if not conditions.regions:
        return []
    codes = {code for code in conditions.regions if _REGION.fullmatch(code)}
    unknown = {UNKNOWN_MARKET} if conditions.unknown_passes else set()
    if not codes:
        return [f"market in {listed(unknown)}" if unknown else NOBODY]
    among = " or ".join(f'regions like "%|{code}|%"' for code in sorted(codes))
    return [
        f"market in {listed(codes | unknown | {SEVERAL_MARKETS})}",
        f"(market != {quoted(SEVERAL_MARKETS)} or {among})",
    ]


def _languages(conditions: Filter) -> list[str]:
    if not conditions.languages:
        return []
    spoken = conditions.languages - {UNKNOWN_LANGUAGE}
    if conditions.unknown_passes:
        spoken |= {UNKNOWN_LANGUAGE}
    return [f"language in {listed(spoken)}" if spoken else NOBODY]


def _sizes(conditions: Filter) -> list[str]:
    """The range in decimals that no rounding moves a count across."""
    low, high = conditions.followers_low, conditions.followers_high
    if low is None and high is None:
        return []
    sized = f"followers >= {_at_least(min(max(low or 0, 0), _MOST))!r}"
    if high is not None:
        sized += f" and followers <= {_at_most(min(max(high, -1), _MOST))!r}"
    return [f"({sized} or followers < 0.0)" if conditions.unknown_passes else sized]


def _at_least(count: int) -> float:
    """The smallest float that is not below a count."""
    return near if (near := float(count)) >= count else math.nextafter(near, math.inf)


def _at_most(count: int) -> float:
    """The largest float that is not above a count."""
    return near if (near := float(count)) <= count else math.nextafter(near, -math.inf)
