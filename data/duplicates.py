"""Creators that may be the same person: proposed with the evidence, for a person to decide."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations
from urllib.parse import unquote

from opencc import OpenCC
from rapidfuzz import fuzz

from data.links import looks_like_link, read_link
from data.notation import folded
from knowledge.models import Creator, Frozen, Platform

ALIKE = 90  # of 100, by rapidfuzz; below it different people of one family name begin
NEIGHBOURS = 4  # names compared on either side, in alphabetical order forwards and backwards
SHARED_BY = 3  # a contact or a link that more creators have is an agency's
SHORTEST_HANDLE = 4  # "mei" is many people
SHORT_CHINESE, SHORT_LATIN = 2, 4  # letters up to which a name alone says little: 小美, Amy, Vivi
SAME_NAME, SHORT_NAME = "same name", "same short name"
_SIGNS = re.compile(r"[\W_]+")
_GENERIC = re.compile(
    r"official|channel|studio|tv$|vlogs?$|頻道|频道|官方|帐号|帳號|粉絲團|粉丝团|粉絲專頁|粉丝专页|工作室|本人|正版"
)
# What says where or what about, and so parts no two creators of one kind: a name is compared without them.
_COMMON = re.compile(
    r"taiwan|taipei|vlogs?|daily|life|live|travel|food|games?|gaming|music|news|kids|台湾|台北|生活|日常|旅行|美食|游戏"
)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{0,100}\w")
_PHONE = re.compile(r"(?:\+886|0)[\d\s()-]{8,14}")
_LINE = re.compile(r"(?<![a-z])line\s*(?:id)?\s*[:：@]\s*@?([a-z0-9][\w.-]{3,30})", re.ASCII)
_LINK = re.compile(r"(?:https?://|www\.)?[a-z0-9.-]{1,100}\.[a-z]{2,24}/[^\s，。、)）\"']+", re.IGNORECASE)
Pair = tuple[str, str]


class Duplicate(Frozen):
    """Two creators, by id and name, and what speaks for their being one."""

    first: str
    first_name: str
    second: str
    second_name: str
    because: tuple[str, ...]


def duplicates(creators: Sequence[Creator]) -> tuple[Duplicate, ...]:
    """Pairs that share a link, a contact, a handle or a name, most evidence first. Near-linear in creators.

    A short name, of which there are many, is evidence only beside another, or where just two have it on different
    platforms.
    """
    evidence: dict[Pair, list[str]] = defaultdict(list)
    for first, second, why in (*_by_key(creators), *_by_link(creators), *_by_spelling(creators)):
        reasons = evidence[min(first, second), max(first, second)]
        if why not in reasons:
            reasons.append(why)
    names = {creator.id: creator.name for creator in creators}
    found = [
        Duplicate(
            first=a, first_name=names[a], second=b, second_name=names[b], because=tuple(sorted(reasons))
        )
        for (a, b), reasons in evidence.items()
        if len(reasons) > 1 or not reasons[0].startswith(SHORT_NAME)
    ]
    return tuple(sorted(found, key=lambda pair: (-len(pair.because), pair.first, pair.second)))


def plain_name(name: str) -> str:
    """A name as names are compared: one script, one case and width, without signs, emoji and words such as 官方."""
    letters = _SIGNS.sub("", _simplified(folded(name)))
    return _GENERIC.sub("", letters) or letters


def _is_short(name: str) -> bool:
    return len(name) <= (SHORT_LATIN if name.isascii() else SHORT_CHINESE)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _simplified(text: str) -> str:
    return text if text.isascii() else str(_converter().convert(text))


def _by_key(creators: Iterable[Creator]) -> Iterator[tuple[str, str, str]]:
    groups: dict[tuple[str, str], dict[str, Creator]] = defaultdict(dict)
    for creator in creators:
        for why, key in _keys(creator):
            groups[why, key][creator.id] = creator
    for (why, key), owners in groups.items():
        if 1 < len(owners) <= SHARED_BY:
            for first, second in combinations(owners.values(), 2):
                alone = len(owners) == 2 and not _platforms(first) & _platforms(second)
                weak = why == SAME_NAME and _is_short(key) and not alone
                yield first.id, second.id, f"{SHORT_NAME if weak else why} {key}"


def _platforms(creator: Creator) -> set[Platform]:
    return {channel.platform for channel in creator.channels}


def _keys(creator: Creator) -> Iterator[tuple[str, str]]:
    yield SAME_NAME, plain_name(creator.name)
    yield from (("same contact", contact) for contact in _contacts(folded(creator.contact or "")))
    for text in filter(None, (creator.contact, creator.notes)):
        yield from (("same link", link) for link in _pages(text))
    for channel in creator.channels:
        handle = _SIGNS.sub("", folded(channel.handle))
        core = _GENERIC.sub("", handle)
        if len(core or handle) >= SHORTEST_HANDLE:
            yield "same handle", core if len(core) >= SHORTEST_HANDLE else handle
        if channel.content and "/" in channel.content:
            yield from (("same link", link) for link in _pages(channel.content))


def _contacts(contact: str) -> Iterator[str]:
    """Addresses, telephone numbers as they are dialled at home, and ids on LINE."""
    yield from _MAIL.findall(contact)
    for phone in _PHONE.findall(contact):
        yield re.sub(r"\D", "", phone.replace("+886", "0"))
    yield from (f"LINE {line}" for line in _LINE.findall(contact))


def _pages(text: str) -> Iterator[str]:
    """Pages that belong to no platform, such as linktr.ee/mei, however they are spelled."""
    for found in _LINK.findall(text) if "/" in text else ():
        address = re.sub(r"^https?://", "", unquote(found).casefold()).removeprefix("www.").removeprefix("m.")
        address = re.split(r"[?#]", address)[0].rstrip("/.,;")
        if "/" in address and read_link(found).platform is None:
            yield address


def _by_link(creators: Sequence[Creator]) -> Iterator[tuple[str, str, str]]:
    """A channel whose text links to a channel of somebody else."""
    owners = {channel.key: creator.id for creator in creators for channel in creator.channels}
    for creator in creators:
        texts = [creator.contact, creator.notes]
        texts += [text for channel in creator.channels for text in (channel.url, channel.content)]
        for text in texts:
            for found in _LINK.findall(text) if text and "/" in text else ():
                link = read_link(found.rstrip(".,;"))
                key = f"{link.platform}:{link.handle.casefold()}" if link.platform and link.handle else ""
                if looks_like_link(found) and owners.get(key, creator.id) != creator.id:
                    yield creator.id, owners[key], f"links to {key}"


def _by_spelling(creators: Iterable[Creator]) -> Iterator[tuple[str, str, str]]:
    """Names that stand near each other in a sorted list and differ by little, but not by a number."""
    names = [(plain_name(creator.name), creator.id) for creator in creators]
    shared = Counter(name for name, _ in names)
    # A name that many have is told by itself, and would only stand between others here.
    long = sorted((n, id_) for n, id_ in names if len(n) >= SHORTEST_HANDLE and shared[n] <= SHARED_BY)
    for ordered in (long, sorted(long, key=lambda pair: pair[0][::-1])):
        for place, (name, creator_id) in enumerate(ordered):
            for other, other_id in ordered[place + 1 : place + 1 + NEIGHBOURS]:
                if name != other and (likeness := _likeness(name, other)):
                    yield creator_id, other_id, f"names alike ({likeness:.0f} of 100)"


def _likeness(name: str, other: str) -> float:
    """How alike two names are, of 100; 0 where it is too little, also without the words that many share."""
    likeness = float(fuzz.ratio(name, other, score_cutoff=ALIKE))
    if not likeness or re.findall(r"\d+", name) != re.findall(r"\d+", other):
        return 0.0
    cores = _COMMON.sub("", name), _COMMON.sub("", other)
    return likeness if fuzz.ratio(*cores, score_cutoff=ALIKE) or not all(cores) else 0.0
