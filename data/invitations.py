"""Invitations to a team: links that expire, are used up, and can be revoked. Of a token only a digest is kept."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlite_utils import Database, Migrations

from data.teams import Role, TeamStore
from data.tokens import digest_of, new_token

migrations = Migrations("invitations")  # append only: never edit one that has shipped
LASTS = timedelta(days=7)
MOST_USES = 50
MOST_OPEN = 20  # invitations of a team that are open at the same time


@migrations()
def m001_invitations(db: Database) -> None:
    """Invitations that are open: a revoked or used one is deleted, an expired one at the next look."""
    db.execute(_INVITATIONS)


_INVITATIONS = """
CREATE TABLE invitations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    team_id TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    digest TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('editor', 'member')),
    uses_left INTEGER NOT NULL CHECK (uses_left > 0),
    invited_by INTEGER,
    expires_at TEXT NOT NULL
) STRICT
"""


class Invitation(NamedTuple):
    """An open invitation. ``expires_at`` is in UTC."""

    id: int
    team: str
    role: Role
    uses_left: int
    expires_at: datetime


class TooMany(ValueError):
    """A team has as many open invitations as it may."""


class Joined(NamedTuple):
    """Who an invitation let in: the team, the role now held, and whether they held as much before."""

    team: str
    role: Role
    already: bool


class InvitationStore:
    """Invitations in the main database. Every call is one committed transaction."""

    def __init__(self, teams: TeamStore, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.teams, self.db, self.now = teams, teams.db, now
        self.db.migrate(migrations)

    def invite(self, team_id: str, role: Role, by: int, uses: int = 1, lasts: timedelta = LASTS) -> str:
        """A new invitation's token, which is told once and kept nowhere. Raises TooMany."""
        token, expires = new_token(), self.now() + lasts
        with self.db.atomic():
            if len(self.open_of(team_id)) >= MOST_OPEN:
                raise TooMany(f"{MOST_OPEN} invitations are open; revoke one first")
            self.db.execute(
                "insert into invitations (team_id, digest, role, uses_left, invited_by, expires_at)"
                " values (?, ?, ?, ?, ?, ?)",
                [team_id, digest_of(token), role, min(max(uses, 1), MOST_USES), by, expires.isoformat()],
            )
        return token

    def open_of(self, team_id: str) -> list[Invitation]:
        """The open invitations of a team, the newest first."""
        self._forget_expired()
        sql = f"{_SELECT} where team_id = ? order by id desc"
        with self.db.snapshot():
            return [_read(row) for row in self.db.execute(sql, [team_id]).fetchall()]

    def revoke(self, team_id: str, number: int) -> bool:
        """End an invitation of this team; False where it has none of this id."""
        with self.db.atomic():
            sql = "delete from invitations where id = ? and team_id = ?"
            return bool(self.db.execute(sql, [number, team_id]).rowcount)

    def look(self, token: str) -> Invitation | None:
        """What a token opens now; None for a forged, expired, used or revoked one alike."""
        self._forget_expired()
        with self.db.snapshot():
            row = self.db.execute(f"{_SELECT} where digest = ?", [digest_of(token)]).fetchone()
        return _read(row) if row else None

    def accept(self, token: str, user: int, name: str) -> Joined | None:
        """Join by a token. Whoever holds as much already uses nothing up. None where the token opens nothing."""
        with self.db.atomic():
            found = self.look(token)
            if found is None:
                return None
            role = self.teams.role(found.team, user)
            if role in (Role.OWNER, Role.EDITOR, found.role):
                return Joined(found.team, role, already=True)
            self.teams.join(found.team, user, name, found.role)
            self._use(found)
        return Joined(found.team, found.role, already=False)

    def _use(self, found: Invitation) -> None:
        if found.uses_left == 1:
            self.db.execute("delete from invitations where id = ?", [found.id])
        else:
            self.db.execute("update invitations set uses_left = uses_left - 1 where id = ?", [found.id])

    def _forget_expired(self) -> None:
        with self.db.atomic():
            self.db.execute("delete from invitations where expires_at <= ?", [self.now().isoformat()])


_SELECT = "select id, team_id, role, uses_left, expires_at from invitations"


def _read(row: tuple[int, str, str, int, str]) -> Invitation:
    number, team, role, uses, expires = row
    return Invitation(number, team, Role(role), uses, datetime.fromisoformat(expires))
