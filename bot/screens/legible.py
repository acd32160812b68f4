"""Anybody's text made safe to stand between ours: names, handles and words that hide, turn or overflow a line.

The one place for it: `esc` uses it for every line, `clip` for every label and name.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from urllib.parse import quote, urlsplit

# What shows nothing: controls, soft hyphens, zero-width and filler characters, tags, and all that turns the direction
# of a line. Line ends stay, and what joins emoji or picks their style.
_HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f"
    "\u2028-\u202e\u2060-\u2067\u206a-\u206f\u2800\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
    "\U0001d173-\U0001d17a]"
)
_BROKEN = re.compile("[\ud800-\udfff\ufffe\uffff]")  # no text file, no message and no workbook takes these
_PICTURE = "[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff]"
_TONE = "[\ufe0f\U0001f3fb-\U0001f3ff]"
_JOINER = re.compile(f"(?<!{_PICTURE})(?<!{_TONE})\u200d|\u200d(?!{_PICTURE})")
_MARKS = 3  # of accents upon each other; more climb over the lines above
_ACCENT = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_TOWER = re.compile(f"({_ACCENT}{{{_MARKS}}}){_ACCENT}+")
ISOLATE, END = "\u2068", "\u2069"  # around right-to-left text, so that it turns nothing beside it
_APART = re.compile(f"({ISOLATE}[^{ISOLATE}{END}\n]*{END})|[{ISOLATE}{END}]")
_TO_THE_LEFT = ("R", "AL", "AN")
_JOINED = "\u200d"
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
LONGEST_ADDRESS = 2000
NOTHING = "—"  # stands for a text in which there was nothing to see


def legible(text: str) -> str:
    """The text without what hides or breaks; lines stay lines. Doing it twice is doing it once.

    A line with right-to-left letters stands apart as a whole, unless they were set apart in it, as `name` does.
    """
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "\n".join(map(_apart, _plain(_APART.sub(r"\1", text)).split("\n")))


def name(text: str, room: Callable[[str], bool] = lambda line: True) -> str:
    """Somebody's text on one line, shortened until there is room for it, apart from what stands beside it."""
    line = " ".join(_plain(_APART.sub(lambda match: match[0].strip(ISOLATE + END), text)).split())
    return _apart(_fitting(line or NOTHING, room)) if text else ""


def _fitting(line: str, room: Callable[[str], bool]) -> str:
    """As much of a line as there is room for, cut between characters, with an ellipsis where any is missing."""
    if room(line):
        return line
    kept = ""
    for piece in graphemes(line):
        if not room(f"{kept}{piece}…"):
            break
        kept += piece
    return kept.rstrip() + "…"


def _plain(text: str) -> str:
    broken = _BROKEN.sub("\ufffd", _HIDDEN.sub(_blank, text))
    return _TOWER.sub(r"\1", _JOINER.sub("", broken))


def graphemes(text: str) -> Iterator[str]:
    """What a reader counts as one character each: a letter with its accents, an emoji with its tone, a flag."""
    start = 0
    for place in range(1, len(text)):
        if not _belongs(text, start, place):
            yield text[start:place]
            start = place
    if text:
        yield text[start:]


def _blank(match: re.Match[str]) -> str:
    """A tab and a line separator part words; the rest is nothing."""
    return " " if match[0] in "\t\x0b\x0c\r\x85\u2028\u2029\u2800\u3164\uffa0" else ""


def _belongs(text: str, start: int, place: int) -> bool:
    """Whether a character belongs to the one that began at ``start``."""
    char = text[place]
    if char == _JOINED or text[place - 1] == _JOINED or unicodedata.category(char) in ("Mn", "Me", "Mc"):
        return True
    if "\U0001f3fb" <= char <= "\U0001f3ff":
        return True
    return place - start == 1 and _is_flag_letter(text[start]) and _is_flag_letter(char)


def _is_flag_letter(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _apart(line: str) -> str:
    """Set a line apart where right-to-left letters in it are not set apart already."""
    open_to_others = _APART.sub("", line)
    if any(unicodedata.bidirectional(char) in _TO_THE_LEFT for char in open_to_others):
        return ISOLATE + line.replace(ISOLATE, "").replace(END, "") + END
    return line


def linkable(address: str) -> str | None:
    """A web address as Telegram takes it for a button, None for what is none: it refuses the whole message then."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return None
    path, query = quote(parts.path, safe="/%:@!$&'()*+,;=~"), quote(parts.query, safe="/%:@!$&'()*+,;=?~")
    whole = f"{parts.scheme}://{host}{port}{path}{'?' if query else ''}{query}"
    return whole if len(whole) <= LONGEST_ADDRESS else None
