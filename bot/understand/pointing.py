"""Which creator is meant: by place in the list, by name, or the one in view."""

import re

from bot.understand.folding import fold, pattern
from bot.understand.model import Shown, Which

_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "5th": 5,
    "6th": 6,
    "7th": 7,
    "8th": 8,
}
_HAN = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
NUMBER = pattern(
    rf"第\s?(?P<han>[一二兩三四五六七八九十]|\d{{1,2}})\s?(?:個|位|名|號|人|順位)?|‹(?:number"
    rf"|no\.?|nr\.?|#)\s?(?P<number>\d{{1,2}})›|#(?P<hash>\d{{1,2}})›"
    rf"|(?P<hao>\d{{1,2}})\s?號(?!店)"
    rf"|‹(?:the\s)?(?P<ordinal>{'|'.join(_ORDINALS)})(?:\s(?:one|creator|kol|influencer|guy|person))?›"
)
_LISTED = pattern(
    r"(?<![\d.,$這前後])(?P<n>\d{1,2}|[一二兩三四五六七八九])(?!\s?[個位])(?![\d.,]*(?:萬|k›|%|歲"
    r"|元|塊|千|百|\d))"
)
PRONOUN = pattern(
    r"他們|她們|他|她|佢哋|佢|這(?:個|位)(?:人|網紅|kol|創作者|部落客|youtuber)?|那(?:個|位)(?:人"
    r"|網紅|kol|創作者|部落客|youtuber)?|此人|‹(?:him|her|them|he|she|they|this (?:one|guy|person"
    r"|creator|kol|influencer|girl)|that (?:one|guy|person|creator|kol|influencer|girl)|these|those"
    r"|this)›"
)
_LAST = pattern(r"最後(?:一)?(?:個|位)|‹(?:the )?last(?: one)?›")


def named(text: str, shown: tuple[Shown, ...]) -> list[tuple[int, Which]]:
    """Shown creators whose names stand in the folded text, with where."""
    found = []
    for n, creator in enumerate(shown, 1):
        for name in _short_names(creator.name):
            place = text.find(name)
            if place >= 0 and not _inside_word(text, place, name):
                found.append((place, Which(number=n, key=creator.key, name=creator.name)))
                break
    return sorted(found, key=lambda pair: pair[0])


def _short_names(name: str) -> list[str]:
    """A name as shown, and its parts that are long enough to stand for it (Mina of "Mina 米娜")."""
    folded = fold(name.lower())
    parts = [
        part
        for part in re.split(r"[\s|｜/·•,，()（）]+", folded)
        if len(part) >= (2 if part[:1] > "\u3400" else 3)
    ]
    parts += [
        part[:length] for part in parts for length in (3, 2) if part[0] > "\u3400" and len(part) > length
    ]
    return [
        folded,
        *sorted((p for p in parts if p not in {"the", "and", "official", "channel"}), key=len, reverse=True),
    ]


def _inside_word(text: str, place: int, name: str) -> bool:
    if not name.isascii():
        return False
    before, after = text[place - 1 : place], text[place + len(name) : place + len(name) + 1]
    return (before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum())


def which(text: str, shown: tuple[Shown, ...]) -> Which | None:
    """The one creator that a stretch of folded text points at; an empty Which for a pronoun, None for nobody."""
    if names := named(text, shown):
        return names[0][1]
    if match := NUMBER.search(text):
        return numbered(number_of(match), shown)
    if _LAST.search(text) and shown:
        return numbered(len(shown), shown)
    return Which() if PRONOUN.search(text) else None


def several(text: str, shown: tuple[Shown, ...]) -> tuple[Which, ...]:
    """All creators pointed at (1 and 3, 第二個跟Mina), in order."""
    found = dict(named(text, shown))
    for match in (*NUMBER.finditer(text), *_LISTED.finditer(text)):
        number = number_of(match)
        if number and 1 <= number <= 50:
            found.setdefault(match.start(), numbered(number, shown))
    unique: dict[str, Which] = {}
    for _, one in sorted(found.items()):
        unique.setdefault(one.key or str(one.number), one)
    return tuple(unique.values())


def number_of(match: re.Match[str]) -> int:
    """The number in a match of NUMBER or of a bare list number."""
    written = next(group for group in match.groupdict().values() if group)
    return int(written) if written.isdigit() else _ORDINALS.get(written) or _HAN.get(written) or 0


def numbered(number: int, shown: tuple[Shown, ...]) -> Which:
    """The creator at a place of the list; only the place where the list is shorter or unknown."""
    if 1 <= number <= len(shown):
        return Which(number=number, key=shown[number - 1].key, name=shown[number - 1].name)
    return Which(number=number) if number >= 1 else Which()
