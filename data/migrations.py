"""The roster's tables, as numbered steps. Append only: a step that has shipped is never edited."""

from sqlite_utils import Database, Migrations

migrations = Migrations("roster")


@migrations()
def m001_roster(db: Database) -> None:
    """Creators, their channels, and every figure and fee with its date and source.

    A figure's metric is a field of ``Channel``; fees are in minor units; lists are JSON; dates are ISO text.
    """
    for statement in _ROSTER.split(";"):  # executescript would commit the migration's transaction
        if statement.strip():
            db.execute(statement)


@migrations()
def m002_journal(db: Database) -> None:
    """What the last changes of many creators replaced, so that they can be taken back.

    ``before`` is a creator as JSON, NULL for one that was new; ``after`` a digest of what it became, NULL for one
    that was removed.
    """
    for statement in _JOURNAL.split(";"):
        if statement.strip():
            db.execute(statement)


@migrations()
def m003_changes(db: Database) -> None:
    """When each creator last changed or went, for indexes that follow.

    A version has a random stamp: after a backup was put back, the same number is another state.
    """
    for statement in _CHANGES.split(";"):
        if statement.strip():
            db.execute(statement)


@migrations()
def m004_sources(db: Database) -> None:
    """Each source's label once, so that it can be sealed, and where every other word of a creator comes from.

    ``provenance`` is JSON: "7:2026-11-20" (a source's number, a day; either may be missing) to a list of fields.
    """
    for statement in _SOURCES.split(";"):
        if statement.strip():
            db.execute(statement)


@migrations()
def m005_own(db: Database) -> None:
    """Whether there is any creator of one's own is asked with every answer, and must not read a million demo ones."""
    db.execute("CREATE INDEX creators_own ON creators (demo) WHERE demo = 0")


_SOURCES = """
CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    label TEXT NOT NULL
) STRICT;
INSERT INTO sources (label)
    SELECT source FROM figures WHERE source IS NOT NULL
    UNION SELECT source FROM fees WHERE source IS NOT NULL
    UNION SELECT source FROM audiences WHERE source IS NOT NULL;
CREATE INDEX sources_label ON sources (label);
ALTER TABLE figures ADD COLUMN source_id INTEGER;
UPDATE figures SET source_id = (SELECT id FROM sources WHERE label = source) WHERE source IS NOT NULL;
ALTER TABLE figures DROP COLUMN source;
ALTER TABLE fees ADD COLUMN source_id INTEGER;
UPDATE fees SET source_id = (SELECT id FROM sources WHERE label = source) WHERE source IS NOT NULL;
ALTER TABLE fees DROP COLUMN source;
ALTER TABLE audiences ADD COLUMN source_id INTEGER;
UPDATE audiences SET source_id = (SELECT id FROM sources WHERE label = source) WHERE source IS NOT NULL;
ALTER TABLE audiences DROP COLUMN source;
DROP INDEX sources_label;
ALTER TABLE creators ADD COLUMN provenance TEXT NOT NULL DEFAULT '{}';
ALTER TABLE channels ADD COLUMN provenance TEXT NOT NULL DEFAULT '{}'
"""
_CHANGES = """
CREATE TABLE roster_versions (
    version INTEGER PRIMARY KEY,
    stamp TEXT NOT NULL
) STRICT;
INSERT INTO roster_versions (version, stamp) SELECT version, lower(hex(randomblob(8))) FROM roster_state;
CREATE TABLE changes (
    creator_id TEXT PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX changes_version ON changes (version)
"""
_JOURNAL = """
CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    what TEXT NOT NULL
) STRICT;
CREATE TABLE journal_creators (
    entry_id INTEGER NOT NULL REFERENCES journal (id) ON DELETE CASCADE,
    creator_id TEXT NOT NULL,
    before TEXT,
    after TEXT,
    PRIMARY KEY (entry_id, creator_id)
) STRICT, WITHOUT ROWID
"""
_ROSTER = """
CREATE TABLE roster_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL
) STRICT;
INSERT INTO roster_state (id, version) VALUES (1, 0);
CREATE TABLE creators (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    region TEXT,
    contact TEXT,
    notes TEXT,
    demo INTEGER NOT NULL CHECK (demo IN (0, 1))
) STRICT;
CREATE TABLE channels (
    id INTEGER PRIMARY KEY,
    creator_id TEXT NOT NULL REFERENCES creators (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    key TEXT NOT NULL UNIQUE,
    platform TEXT NOT NULL,
    handle TEXT NOT NULL,
    url TEXT,
    category TEXT,
    content TEXT,
    language TEXT,
    last_post TEXT,
    past_collaborations TEXT NOT NULL
) STRICT;
CREATE INDEX channels_creator ON channels (creator_id);
CREATE TABLE figures (
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    metric TEXT NOT NULL,
    value REAL NOT NULL CHECK (value >= 0),
    as_of TEXT,
    source TEXT,
    PRIMARY KEY (channel_id, metric)
) STRICT, WITHOUT ROWID;
CREATE TABLE fees (
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    format TEXT NOT NULL,
    low_minor INTEGER NOT NULL CHECK (low_minor >= 0),
    high_minor INTEGER NOT NULL CHECK (high_minor >= low_minor),
    currency TEXT NOT NULL,
    basis TEXT NOT NULL,
    as_of TEXT,
    source TEXT,
    PRIMARY KEY (channel_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE audiences (
    channel_id INTEGER PRIMARY KEY REFERENCES channels (id) ON DELETE CASCADE,
    age_low INTEGER,
    age_high INTEGER,
    female_share REAL,
    regions TEXT NOT NULL,
    as_of TEXT,
    source TEXT
) STRICT
"""
