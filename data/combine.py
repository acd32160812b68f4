"""Two creators that are one person, made one on request. Nothing here is ever done by itself."""

from data.journal import Entry
from data.merge import updated_from
from data.provenance import UNKNOWN, Known, both, known
from data.roster import Roster
from data.said import Origin
from knowledge.models import Creator


class UnknownCreator(LookupError):
    """Nobody in the roster has this id or channel."""


def combine(roster: Roster, kept: str, other: str) -> Creator:
    """Give ``kept`` the channels of ``other``, and what it does not know itself; ``other`` is gone then.

    Each is named by creator id or by ``platform:handle``. ``journal.undo`` takes it back.
    """
    with roster.transaction():
        first, second = _named(roster, kept), _named(roster, other)
        if first.id == second.id:
            raise UnknownCreator(f"{kept} and {other} are the same creator already ({first.name}).")
        whole = combined(first, second)
        entry = Entry(roster, f"merge of {second.id} into {first.id}")
        roster.remove([second.id])
        roster.save(whole)
        entry.replaced([(first.id, first, whole), (second.id, second, None)])
        entry.close()
    return whole


def combined(first: Creator, second: Creator) -> Creator:
    """The first with the second's channels behind its own. Contacts and notes are both kept."""
    words = {
        "region": first.region or second.region,
        "contact": _both(first.contact, second.contact),
        "notes": _both(first.notes, second.notes),
    }
    others = {"demo": first.demo and second.demo, "channels": (*first.channels, *second.channels)}
    return updated_from(first, words, lambda field: Origin(*_origin(first, second, field)), others)


def _origin(first: Creator, second: Creator, field: str) -> Known:
    """Of a field that the second changed: its origin, or both where both said something."""
    theirs = known(second).get(field, UNKNOWN)
    return both(known(first).get(field, UNKNOWN), theirs) if getattr(first, field) else theirs


def _both(first: str | None, second: str | None) -> str | None:
    lines = [line for text in (first, second) if text for line in text.split("\n")]
    return "\n".join(dict.fromkeys(lines)) or None


def _named(roster: Roster, name: str) -> Creator:
    found = roster.creator(name) or roster.get(name)
    if found is None:
        raise UnknownCreator(
            f"no creator has the id or the channel {name!r}. Ids and channels are in roster export and check."
        )
    return found
