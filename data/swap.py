"""Other databases in place of those of a home: all of them or none, whenever the power goes."""

import fcntl
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from data.store import named_errors
from knowledge.models import Frozen

STAGING = ".restore-"
PLAN = "plan.json"
LOGS = ("-wal", "-shm")  # what SQLite keeps beside a database; a log must never meet another database


class Plan(Frozen):
    """Paths below the home: databases to put in place out of the staging folder, and those to remove."""

    put: tuple[str, ...]
    remove: tuple[str, ...]


def decide(staging: Path, plan: Plan) -> None:
    """From here on the swap happens, if need be at the next start. Everything is on the disk before."""
    for path in plan.put:
        _sync(staging / path)
    unfinished = staging / f"{PLAN}.part"
    unfinished.write_text(plan.model_dump_json(), "utf-8")
    _sync(unfinished)
    unfinished.replace(staging / PLAN)
    _sync(staging)
    _sync(staging.parent)


def finish(home: Path) -> None:
    """Carry out what was decided: before a home is opened. Raises StoreError where it cannot be written.

    Two processes that start together do it one after the other; the second finds nothing to do.
    """
    with named_errors(home):
        for plan in home.glob(f"{STAGING}*/{PLAN}"):
            with plan.open("r+", encoding="utf-8") as held:
                fcntl.flock(held, fcntl.LOCK_EX)
                if plan.exists():
                    _carry_out(home, plan.parent, Plan.model_validate_json(held.read()))


def _carry_out(home: Path, staging: Path, plan: Plan) -> None:
    for path in plan.put:
        source, target = staging / path, home / path
        if source.exists():  # else it is in place already
            target.parent.mkdir(parents=True, exist_ok=True)
            _remove(f"{target}{log}" for log in LOGS)
            source.replace(target)
            _sync(target.parent)
    for path in plan.remove:
        _remove(f"{home / path}{log}" for log in ("", *LOGS))
    (staging / PLAN).unlink()
    shutil.rmtree(staging, ignore_errors=True)


def _remove(files: Iterable[str]) -> None:
    for file in files:
        Path(file).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Wait until a file or a folder is on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
