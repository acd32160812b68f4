"""The rosters of teams, each a database and an index of its own, so that no query can reach another team's."""

import shutil
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, NamedTuple

from bot.conversation import View
from bot.stage import Choices
from data.privacy import Forgotten, Privacy
from data.roster import Roster
from data.rotation import seal_later
from data.seal import Seal
from data.store import Store, connect
from data.teams import TeamStore
from knowledge.answer import Advice
from knowledge.models import Brief
from knowledge.products import ProductMatch

if TYPE_CHECKING:
    from bot.advisor import Advisor

FOLDER = "teams"
ROSTER = "roster.db"
OPEN = 8  # rosters kept open while nobody uses them


class Kept(NamedTuple):
    """An open roster and the advisor on it."""

    roster: Roster
    advisor: "Advisor"


class _Loan:
    """An open roster, and how many are using it just now."""

    def __init__(self, kept: Kept) -> None:
        self.kept, self.users = kept, 0


class Shelf:
    """Opens the rosters of teams when they are needed and closes those unused for longest.

    :param advisor_on: an advisor on a roster, whose index is kept in a folder.
    """

    def __init__(
        self, home: Path, teams: TeamStore, seal: Seal, advisor_on: Callable[[Roster, Path], "Advisor"]
    ) -> None:
        self.home, self.teams, self.seal, self.advisor_on = home / FOLDER, teams, seal, advisor_on
        self._lock = RLock()
        self._open: OrderedDict[str, _Loan] = OrderedDict()

    @contextmanager
    def lent(self, team_id: str) -> Iterator[Kept]:
        """A team's roster, open at least until the block ends. LookupError for a team that is none (any more)."""
        loan = self._borrow(team_id)
        try:
            yield loan.kept
        finally:
            with self._lock:
                loan.users -= 1
                self._tidy()

    def _borrow(self, team_id: str) -> _Loan:
        with self._lock:
            if self.teams.team(team_id) is None:  # before any path is made of what somebody sent
                raise LookupError("there is no such team")
            if team_id not in self._open:
                roster = Roster(connect(self.home / team_id / ROSTER), self.seal)
                seal_later(roster.db, self.seal)
                self._open[team_id] = _Loan(
                    Kept(roster, self.advisor_on(roster, self.home / team_id / "index"))
                )
            loan = self._open[team_id]
            self._open.move_to_end(team_id)
            loan.users += 1
            return loan

    def _tidy(self) -> None:
        """Close what is open beyond the few, the longest unused first, and what belongs to no team any more."""
        for team_id in [id_ for id_, loan in self._open.items() if not loan.users]:
            if len(self._open) > OPEN:
                self._close(team_id)

    def _close(self, team_id: str) -> None:
        self._open.pop(team_id).kept.roster.db.conn.close()

    def has_creators(self, team_id: str) -> bool:
        """Whether there is anybody in a team's roster; False for a team that is none (any more)."""
        try:
            with self.lent(team_id) as kept:
                return bool(kept.roster.channel_count)
        except LookupError:
            return False

    def bury(self) -> None:
        """Remove the files of teams that are gone; of one that is in use, at the next call."""
        with self._lock:
            for team_id in self.teams.gone():
                loan = self._open.get(team_id)
                if loan and loan.users:
                    continue
                if loan:
                    self._close(team_id)
                shutil.rmtree(self.home / team_id, ignore_errors=True)
                if not (self.home / team_id).exists():
                    self.teams.buried(team_id)

    def forget(self) -> None:
        """Drop the answers that the open advisors have in memory."""
        with self._lock:
            for loan in self._open.values():
                loan.kept.advisor.forget()

    def close(self) -> None:
        """Close every roster that nobody uses."""
        with self._lock:
            for team_id in [id_ for id_, loan in self._open.items() if not loan.users]:
                self._close(team_id)


class TeamAdviser:
    """The advisor on a team's roster, for a conversation. The roster is open only while it answers.

    Two on the same roster are equal.
    """

    def __init__(self, shelf: Shelf, team_id: str) -> None:
        self.shelf, self.team_id = shelf, team_id

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TeamAdviser) and other.team_id == self.team_id

    def __hash__(self) -> int:
        return hash(self.team_id)

    def advise(self, brief: Brief, language: str, view: View) -> Advice:
        with self.shelf.lent(self.team_id) as kept:
            return kept.advisor.advise(brief, language, view)

    def choices(self, brief: Brief, view: View) -> Choices:
        with self.shelf.lent(self.team_id) as kept:
            return kept.advisor.choices(brief, view)

    def classify(self, phrase: str) -> ProductMatch | None:
        with self.shelf.lent(self.team_id) as kept:
            return kept.advisor.classify(phrase)

    def warm(self) -> None:
        with self.shelf.lent(self.team_id) as kept:
            kept.advisor.warm()


class TeamPrivacy(Privacy):
    """Forgetting, with the files of teams of which nobody is left."""

    def __init__(
        self, home: Path, store: Store, seal: Seal, shelf: Shelf, drop: Callable[[], object]
    ) -> None:
        super().__init__(home, store, seal, drop)
        self.shelf = shelf

    def forget(self, user: int) -> Forgotten:
        forgotten = super().forget(user)
        self.shelf.bury()
        return forgotten
