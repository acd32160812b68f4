"""Telegram's HTML, parsed strictly: what people read, and its entities.

Stricter than Telegram: an attribute it would ignore, an entity nested where it would drop one, a named
entity it would show literally, and more than 100 entities are refused. Simpler: the offsets of entities
count characters, not UTF-16 units, and no text is turned into links or mentions.
"""

import html
import re
from typing import NamedTuple

LIMIT = 100  # entities in a message; Telegram leaves the others off
ALIASES = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline"}
ALIASES |= {"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler"}
ALIASES |= {"code": "code", "pre": "pre", "blockquote": "blockquote", "a": "text_link"}
ATTRIBUTES = {"blockquote": r"( expandable)?", "a": r' href="[^"<>]+"'}
ALONE = {"code", "pre"}  # may hold nothing and stand in nothing
NAMED = {"lt", "gt", "amp", "quot"}

_PIECE = re.compile(r"<[^>]*>?|&[^;\s&<]*;?|[^<&]+")
_TAG = re.compile(r"<(/?)([a-z-]+)([^<>]*)>")
_ENTITY = re.compile(r"&(?:(\w+)|#\d{1,7}|#x[0-9a-fA-F]{1,6});")


class CannotParse(ValueError):
    """Text that Telegram answers with "can't parse entities"."""


class Entity(NamedTuple):
    type: str
    offset: int
    length: int


class Parsed(NamedTuple):
    text: str
    entities: tuple[Entity, ...]


def parse(source: str) -> Parsed:
    """What a message sent as HTML says. Raises CannotParse."""
    text, entities = "", list[Entity]()
    opened = list[tuple[str, str, int]]()  # tag, type, offset
    for piece in _PIECE.findall(source):
        if piece.startswith("<"):
            _tag(piece, len(text), opened, entities)
        else:
            text += _unescaped(piece) if piece.startswith("&") else piece
    if opened:
        raise CannotParse(f'can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    if len(entities) > LIMIT:
        raise CannotParse(f"{len(entities)} entities, over {LIMIT}")
    return _trimmed(text, entities)


def _tag(piece: str, offset: int, opened: list[tuple[str, str, int]], entities: list[Entity]) -> None:
    found = _TAG.fullmatch(piece)
    if found is None or found[2] not in ALIASES:
        raise CannotParse(f'unsupported start tag "{piece[1:20]}"')
    name, kind = found[2], ALIASES[found[2]]
    if found[1]:
        _close(name, offset, opened, entities)
        return
    if not re.fullmatch(ATTRIBUTES.get(name, ""), found[3]):
        raise CannotParse(f"<{name}> has the attributes {found[3]!r}")
    _check_nesting(kind, [opener[1] for opener in opened])
    opened.append((name, "expandable_blockquote" if "expandable" in found[3] else kind, offset))


def _check_nesting(kind: str, around: list[str]) -> None:
    if around and (kind in ALONE or ALONE & set(around)):
        raise CannotParse(f"{kind} stands in {around}")
    if kind == "blockquote" and any("blockquote" in other for other in around):
        raise CannotParse("a blockquote in a blockquote")


def _close(name: str, offset: int, opened: list[tuple[str, str, int]], entities: list[Entity]) -> None:
    if not opened or opened[-1][0] != name:
        expected = f'expected "</{opened[-1][0]}>", ' if opened else ""
        raise CannotParse(f'unmatched end tag, {expected}found "</{name}>"')
    _, kind, start = opened.pop()
    if offset > start:
        entities.append(Entity(kind, start, offset - start))


def _unescaped(piece: str) -> str:
    """Four names and numbers are entities; anything else would be shown as it is written."""
    found = _ENTITY.fullmatch(piece)
    if found is None or (found[1] and found[1] not in NAMED):
        raise CannotParse(f"{piece!r} is not escaped")
    return html.unescape(piece)


def _trimmed(text: str, entities: list[Entity]) -> Parsed:
    lead = len(text) - len(text.lstrip())
    body = text.strip()
    kept = [Entity(e.type, max(0, e.offset - lead), min(e.length, len(body))) for e in entities]
    return Parsed(body, tuple(sorted(kept, key=lambda e: (e.offset, -e.length))))
