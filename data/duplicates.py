"""Creators that may be the same person: proposed with the evidence, for a person to decide."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations

from opencc import OpenCC
from rapidfuzz import fuzz

from data.links import looks_like_link, read_link
from data.notation import folded
from knowledge.models import Creator, Frozen

ALIKE = 90  # of 100, by rapidfuzz; below it different people of one family name begin
NEIGHBOURS = 4  # names compared on either side, in alphabetical order forwards and backwards
SHARED_BY = 3  # a contact that more creators have is an agency's
SHORTEST_HANDLE = 4  # "mei" is many people
_GENERIC = re.compile(r"official|channel|studio|tv$|頻道|频道|官方|粉絲團|粉絲專頁|工作室")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_PHONE = re.compile(r"(?:\+886|0)[\d\s()-]{8,14}")
_LINK = re.compile(r"(?:https?://|www\.)?[a-z0-9.-]+\.[a-z]{2,}/[^\s，。、)）\"']+", re.IGNORECASE)
Pair = tuple[str, str]


class Duplicate(Frozen):
    """Two creators, by id and name, and what speaks for their being one."""

    first: str
    first_name: str
    second: str
    second_name: str
    because: tuple[str, ...]


def duplicates(creators: Sequence[Creator]) -> tuple[Duplicate, ...]:
    """Pairs that share a link, a contact, a handle or a name, most evidence first. Near-linear in creators."""
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
    ]
    return tuple(sorted(found, key=lambda pair: (-len(pair.because), pair.first, pair.second)))


def plain_name(name: str) -> str:
    """A name as names are compared: one script, one case, without signs and words such as official or 頻道."""
    letters = re.sub(r"[\W_]+", "", _simplified(folded(name)))
    return _GENERIC.sub("", letters) or letters


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _simplified(text: str) -> str:
    return text if text.isascii() else str(_converter().convert(text))


def _by_key(creators: Iterable[Creator]) -> Iterator[tuple[str, str, str]]:
    groups: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for creator in creators:
        for why, key in _keys(creator):
            groups[why, key][creator.id] = None
    for (why, key), ids in groups.items():
        if 1 < len(ids) <= SHARED_BY:
            for first, second in combinations(ids, 2):
                yield first, second, f"{why} {key}"


def _keys(creator: Creator) -> Iterator[tuple[str, str]]:
    yield "same name", plain_name(creator.name)
    contact = folded(creator.contact or "")
    yield from (("same contact", mail) for mail in _MAIL.findall(contact))
    for phone in _PHONE.findall(contact):
        yield "same contact", re.sub(r"\D", "", phone.replace("+886", "0"))
    for channel in creator.channels:
        handle = re.sub(r"[\W_]+", "", channel.handle.casefold())
        if len(handle) >= SHORTEST_HANDLE:
            yield "same handle", handle


def _by_link(creators: Sequence[Creator]) -> Iterator[tuple[str, str, str]]:
    """A channel whose text links to a channel of somebody else."""
    owners = {channel.key: creator.id for creator in creators for channel in creator.channels}
    for creator in creators:
        texts = [creator.contact, creator.notes]
        texts += [text for channel in creator.channels for text in (channel.url, channel.content)]
        for text in texts:
            for found in _LINK.findall(text or "") if text and "/" in text else ():
                link = read_link(found.rstrip(".,;"))
                key = f"{link.platform}:{link.handle.casefold()}" if link.platform and link.handle else ""
                if looks_like_link(found) and owners.get(key, creator.id) != creator.id:
                    yield creator.id, owners[key], f"links to {key}"


def _by_spelling(creators: Iterable[Creator]) -> Iterator[tuple[str, str, str]]:
    """Names that stand near each other in a sorted list and differ by little, but not by a number."""
    names = [(plain_name(creator.name), creator.id) for creator in creators]
    long = [(name, creator_id) for name, creator_id in names if len(name) >= SHORTEST_HANDLE]
    for ordered in (sorted(long), sorted(long, key=lambda pair: pair[0][::-1])):
        for place, (name, creator_id) in enumerate(ordered):
            for other, other_id in ordered[place + 1 : place + 1 + NEIGHBOURS]:
                if name != other and re.findall(r"\d+", name) == re.findall(r"\d+", other):
                    likeness = fuzz.ratio(name, other, score_cutoff=ALIKE)
                    if likeness:
                        yield creator_id, other_id, f"names alike ({likeness:.0f} of 100)"
