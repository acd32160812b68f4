"""Whether words that nobody asked for belong into a roster: links of channels, a table, a forwarded message."""

import re

from bot.screens.rows import width
from data.intake import has_channels
from data.links import looks_like_link, read_link

LONGEST = 20_000  # characters that are looked at
BESIDE = 24  # columns of words beside a single link that are still its name, and not a question about it
_LINK = re.compile(r"\S+")


def is_roster_text(text: str, is_forwarded: bool) -> bool:
    """A forwarded message with a channel's link; else lines of links, or a link that stands with a name at most."""
    some = text[:LONGEST]
    links = [word for word in _LINK.findall(some) if _is_channel(word)]
    if not links or not has_channels(some):
        return False
    lines = [line for line in some.splitlines() if line.strip()]
    linked = [line for line in lines if any(_is_channel(word) for word in _LINK.findall(line))]
    if is_forwarded or len(linked) > 1 or "\t" in some:
        return is_forwarded or 2 * len(linked) >= len(lines) - 1
    beside = some
    for link in links:
        beside = beside.replace(link, "")
    return width(beside.strip()) <= BESIDE


def _is_channel(word: str) -> bool:
    word = word.strip("，。、,;；()（）「」<>")
    if not looks_like_link(word):
        return False
    link = read_link(word)
    return link.platform is not None and link.handle is not None
