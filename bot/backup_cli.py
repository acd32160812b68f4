"""``kol-advisor backup`` and ``restore``: everything kept, in one sealed file, and back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.app import Home, open_home
from data.backup import Made, Manifest, Schedule, backup_name, make_backup
from data.keys import KeyProblem
from data.restore import restore as put_back
from data.sealed_file import ForeignFile

Target = Annotated[
    Path | None, typer.Argument(help="Where to write; a name with the time in it if left out.")
]
Source = Annotated[Path, typer.Argument(help="A file that kol-advisor backup wrote.")]


def backup(file: Target = None) -> None:
    """Write everything kept into one sealed file while the bot runs, and read it back to check it.

    The key is not in it: keep that apart, for without it nobody can restore. The style index is not in it either; it
    is built anew.
    """
    home, now = open_home(), datetime.now(UTC)
    made = make_backup(home.options.home, home.seal.keys, file or Path(backup_name(now)), now)
    typer.echo(f"{made.file}: {made.bytes:,} bytes, checked. {_told(made.manifest)}")


def restore(file: Source) -> None:
    """Put a backup in the place of what is kept now, which stays aside in a folder. Stop the bot first.

    Refused, with nothing changed: a file that is damaged or no backup, one of a later version, one made with a key
    that is not here, and a home that is open in another process.
    """
    home, now = open_home(), datetime.now(UTC)
    if not file.is_file():
        raise ForeignFile(f"{file} is no file. Expected one that kol-advisor backup wrote.")
    keys = home.keyring.read()
    if not keys:
        raise KeyProblem(
            "there is no key here. Set KOL_SECRET_KEY or KOL_KEY_FILE to the key the backup was made with."
        )
    done = put_back(file, home.options.home, keys, now)
    typer.echo(f"Restored {file} of {done.manifest.made}. {_told(done.manifest)}")
    if done.aside:
        typer.echo(f"What was here before is in {done.aside}: delete it once you do not need it.")


def scheduled(home: Home) -> Made | None:
    """The backup that KOL_BACKUP_DIR and KOL_BACKUP_HOURS ask for, if one is due. Blocks: for a worker thread."""
    options = home.options
    if options.backup_dir is None:
        return None
    schedule = Schedule(options.backup_dir, options.backup_hours, options.backup_keep)
    return schedule.run(options.home, home.seal.keys, datetime.now(UTC))


def _told(manifest: Manifest) -> str:
    rows = sum(sum(part.rows.values()) for part in manifest.parts)
    return f"{len(manifest.parts)} databases, {rows:,} rows."
