"""/forget and votes: exactly the person's own go, and those that were cast on what goes with the person."""

import random
from pathlib import Path

import pytest

from data.conversations import ConversationStore, Place, Saved
from data.privacy import Privacy
from data.schema import sets
from data.seal import Seal
from data.shares import Copy, Share, Shares
from data.store import Store, connect
from data.votes import Names, Tally, Votes
from knowledge.models import Brief

PEOPLE = [700_001 + n for n in range(6)]
CHANNELS = ("ig:mina", "yt:tom", "tiktok:joy")
Vote = tuple[str, str, int, int]  # subject, channel, person, value


class World:
    """Briefs, answers shared from them or offered inline without one, and votes on all of them."""

    def __init__(self, chance: random.Random) -> None:
        self.db: Store = connect(Path(":memory:"))
        for steps in sets():
            self.db.migrate(steps)
        self.briefs, self.shares = ConversationStore(self.db, Seal()), Shares(self.db, Seal())
        self.votes, self.names = Votes(self.db), Names(self.db, Seal())
        self.asker: dict[str, int] = {}
        self.shared: dict[str, Share] = {}
        for number in range(8):
            asker = self.asker.setdefault(f"b{number}", chance.choice(PEOPLE))
            place = Place(chance.choice([asker, -100]), 0, asker)
            self.briefs.save(Saved(f"b{number}", place, "en", Brief(product="soap")))
        for _ in range(8):
            subject = chance.choice([None, *self.asker])
            share = self.shares.make(chance.choice(PEOPLE), "en", "{}", subject=subject)
            self.shared[share.id] = share
            self.shares.sent(Copy(f"inline-{share.id}", 0, share.id))
            self.shares.opened(share.token, chance.choice(PEOPLE))
        self.cast: dict[tuple[str, str, int], int] = {}
        subjects = sorted({*self.asker, *(share.subject for share in self.shared.values())})
        for number in range(120):
            subject, channel = chance.choice(subjects), chance.choice(CHANNELS)
            user = chance.choice(PEOPLE)
            self.names.note(user, f"name {user}")
            value = self.votes.cast(subject, channel, user, chance.choice([1, -1]), f"t{number}")
            self.cast[subject, channel, user] = value

    def left_after(self, user: int) -> dict[tuple[str, str, int], int]:
        """By the words of the policy: own votes go, and votes on what the person asked, or shared without a brief."""
        gone = {brief for brief, asker in self.asker.items() if asker == user}
        gone |= {share.id for share in self.shared.values() if share.owner == user}
        return {key: value for key, value in self.cast.items() if key[2] != user and key[0] not in gone}

    def stand(self) -> dict[tuple[str, str, int], int]:
        rows = self.db.execute("select subject, channel, user_id, value from votes").fetchall()
        return {(subject, channel, user): value for subject, channel, user, value in rows}

    def tallies(self, votes: dict[tuple[str, str, int], int]) -> dict[tuple[str, str], Tally]:
        """Counted by hand."""
        found: dict[tuple[str, str], Tally] = {}
        for (subject, channel, _), value in votes.items():
            if value:
                so_far = found.get((subject, channel), Tally(channel))
                found[subject, channel] = so_far._replace(
                    up=so_far.up + (value > 0), down=so_far.down + (value < 0)
                )
        return found


@pytest.mark.parametrize("seed", range(12))
def test_exactly_the_votes_of_somebody_forgotten_go(seed: int) -> None:
    world = World(random.Random(seed))
    assert world.stand() == world.cast
    user = PEOPLE[seed % len(PEOPLE)]
    expected = world.left_after(user)
    done = Privacy(Path("/nonexistent"), world.db, Seal()).forget(user)
    assert done.left == {}
    assert world.stand() == expected
    for subject in {key[0] for key in world.cast}:
        counted = {c: tally for (s, c), tally in world.tallies(expected).items() if s == subject}
        assert world.votes.tally(subject) == counted
    assert user not in world.names.of(PEOPLE)
    for share in world.shared.values():
        assert (world.shares.of(share.id) is None) == (share.owner == user)
        shown = [copy.share_id for _, copy in world.shares.copies(share.subject)]
        assert (share.id in shown) == (share.owner != user)
    assert not world.db.execute("select 1 from share_readers where user_id = ?", [user]).fetchone()
    world.db.close()


def test_forgetting_everybody_leaves_nobody(tmp_path: Path) -> None:
    world = World(random.Random(99))
    for user in PEOPLE:
        Privacy(tmp_path, world.db, Seal()).forget(user)
    for table in ("briefs", "shares", "share_copies", "share_readers", "votes", "names"):
        assert world.db.execute(f"select count(*) from {table}").fetchone() == (0,), table
    world.db.close()
