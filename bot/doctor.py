"""What is wrong with this installation, and what to do about it."""

import shutil
from collections.abc import Callable
from typing import NamedTuple

from bot.app import Home, open_home
from bot.settings import SettingsProblem
from data.store import StoreError
from retrieval.encoder import EncoderError, load
from retrieval.index import describe
from retrieval.vectors import VectorFile, digest

ROOM_BYTES = 200 * 2**20  # free space under which an import or a backup may fail half way


class Finding(NamedTuple):
    part: str
    ok: bool
    says: str


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
        "encoder": _encoder,
        "index": index_finding,
        "token": _token,
    }
    return [_looked(name, look, home) for name, look in parts.items()]


def _looked(name: str, look: Callable[[Home], Finding], home: Home) -> Finding:
    try:
        return look(home)
    except (StoreError, EncoderError, OSError) as problem:
        return Finding(name, False, str(problem))


def _settings(home: Home) -> Finding:
    if home.options.index != "faiss":
        return Finding(
            "settings", False, f"KOL_INDEX is {home.options.index!r}; only faiss is served. Unset it."
        )
    return Finding("settings", True, f"home is {home.options.home}")


def _disk(home: Home) -> Finding:
    there = next(path for path in (home.options.home, *home.options.home.parents) if path.exists())
    free = shutil.disk_usage(there).free
    says = f"{free / 2**30:.1f} GiB free"
    return Finding(
        "disk", free > ROOM_BYTES, says if free > ROOM_BYTES else f"{says}. Make room, or move KOL_HOME."
    )


def _database(home: Home) -> Finding:
    with home.store.snapshot() as store:
        verdict = str(store.execute("pragma integrity_check").fetchone()[0])
    if verdict != "ok":
        return Finding("database", False, f"{home.store.path}: {verdict}. Put a backup in its place.")
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
    """Whether the kept vectors are this encoder's and cover the roster. Builds nothing."""
    kept = VectorFile(home.advisor.vectors, home.advisor.encoder).read()
    creators = home.roster.in_use()
    wanted = {
        digest(text)
        for creator in creators
        for channel in creator.channels
        for text in describe(creator, channel)
    }
    if missing := len(wanted - kept.keys()):
        says = f"{missing:,} of {len(wanted):,} texts have no vector of this encoder. Run: kol-advisor index build"
        return Finding("index", False, says)
    return Finding("index", True, f"{len(wanted):,} texts, all encoded by this encoder")


def _token(home: Home) -> Finding:
    if home.options.telegram_token is None:
        return Finding("token", True, "KOL_TELEGRAM_TOKEN is not set: the terminal works, Telegram does not")
    return Finding("token", True, "KOL_TELEGRAM_TOKEN is set; kol-advisor bot asks Telegram whether it holds")
