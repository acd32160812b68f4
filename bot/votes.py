"""Voting on creators: a vote by a button, the standing, and who voted. Names are shown when somebody asks for them."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.authority import SHARED_ACCOUNTS
from bot.company import DOWN, NAME, UP, Ballot
from bot.conversation import tag_of
from bot.screens.rows import clip
from bot.screens.screen import Button, Screen, Tap, bold, esc
from bot.texts import Texts
from data.votes import Names, Tally, Voters, Votes
from knowledge.answer import Pick

VOTERS = 8  # names behind one creator; the others are counted
NAMES = "names"  # value of the button that names the voters


class NoCandidate(LookupError):
    """A vote for somebody who is not on the list any more."""


class Cast(NamedTuple):
    """What came of a vote: a word for the voter, and whose counts have changed."""

    toast: str
    subject: str


class Poll:
    """Votes with what the voters are called. Blocking (SQLite)."""

    def __init__(self, votes: Votes, names: Names) -> None:
        self.votes, self.names = votes, names

    def cast(
        self, subject: str, picks: Sequence[Pick], value: str, user: int, name: str, tap: str, texts: Texts
    ) -> Cast:
        """A vote button. Raises NoCandidate, or ValueError for what no vote button says."""
        ballot = Ballot.read(value)
        pick = next((pick for pick in picks if tag_of(pick.id) == ballot.tag), None)
        if pick is None:
            raise NoCandidate(ballot.tag)
        with self.votes.db.atomic():
            now = self.votes.cast(subject, pick.id, user, ballot.value, tap)
            self.names.note(user, clip(name, NAME))
        key = {1: "groups.voted_up", -1: "groups.voted_down", 0: "groups.vote_back"}[now]
        return Cast(texts(key, name=clip(pick.name, NAME)), subject)

    def tally(self, subject: str) -> dict[str, Tally]:
        """The votes by channel key."""
        return self.votes.tally(subject)

    def called(self, user: int, texts: Texts) -> str:
        """What somebody is called; "somebody" where the name is not kept."""
        if user in SHARED_ACCOUNTS:
            return texts("groups.anonymous")
        return self.names.of([user]).get(user) or texts("groups.somebody")

    def standing(
        self, subject: str, picks: Sequence[Pick], title: str, area: Tap, texts: Texts, *, named: bool
    ) -> Screen:
        """Who is ahead; with names where they were asked for. ``title`` is ready HTML."""
        found = {pick.id: pick for pick in picks}
        ranked = sorted(
            (t for t in self.tally(subject).values() if t.channel in found),
            key=lambda tally: (tally.down - tally.up, -tally.up, tally.channel),
        )
        head = f"{bold(texts('groups.standing'))}\n{title}"
        if not ranked:
            return Screen(f"{head}\n\n{esc(texts('groups.no_votes'))}")
        voters = self.votes.voters(subject) if named else {}
        lines = [
            self._line(n, found[t.channel], t, voters.get(t.channel), texts) for n, t in enumerate(ranked, 1)
        ]
        ask = Button(texts("button.voters"), area._replace(value=f"{area.value}{NAMES}"))
        return Screen("\n".join([head, "", *lines]), () if named else ((ask,),))

    def _line(self, n: int, pick: Pick, tally: Tally, voters: Voters | None, texts: Texts) -> str:
        counts = f"{UP} {tally.up} · {DOWN} {tally.down}"
        line = f"{n}. {esc(clip(pick.name, 28))}　{counts}"
        if voters is None:
            return line
        named = [
            f"{mark} {self._names(users, texts)}"
            for mark, users in zip((UP, DOWN), voters, strict=True)
            if users
        ]
        return f"{line}\n{esc('　'.join(named))}"

    def _names(self, users: Sequence[int], texts: Texts) -> str:
        known = self.names.of(users[:VOTERS])
        names = [known.get(user) or texts("groups.somebody") for user in users[:VOTERS]]
        rest = len(users) - len(names)
        return texts("groups.and_more", names=texts.join(names), n=rest) if rest else texts.join(names)
