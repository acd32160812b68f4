"""Where the keys of sealed data come from: a setting, or a file kept apart from the data."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple

from cryptography.fernet import Fernet
from sqlite_utils import Database, Migrations

from data.rotation import seal_later, seal_plain
from data.seal import Seal, WrongKey
from data.store import Store, StoreError

migrations = Migrations("seal")  # append only: never edit one that has shipped
WITNESS = "kol-advisor"  # kept sealed, so that a wrong key is noticed before it seals anything
OWNER_ONLY = 0o600
HEAD = (
    "# Keys of kol-advisor's data, one a line: the first seals, every one opens.\n"
    "# Without them the data and their backups cannot be read. Keep a copy apart from both.\n"
)


@migrations()
def m001_witness(db: Database) -> None:
    """A word sealed with the key of this database."""
    db.execute(
        "create table seal_witness (id integer primary key check (id = 1), sealed text not null) strict"
    )


class KeyProblem(StoreError):
    """Keys that cannot be read, written or used."""


class Keyring(NamedTuple):
    """Keys as an operator sets them: ``secret`` (keys between blanks or commas) wins over ``file``."""

    secret: str | None
    file: Path

    def read(self) -> tuple[str, ...]:
        """The keys, none where nobody made one yet. Raises KeyProblem."""
        if self.secret and self.secret.strip():
            return _checked(self.secret.replace(",", " ").split(), "KOL_SECRET_KEY")
        try:
            text = self.file.read_text("utf-8")
        except FileNotFoundError:
            return ()
        except (OSError, UnicodeDecodeError) as problem:
            raise KeyProblem(
                f"{self.file} cannot be read as a key file ({problem}). "
                "Set KOL_KEY_FILE to a file apart from the data, or KOL_SECRET_KEY."
            ) from None
        lines = (line.strip() for line in text.splitlines())
        return _checked([line for line in lines if line and not line.startswith("#")], str(self.file))

    def create(self) -> tuple[str, ...]:
        """A key file with one new key, or the keys of another process that was quicker. Raises KeyProblem."""
        with suppress(FileExistsError):
            self.write([new_key()], only_new=True)
        return self.read()

    def write(self, keys: Sequence[str], only_new: bool = False) -> None:
        """Put keys into the file in one step, readable by its owner alone. FileExistsError with ``only_new``."""
        unfinished = self.file.with_name(f"{self.file.name}.{token_hex(4)}.part")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write_private(unfinished, HEAD + "".join(f"{key}\n" for key in keys))
            if only_new:
                os.link(unfinished, self.file)
            else:
                unfinished.replace(self.file)
        except OSError as problem:
            if only_new and self.file.exists():
                raise FileExistsError(str(self.file)) from None
            raise KeyProblem(
                f"the key file {self.file} cannot be written ({problem.strerror or problem}). "
                "Set KOL_KEY_FILE to a file apart from the data, or KOL_SECRET_KEY."
            ) from problem
        finally:
            with suppress(OSError):
                unfinished.unlink()

    @property
    def is_file(self) -> bool:
        """Whether the keys are this program's to rotate, and not set from outside."""
        return not (self.secret and self.secret.strip())

    @property
    def is_open_to_others(self) -> bool:
        """Whether others than the owner may read the key file, as secrets mounted into a container are not."""
        if not self.is_file or not self.file.exists() or self.file.is_relative_to("/run"):
            return False
        return bool(self.file.stat().st_mode & 0o077)


def new_key() -> str:
    """A Fernet key: 32 random bytes as 44 characters."""
    return Fernet.generate_key().decode()


def seal_of(db: Store, ring: Keyring) -> Seal:
    """The seal of a database's values, proved by its witness. A database without one gets a key at its first need.

    Raises WrongKey where the database is sealed and no key opens it; a new key is never made then.
    """
    db.migrate(migrations)
    with db.atomic():
        kept = witness(db)
        keys = ring.read()
        if kept is None:
            return _sealed_first(db, Seal(keys or ring.create()))
        if not keys:
            raise WrongKey(
                f"{db.path} is sealed and there is no key: {ring.file} is missing and KOL_SECRET_KEY is not set. "
                "Bring the key back, or set KOL_KEY_FILE to where it is; nothing was changed."
            )
        seal = Seal(keys)
        seal.open(kept)
        seal_later(db, seal)
        return seal


def _sealed_first(db: Store, seal: Seal) -> Seal:
    """Seal what an earlier version left open, and the word that proves the key from now on."""
    db.execute("insert into seal_witness values (1, ?)", [seal.close(WITNESS)])
    seal_plain(db, seal)
    return seal


def witness(db: Store) -> str | None:
    """The sealed word of a database, None where nothing was ever sealed."""
    if not db.table("seal_witness").exists():
        return None
    row = db.execute("select sealed from seal_witness").fetchone()
    return str(row[0]) if row else None


def _checked(keys: list[str], where: str) -> tuple[str, ...]:
    for number, key in enumerate(keys, 1):
        try:
            Fernet(key)
        except ValueError:
            raise KeyProblem(
                f"{where}: key {number} is no key (expected 44 characters, as kol-advisor key new prints them)"
            ) from None
    if not keys:
        raise KeyProblem(
            f"{where} has no key in it. Bring its keys back, or remove it if nothing is sealed yet."
        )
    return tuple(keys)


def _write_private(path: Path, text: str) -> None:
    """Nobody else may read the file even while it is written."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
