"""A backup back in its place. What was there before is kept aside."""

import shutil
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

from data.backup import Manifest, described, read_backup
from data.databases import close_log, database_files, opened
from data.keys import witness
from data.schema import check_known
from data.seal import Seal
from data.sealed_file import DamagedFile
from data.store import named_errors
from data.swap import STAGING, Plan, decide, finish

ASIDE = "before-restore-"


class Restored(NamedTuple):
    """What was put back, and the folder with what was there before; None where nothing was."""

    manifest: Manifest
    aside: Path | None


def restore(file: Path, home: Path, keys: tuple[str, ...], now: datetime) -> Restored:
    """Put the databases of a backup into a home, once they were unpacked and checked.

    What was there is copied aside first; then all databases are replaced. Interrupted before that, nothing has changed;
    interrupted in it, the next start goes on. Raises NewerSchema, WrongKey, ForeignFile, DamagedFile or InUse, and
    nothing was changed then.
    """
    finish(home)
    with named_errors(home):
        home.mkdir(parents=True, exist_ok=True)
        for left in home.glob(f"{STAGING}*"):
            shutil.rmtree(left, ignore_errors=True)
        staging = Path(mkdtemp(prefix=STAGING, dir=home))
        try:
            manifest = read_backup(file, keys, staging)
            for part in manifest.parts:
                check_known(part.steps, str(file))
                _check(staging / part.path, part.path, part.rows, keys)
            aside = _put_aside(home, home / f"{ASIDE}{now:%Y%m%d-%H%M%S}")
            decide(staging, _plan(home, manifest))
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise
    finish(home)
    return Restored(manifest, aside)


def _check(database: Path, path: str, rows: dict[str, int], keys: tuple[str, ...]) -> None:
    """The unpacked database is sound, complete, and opened by the keys."""
    if described(database, path).rows != rows:
        raise DamagedFile(f"{path} in the backup has other rows than it was made with.")
    with opened(database) as db:
        if sealed := witness(db):
            Seal(keys).open(sealed)


def _put_aside(home: Path, aside: Path) -> Path | None:
    """Copies of all databases there are; each is left without a log beside it, which would belong to the new one."""
    there = database_files(home)
    for path in there:
        close_log(path)
    for path in there:
        copy = aside / path.relative_to(home)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
    return aside if there else None


def _plan(home: Path, manifest: Manifest) -> Plan:
    """Put what the backup has in place; what it does not have goes, with copies aside."""
    put = tuple(part.path for part in manifest.parts)
    there = (path.relative_to(home).as_posix() for path in database_files(home))
    return Plan(put=put, remove=tuple(path for path in there if path not in put))
