"""What doctor finds of keys, backups, and settings that nobody reads."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import process

from bot.app import Home
from bot.settings import Settings, names_set
from data.backup import Schedule, backups_in
from data.databases import all_opened
from data.rotation import count_sealed

LATE = 2  # intervals without a backup after which something is wrong
ALIKE = 75  # of 100: a setting's name this close to ours was meant to be it


class Finding(NamedTuple):
    part: str
    ok: bool
    says: str


def key_finding(home: Home) -> Finding:
    """Whether there is a key, it opens all that is sealed, and nobody else may read it."""
    ring = home.keyring
    if ring.is_open_to_others:
        return Finding(
            "key", False, f"others than its owner may read {ring.file}. Run: chmod 600 '{ring.file}'"
        )
    seal = home.seal
    with all_opened(home.options.home) as stores:
        counts = [count_sealed(store, seal) for store in stores]
    total, shut = (sum(numbers) for numbers in zip(*counts, strict=True))
    where = str(ring.file) if ring.is_file else "KOL_SECRET_KEY"
    if shut:
        says = f"{shut:,} of {total:,} sealed values are opened by no key of {where}. Add the key they were sealed with."
        return Finding("key", False, says)
    if ring.is_file and ring.file.is_relative_to(home.options.home):
        says = f"{ring.file} lies with the data it seals. Move it elsewhere and set KOL_KEY_FILE."
        return Finding("key", False, says)
    return Finding("key", True, f"{len(seal.keys)} in {where}; {total:,} sealed values, all can be opened")


def backup_finding(home: Home) -> Finding:
    """Whether backups are taken, and the newest is not older than two intervals."""
    options = home.options
    if options.backup_dir is None:
        return Finding(
            "backup", True, "none is scheduled. Set KOL_BACKUP_DIR, or run: kol-advisor backup FILE"
        )
    now, kept = datetime.now(UTC), backups_in(options.backup_dir)
    if not kept:
        return Finding(
            "backup", False, f"{options.backup_dir} has none. Run: kol-advisor backup {_next(options)}"
        )
    hours = (now - datetime.fromtimestamp(kept[-1].stat().st_mtime, UTC)).total_seconds() / 3600
    says = f"{len(kept)} in {options.backup_dir}, the newest {hours:,.0f} hours old"
    if Schedule(options.backup_dir, options.backup_hours * LATE, options.backup_keep).is_due(now):
        return Finding(
            "backup", False, f"{says}. Is the bot running? Run: kol-advisor backup {_next(options)}"
        )
    return Finding("backup", True, says)


def names_finding() -> Finding | None:
    """Names that begin like ours and are read by nobody, with the one that was likely meant."""
    known = [f"KOL_{name.upper()}" for name in Settings.model_fields]
    wrong = sorted(names_set() - set(known))
    if not wrong:
        return None
    told = []
    for name in wrong:
        meant = process.extractOne(name, known, score_cutoff=ALIKE)
        told.append(f"{name} is no setting" + (f" (did you mean {meant[0]}?)" if meant else ""))
    return Finding("settings", False, f"{'; '.join(told)}. Correct or remove it in the environment or .env")


def disk_fault(folder: Path) -> str | None:
    """Why a folder cannot be written, with what to do; None where it can."""
    if os.access(folder, os.W_OK | os.X_OK):
        return None
    return (
        f"{folder} cannot be written. Run: chmod u+rwx '{folder}' as its owner, or mount it read-write, "
        "or set KOL_HOME to another folder"
    )


def _next(options: Settings) -> str:
    return f"'{options.backup_dir}/kol-advisor-now.kolbackup'"
