"""Finding creators of a roster for a person: by name or handle, by page, and by the short tag of a button."""

from hashlib import blake2s
from typing import NamedTuple

from rapidfuzz import fuzz, process

from data.duplicates import plain_name
from data.roster import Roster

TAG_BYTES = 8
LIKE = 70  # of 100, by rapidfuzz: below it a name is another name
MOST = 50  # creators that a search brings


class Listed(NamedTuple):
    """A creator in a list. ``channels`` are their keys, platform:handle."""

    id: str
    name: str
    channels: tuple[str, ...]

    @property
    def tag(self) -> str:
        return tag_of(self.id)


def tag_of(creator_id: str) -> str:
    """A creator's id in 16 characters, for buttons."""
    return blake2s(creator_id.encode(), digest_size=TAG_BYTES).hexdigest()


def by_tag(roster: Roster, tag: str) -> str | None:
    """The id behind a tag, None where nobody in this roster has it."""
    with roster.db.snapshot():
        ids = roster.db.execute("SELECT id FROM creators").fetchall()
    return next((str(row[0]) for row in ids if tag_of(row[0]) == tag), None)


def page(roster: Roster, number: int, size: int) -> tuple[list[Listed], int]:
    """A page of the roster by name, and how many pages there are; a number beyond them is the last one."""
    with roster.db.snapshot():
        count = int(roster.db.execute("SELECT count(*) FROM creators").fetchone()[0])
        pages = max(1, -(-count // size))
        start = size * (min(max(number, 1), pages) - 1)
        sql = "SELECT id FROM creators ORDER BY name COLLATE NOCASE, id LIMIT ? OFFSET ?"
        ids = [str(row[0]) for row in roster.db.execute(sql, [size, start]).fetchall()]
        return _listed(roster, ids), pages


def search(roster: Roster, words: str) -> list[Listed]:
    """Creators whose name or handle holds the words, then those that are spelt alike; the best first."""
    wanted = plain_name(words)
    if not wanted:
        return []
    with roster.db.snapshot():
        names = _names(roster)
        scores: dict[str, float] = {}
        for name, creator_id, score in _alike(wanted, names):
            bonus = 100 if wanted == name else 50 if wanted in name else 0
            scores[creator_id] = max(scores.get(creator_id, 0), score + bonus)
        best = sorted(scores, key=lambda creator_id: (-scores[creator_id], creator_id))[:MOST]
        return _listed(roster, best)


def _names(roster: Roster) -> list[tuple[str, str]]:
    """Names and handles as they are compared, each with the creator's id."""
    rows = roster.db.execute(
        "SELECT name, id FROM creators UNION ALL SELECT handle, creator_id FROM channels"
    ).fetchall()
    return [(plain_name(name), creator_id) for name, creator_id in rows]


def _alike(wanted: str, names: list[tuple[str, str]]) -> list[tuple[str, str, float]]:
    holding = [(name, creator_id, 100.0) for name, creator_id in names if wanted in name]
    found = process.extract(
        wanted, [name for name, _ in names], scorer=fuzz.ratio, score_cutoff=LIKE, limit=MOST
    )
    return holding[: MOST * 10] + [(name, names[place][1], score) for name, score, place in found]


def _listed(roster: Roster, ids: list[str]) -> list[Listed]:
    by_id = {creator.id: creator for creator in roster.find(ids=ids)}
    return [Listed(i, by_id[i].name, tuple(channel.key for channel in by_id[i].channels)) for i in ids]
