"""Everything kept, in one sealed file, taken while the bot runs and read back before it counts."""

import os
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from hashlib import file_digest, sha256
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, NamedTuple

from sqlite_utils import Database

from data.databases import database_files
from data.keys import OWNER_ONLY
from data.schema import steps_of
from data.sealed_file import BLOCK, DamagedFile, SealedReader, SealedWriter
from data.store import StoreError, named_errors
from knowledge.models import Frozen

SUFFIX = ".kolbackup"
MANIFEST = "manifest.json"
STAGING = ".backup-"
_LARGEST_MANIFEST = 2**24


class Part(Frozen):
    """One database: where it belongs below the home, its size and digest, rows by table, migrations by set."""

    path: str
    bytes: int
    sha256: str
    rows: dict[str, int]
    steps: dict[str, list[str]]


class Manifest(Frozen):
    """What a backup holds."""

    made: str
    parts: tuple[Part, ...]


class Made(NamedTuple):
    """A backup that was written and read back."""

    file: Path
    bytes: int
    manifest: Manifest


class CannotBackUp(StoreError):
    """The backup was not made; whatever was there before is untouched."""


def make_backup(home: Path, keys: tuple[str, ...], file: Path, now: datetime | None = None) -> Made:
    """Copy every database of a home into ``file``, sealed, and check it. Writers go on meanwhile.

    ``file`` appears in one step, once it is whole. Raises CannotBackUp, or what is wrong with a database.
    """
    made = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    with _staging(home) as staging:
        parts = tuple(_copied(home, path, staging) for path in database_files(home))
        if not parts:
            raise CannotBackUp(f"{home} has no database yet: there is nothing to back up.")
        manifest = Manifest(made=made, parts=parts)
        with _in_one_step(file) as unfinished:
            _write(unfinished, keys, manifest, staging)
            read_backup(unfinished, keys)
    return Made(file, file.stat().st_size, manifest)


@contextmanager
def _in_one_step(file: Path) -> Iterator[Path]:
    """A file beside the wanted one, put in its place at the end. Raises CannotBackUp."""
    unfinished = file.with_name(f"{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        yield unfinished
        unfinished.replace(file)
    except OSError as problem:
        raise CannotBackUp(f"{file} cannot be written ({problem.strerror or problem}).") from problem
    finally:
        with suppress(OSError):
            unfinished.unlink()


def read_backup(file: Path, keys: tuple[str, ...], into: Path | None = None) -> Manifest:
    """Check a backup to its last byte; write its databases below ``into`` where that is given.

    Raises ForeignFile, WrongKey or DamagedFile.
    """
    with file.open("rb") as source:
        reader = SealedReader(source, keys, str(file))
        try:
            with tarfile.open(fileobj=reader, mode="r|gz") as archive:
                manifest = _unpacked(archive, file, into)
        except (tarfile.TarError, ValueError, EOFError) as problem:
            raise DamagedFile(f"{file} is damaged ({problem}). Take another backup.") from problem
        reader.finish()
    return manifest


def backup_name(now: datetime) -> str:
    """A name that sorts by time."""
    return f"kol-advisor-{now:%Y%m%d-%H%M%S}{SUFFIX}"


def backups_in(folder: Path) -> list[Path]:
    """The backups that are taken by schedule, oldest first."""
    return sorted(folder.glob(f"kol-advisor-*{SUFFIX}"))


class Schedule(NamedTuple):
    """Where backups go, how often, and how many stay."""

    folder: Path
    hours: float
    keep: int

    def is_due(self, now: datetime) -> bool:
        """Whether the newest backup is older than the interval, or there is none."""
        newest = max((path.stat().st_mtime for path in backups_in(self.folder)), default=0.0)
        return now - datetime.fromtimestamp(newest, UTC) >= timedelta(hours=self.hours)

    def run(self, home: Path, keys: tuple[str, ...], now: datetime) -> Made | None:
        """Take a backup if one is due, then let the oldest go. None if none was due."""
        if not self.is_due(now):
            return None
        made = make_backup(home, keys, self.folder / backup_name(now), now)
        for old in backups_in(self.folder)[: -self.keep]:
            old.unlink()
        return made


@contextmanager
def _staging(home: Path) -> Iterator[Path]:
    """A folder for copies on the home's own disk; what a crash left there before goes."""
    with named_errors(home):
        for left in home.glob(f"{STAGING}*"):
            shutil.rmtree(left, ignore_errors=True)
        staging = Path(mkdtemp(prefix=STAGING, dir=home))
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _copied(home: Path, path: Path, staging: Path) -> Part:
    """One database, copied as of one moment by SQLite's own backup, and checked."""
    copy = staging / path.relative_to(home)
    copy.parent.mkdir(parents=True, exist_ok=True)
    with (
        named_errors(path),
        closing(sqlite3.connect(path)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
    return described(copy, path.relative_to(home).as_posix())


def described(file: Path, path: str) -> Part:
    """What a database file holds. Raises CannotBackUp where it is not sound."""
    with named_errors(file), closing(sqlite3.connect(file)) as connection:
        verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise CannotBackUp(f"{path} is not sound ({verdict}). Run: kol-advisor doctor")
        database = Database(connection, execute_plugins=False)
        rows = {name: database.table(name).count for name in sorted(database.table_names())}
        steps = steps_of(database)
    with file.open("rb") as content:
        digest = file_digest(content, "sha256").hexdigest()
    return Part(path=path, bytes=file.stat().st_size, sha256=digest, rows=rows, steps=steps)


def _write(file: Path, keys: tuple[str, ...], manifest: Manifest, staging: Path) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY), "wb") as out:
        sealed = SealedWriter(out, keys)
        with tarfile.open(fileobj=sealed, mode="w|gz") as archive:
            text = manifest.model_dump_json().encode()
            head = tarfile.TarInfo(MANIFEST)
            head.size = len(text)
            archive.addfile(head, BytesIO(text))
            for part in manifest.parts:
                archive.add(staging / part.path, arcname=part.path, recursive=False)
        sealed.finish()
        out.flush()
        os.fsync(out.fileno())


def _unpacked(archive: tarfile.TarFile, file: Path, into: Path | None) -> Manifest:
    """The manifest, then each database in its order: compared with the manifest, written where wanted."""
    head = archive.next()
    if head is None or head.name != MANIFEST or head.size > _LARGEST_MANIFEST:
        raise DamagedFile(f"{file} is damaged (it does not begin with its table of contents).")
    manifest = Manifest.model_validate_json(_content(archive, head).read())
    for part in manifest.parts:
        member = archive.next()
        if member is None or (member.name, member.size) != (part.path, part.bytes):
            raise DamagedFile(f"{file} is damaged ({part.path} is missing).")
        if _digest(_content(archive, member), _target(part, into)) != part.sha256:
            raise DamagedFile(f"{file} is damaged ({part.path} is another).")
    return manifest


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content = archive.extractfile(member)
    if content is None:
        raise tarfile.ReadError(f"{member.name} is no file")
    return content


def _target(part: Part, into: Path | None) -> Path:
    """Where a database is written: nowhere, unless it is wanted. Paths that lead elsewhere are refused."""
    if into is None:
        return Path(os.devnull)
    target = (into / part.path).resolve()
    if not target.is_relative_to(into.resolve()):
        raise DamagedFile(f"the backup has a file outside of its home: {part.path}")
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _digest(content: IO[bytes], target: Path) -> str:
    """Copy, and say what was copied."""
    digest = sha256()
    with target.open("wb") as out:
        while piece := content.read(BLOCK):
            digest.update(piece)
            out.write(piece)
    return digest.hexdigest()
