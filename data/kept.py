"""What is kept of people, table by table: where their ids stand, what is sealed, and when it goes.

A table with a column that may hold a person's or a chat's id, or with a sealed column, is listed here; a test says so.
Forgetting somebody, exporting what is theirs, leaving a group, growing old and changing keys all follow this list.
"""

import re
from typing import NamedTuple

from data.store import Store

# Columns that hold ids of people or chats by their names. `unlisted` finds those that nobody listed.
ID_LIKE = re.compile(
    r"(user|person|people|chat|owner|author|member|voter|sender|asker|creator_of|admin|inviter|guest)s?(_id)?$"
    r"|(^|_)by$"
)


class Kept(NamedTuple):
    """One table. ``person``, ``mention`` and ``chat`` are columns of Telegram ids.

    ``person``: the row is that person's and goes with them. ``mention``: the row stays, the column is emptied.
    ``chat``: the row goes when the bot leaves that chat, unless it is of a pinned brief (`pins.carry_home`).
    ``touched``: when the row was last used, as ISO text; it goes after the days of KOL_RETENTION_DAYS.
    ``companion``: the row goes once nothing else is left of its person.
    ``sealed``: columns that are encrypted. ``letters``: a sealed column with updates of Telegram as they came, emptied
    where they are about the person. ``message``: a column with a message's id, which ends with its chat; where it is
    the table's own key, ``moves`` says that the row ends with it. ``packed``: sealed columns that are compressed as
    `shares.unpacked` undoes.
    """

    table: str
    person: str | None = None
    chat: str | None = None
    mention: str | None = None
    sealed: tuple[str, ...] = ()
    letters: str | None = None
    touched: str | None = None
    companion: bool = False
    message: str | None = None
    moves: bool = True
    packed: tuple[str, ...] = ()

    @property
    def ids(self) -> set[str]:
        """The columns that hold ids of people or chats."""
        return {column for column in (self.person, self.chat, self.mention) if column}


KEPT = (
    Kept(
        "briefs", "user_id", "chat_id", sealed=("brief", "view"), touched="updated_at", message="message_id"
    ),
    Kept("brief_messages", chat="chat_id", mention="user_id", moves=False),
    Kept("brief_changes", "user_id"),
    Kept("pins", chat="chat_id", message="message_id"),
    Kept("chat_languages", chat="chat_id"),
    Kept("chat_currencies", chat="chat_id"),
    Kept("waits", "user_id", "chat_id"),
    Kept("votes", "user_id"),
    Kept("shares", "owner_id", sealed=("token", "content"), touched="ends_at", packed=("content",)),
    Kept("share_readers", "user_id"),
    Kept("teams", sealed=("name",)),
    Kept("team_members", "user_id", sealed=("name",)),
    Kept("team_chats", chat="chat_id"),
    Kept("invitations", mention="invited_by"),
    Kept("pending_imports", "user_id", sealed=("source", "corrections"), touched="created_at"),
    Kept("inbox", sealed=("payload",), letters="payload"),
    Kept("names", "user_id", sealed=("name",), companion=True),
    Kept("notices", "user_id", companion=True),
    Kept("people", "user_id", companion=True),
    Kept("people_currencies", "user_id", companion=True),
    Kept("creators", sealed=("contact", "notes")),
    Kept("journal", sealed=("what",)),
    Kept("journal_creators", sealed=("before",)),
    Kept("sources", sealed=("label",)),
    Kept("seal_witness", sealed=("sealed",)),
)
# Tables about creators and about this program: their numbers are followers, fees and versions, never people's ids.
NOT_ABOUT_USERS = frozenset(
    {
        *(
            "creators",
            "channels",
            "figures",
            "fees",
            "audiences",
            "roster_state",
            "roster_versions",
            "changes",
        ),
        *("journal", "journal_creators", "headers", "two_people", "leases", "_sqlite_migrations"),
        *("source_answers", "source_quota"),
    }
)


def kept_in(db: Store) -> list[Kept]:
    """Those of the listed tables that this database has."""
    there = set(db.table_names())
    return [kept for kept in KEPT if kept.table in there]


def unlisted(db: Store) -> list[tuple[str, str]]:
    """Columns that look like ids of people or chats, by table and name, and are listed nowhere."""
    listed = {(kept.table, column) for kept in KEPT for column in kept.ids}
    return [
        (table.name, column.name)
        for table in db.tables
        if table.name not in NOT_ABOUT_USERS
        for column in table.columns
        if ID_LIKE.search(column.name) and (table.name, column.name) not in listed
    ]
