"""What is wrong with this installation, and what to do about it."""

import shutil
from collections.abc import Callable

from bot.app import Home, open_home
from bot.findings import Finding, backup_finding, disk_fault, key_finding, names_finding
from bot.milvus import access_of, is_remote, verdict
from bot.settings import SettingsProblem
from data.inbox import mark_of
from data.lease import Lease
from data.store import StoreError
from retrieval.encoder import EncoderError, load
from retrieval.index import LocalIndex
from retrieval.milvus_client import MilvusProblem

ROOM_BYTES = 200 * 2**20  # free space under which an import or a backup may fail half way


def examine() -> list[Finding]:
    """Look at every part; one that is broken does not hide the others."""
    try:
        home = open_home()
    except SettingsProblem as problem:
        return [Finding("settings", False, str(problem))]
    parts: dict[str, Callable[[Home], Finding]] = {
        "settings": _settings,
        "disk": _disk,
        "database": _database,
        "key": key_finding,
        "backup": backup_finding,
        "encoder": _encoder,
        "index": index_finding,
        "token": _token,
    }
    return [_looked(name, look, home) for name, look in parts.items()]


def _looked(name: str, look: Callable[[Home], Finding], home: Home) -> Finding:
    try:
        return look(home)
    except (StoreError, EncoderError, MilvusProblem, OSError) as problem:
        return Finding(name, False, str(problem))


def _settings(home: Home) -> Finding:
    if misspelt := names_finding():
        return misspelt
    says = f"home is {home.options.home}"
    if is_remote(home.options):
        says += f", the common roster is on {access_of(home.options).checked().shown}"
    return Finding("settings", True, says)


def _disk(home: Home) -> Finding:
    there = next(path for path in (home.options.home, *home.options.home.parents) if path.exists())
    if fault := disk_fault(there):
        return Finding("disk", False, fault)
    free = shutil.disk_usage(there).free
    says = f"{free / 2**30:.1f} GiB free"
    return Finding(
        "disk", free > ROOM_BYTES, says if free > ROOM_BYTES else f"{says}. Make room, or move KOL_HOME."
    )


def _database(home: Home) -> Finding:
    with home.store.snapshot() as store:
        verdict = str(store.execute("pragma integrity_check").fetchone()[0])
    if verdict != "ok":
        return Finding("database", False, f"{home.store.path}: {verdict}. Run: kol-advisor restore FILE")
    own = (
        "own creators"
        if home.roster.has_own()
        else "demo creators only: import yours with roster import FILE"
    )
    return Finding("database", True, f"{home.roster.channel_count:,} channels, {own}")


def _encoder(home: Home) -> Finding:
    encoder = load(home.options.encoder)
    return Finding("encoder", True, f"{encoder.dim} dimensions, fingerprint {encoder.fingerprint}")


def index_finding(home: Home) -> Finding:
    """Whether the index on disk belongs to this encoder and this roster. Builds nothing."""
    index = home.advisor.index
    if not isinstance(index, LocalIndex):
        return Finding("index", *verdict(home.options, len(index)))
    if fault := index.fault():
        return Finding("index", False, f"{fault}. Run: kol-advisor index build")
    return Finding("index", True, f"{len(index):,} channels, all encoded by this encoder")


def _token(home: Home) -> Finding:
    if home.options.telegram_token is None:
        return Finding("token", True, "KOL_TELEGRAM_TOKEN is not set: the terminal works, Telegram does not")
    token = home.options.telegram_token.get_secret_value().strip()
    last = Lease(home.store, mark_of(token)).last()
    served = f"; served by process {last.process} on {last.host}" if last else ""
    return Finding(
        "token", True, f"KOL_TELEGRAM_TOKEN is set{served}; kol-advisor bot asks Telegram whether it holds"
    )
