"""One spelling for matching, the seller's own for keeping.

Text is folded character by character (full width, case, Traditional to Simplified), so that a place in
the folded text is a place in the seller's words. Simplified, because that direction is a function: every
Traditional character has one Simplified form, while the way back depends on the word.
"""

import re
import unicodedata
from bisect import bisect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import accumulate

import opencc

CJK = "\u3400-\u9fff"
_DASHES = dict.fromkeys(map(ord, "–—−‐‑‒―﹣"), "-") | dict.fromkeys(map(ord, "〜∼"), "~")
_QUOTES = {ord("’"): "'", ord("‘"): "'", ord("“"): '"', ord("”"): '"'}
_VARIANTS = {
    ord("臺"): "台",
    ord("裏"): "里",
    ord("綫"): "线",
    ord("裡"): "里",
    ord("衞"): "卫",
    ord("圓"): "元",
    ord("圆"): "元",
    ord("妳"): "你",
    ord("畀"): "给",
}


@cache
def _simplified() -> dict[int, str]:
    """Traditional to Simplified, one character to one."""
    characters = [chr(code) for code in range(0x3400, 0xA000)]
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    table = {ord(a): b for a, b in zip(characters, converted, strict=True) if a != b and len(b) == 1}
    return table | _DASHES | _QUOTES | _VARIANTS


def fold(text: str) -> str:
    """Fold a table entry or a pattern. ASCII must be lower case in it already; the length never changes."""
    return text.translate(_simplified())


@dataclass(frozen=True)
class Folded:
    """A message: ``text`` is for matching, ``words`` gives back what the seller wrote there."""

    original: str
    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, message: str, longest: int | None = None) -> "Folded":
        """Fold a message; one character of it may become several (½, ㎖) but never none.

        :param longest: characters of the folded text; what comes after is not read.
        """
        message = _HALF.sub("\ufffd", message)
        pieces = [_folded(character) for character in message]
        if longest is not None:
            pieces = pieces[: bisect(list(accumulate(map(len, pieces))), longest)]
        places = [place for place, piece in enumerate(pieces) for _ in piece]
        text = "".join(pieces)
        text = text.translate(_CANTONESE) if _IS_CANTONESE.search(text) else text
        return cls(message, text, (*places, len(message)))

    def words(self, start: int, end: int) -> str:
        """The seller's own words between two places of the folded text."""
        if end <= start:
            return ""
        return self.original[self.places[start] : self.places[end - 1] + 1].strip()

    @property
    def is_chinese(self) -> bool:
        """Whether any Chinese character is in it."""
        return _HAN.search(self.text) is not None


_WIDEST = 4  # characters that one may become (㎖ is two); some of Arabic spell a sentence


@lru_cache(2**14)
def _folded(character: str) -> str:
    """One character as it is matched."""
    piece = character if character.isascii() else unicodedata.normalize("NFKC", character)
    piece = piece if len(piece) <= _WIDEST else character
    piece = " " if _PICTURE.match(piece) else piece
    return fold(piece.lower() if len(piece.lower()) == len(piece) else piece)


_HAN = re.compile(f"[{CJK}]")
_HALF = re.compile("[\ud800-\udfff]")  # of a pair; alone it is no character and cannot be kept
_PICTURE = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\ufe0f\u200b-\u200d\u20e3\ufeff\U0001f000-\U0001faff]"
)
# Cantonese by its written particles; one character stands for one, so that places stay places.
_IS_CANTONESE = re.compile("[嘅啲喺唔冇咗哋嚟佢搵]|系咪")
_CANTONESE = str.maketrans("嘅啲喺唔冇咗哋嚟佢搵俾系睇谂樽畀", "的些在不没了们来他找给是看想瓶给")


class Expression:
    """A regular expression, compiled when it is first used: together they take half a second to compile.

    ``search`` and the others are those of the compiled pattern, with its arguments.
    """

    def __init__(self, source: str) -> None:
        self.source = source

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.source)

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        return self.compiled.search

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        return self.compiled.match

    @cached_property
    def fullmatch(self) -> Callable[..., re.Match[str] | None]:
        return self.compiled.fullmatch

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        return self.compiled.finditer


def pattern(source: str) -> Expression:
    """An expression written in Traditional characters, for folded text.

    ``‹`` and ``›`` stand for the edges of a Latin word: ``\\b`` sees none between 漢 and a letter.
    """
    return Expression(fold(source.replace("‹", "(?<![a-z0-9])").replace("›", "(?![a-z0-9])")))


def any_of(words: str) -> str:
    """Alternatives from a space-separated list, longest first. ``_`` stands for a space in an entry.

    One look at the next character rules most places out: trying every entry there costs ten times as much.
    """
    entries = sorted(words.split(), key=len, reverse=True)
    first = re.escape("".join(sorted({entry[0] for entry in entries})))
    return f"(?=[{first}])(?:{'|'.join(map(_edged, entries))})"


def _edged(entry: str) -> str:
    """Latin entries match whole words; Chinese ones anywhere."""
    escaped = re.escape(entry).replace("_", r"\s?")
    left = "‹" if entry[0].isascii() and entry[0].isalnum() else ""
    right = "›" if entry[-1].isascii() and entry[-1].isalnum() else ""
    return left + escaped + right
