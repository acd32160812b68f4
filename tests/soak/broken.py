"""Broken surroundings: what each command says, how it ends, and that what can be mended is mended."""

import resource
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from tests.fakes.telegram.chats import Chat, User
from tests.fakes.telegram.http import serving
from tests.fakes.telegram.server import TOKEN, BotApi
from tests.soak.process import Process, environment
from tests.soak.table import Outcome

INDEX = Path("index") / "common"
QUIET_SECONDS = 1.0  # for the first answer to be put away
LOCKED_SECONDS = 13.0  # longer than anybody waits for a lock


class Case(NamedTuple):
    """Something broken, the commands to try, what they have to say, and the repair that has to work."""

    fault: str
    breaks: Callable[[Path], None]
    says: dict[tuple[str, ...], str]  # command -> words on its screen; each ends with exit status 1
    repair: tuple[str, ...] | None = None
    settings: Mapping[str, str] = MappingProxyType({})


def _garbage(*path: str) -> Callable[[Path], None]:
    def breaks(home: Path) -> None:
        (home.joinpath(*path)).write_bytes(b"\xff" * 4096)

    return breaks


def _half(home: Path) -> None:
    for file in (home / INDEX).glob("*.segment"):
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _foreign(home: Path) -> None:
    """An index made by another encoder."""
    file = home / INDEX / "manifest.json"
    text = file.read_text("utf-8")
    before = text.partition('"encoder":')[2].partition('"')[2].partition('"')[0]
    assert before
    file.write_text(text.replace(before, "another-encoder"), "utf-8")


def _page(home: Path) -> None:
    """A page in the middle of the database overwritten, as failing disks do."""
    file = home / "kol-advisor.db"
    with sqlite3.connect(file) as db:
        db.execute("pragma wal_checkpoint(truncate)")
    db.close()
    content = bytearray(file.read_bytes())
    middle = len(content) // 8192 * 4096
    content[middle : middle + 4096] = b"\xa5" * 4096
    file.write_bytes(content)


def _nothing(_: Path) -> None:
    """The settings are what is broken."""


DATABASE = "kol-advisor.db"
CASES = (
    Case(
        "a database file that is none",
        _garbage(DATABASE),
        {
            ("roster", "stats"): "is not a sound SQLite database",
            ("doctor",): "is not a sound SQLite database",
        },
    ),
    Case("a damaged page in the database", _page, {("doctor",): "Put a backup in its place"}),
    Case(
        "an index cut in half",
        _half,
        {("index", "check"): "index build", ("doctor",): "index build"},
        ("index", "build"),
    ),
    Case(
        "an index of another encoder",
        _foreign,
        {("index", "check"): "another-encoder", ("doctor",): "index build"},
        ("index", "build"),
    ),
    Case(
        "an index manifest that is garbage",
        _garbage("index", "common", "manifest.json"),
        {("index", "check"): "index build", ("doctor",): "index build"},
        ("index", "build"),
    ),
    Case(
        "a setting that cannot be read",
        _nothing,
        {
            ("roster", "stats"): "KOL_RETENTION_DAYS",
            ("doctor",): "KOL_RETENTION_DAYS",
            ("bot",): "KOL_RETENTION",
        },
        settings={"retention_days": "soon"},
    ),
    Case(
        "a home that cannot be made",
        _nothing,
        {("roster", "stats"): "cannot be written", ("doctor",): "cannot be written", ("bot",): "cannot be"},
        settings={"home": "/dev/null/home", "telegram_token": TOKEN},
    ),
    Case(
        "an encoder that is not there",
        _nothing,
        {("doctor",): "FAIL encoder", ("advise", "手工皂 280 預算3萬"): "no-such-encoder"},
        settings={"encoder": "no-such/no-such-encoder"},
    ),
    Case(
        "a key that is gone",
        _nothing,
        {("roster", "stats"): "there is no key", ("doctor",): "there is no key"},
        settings={"key_file": "/nonexistent/key"},
    ),
    Case(
        "an address that is no address",
        _nothing,
        {("bot",): "KOL_WEBHOOK_LISTEN"},
        settings={"webhook_listen": "nowhere", "telegram_token": TOKEN},
    ),
)


def broken_surroundings(folder: Path, cases: tuple[Case, ...] = CASES) -> list[Outcome]:
    """Break one thing after the other on a copy of a good home."""
    good = folder / "good"
    good.mkdir(parents=True)
    made = run(good, "index", "build")
    assert made.returncode == 0, made.stderr
    outcomes = []
    for number, case in enumerate(cases):
        home = folder / f"case-{number}"
        shutil.copytree(good, home)
        outcomes.append(tried(case, home))
        shutil.rmtree(home)
    shutil.copytree(good, folder / "full")
    shutil.copytree(good, folder / "locked")
    return [*outcomes, full_disk(folder / "full"), locked_database(folder / "locked")]


def run(home: Path, /, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """One command to its end."""
    with Process(*arguments, env=environment(home, **settings)) as process:
        out, said = process.popen.communicate(timeout=120)
    return subprocess.CompletedProcess(arguments, process.popen.returncode, out, said)


def tried(case: Case, home: Path) -> Outcome:
    """What the commands say of one broken thing, and whether the repair they name mends it."""
    case.breaks(home)
    wrong = []
    for command, words in case.says.items():
        ended = run(home, *command, **case.settings)
        said = ended.stdout + ended.stderr
        if ended.returncode != 1 or words not in said or "Traceback" in said:
            wrong.append(f"{' '.join(command)}: exit {ended.returncode}: {said[-400:]}")
    told = "named, exit status 1"
    if case.repair:
        mended = run(home, *case.repair, **case.settings)
        checked = run(home, "doctor", **case.settings)
        if mended.returncode or checked.returncode:
            wrong.append(f"{' '.join(case.repair)} does not mend it: {mended.stderr} {checked.stdout}")
        told += f"; mended by {' '.join(case.repair)}"
    return Outcome(case.fault, len(case.says), told, wrong)


def full_disk(home: Path) -> Outcome:
    """No byte can be written while people write; then there is room again."""

    def breaks(process: Process) -> Callable[[], None]:
        resource.prlimit(process.popen.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))

        def mends() -> None:
            unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(process.popen.pid, resource.RLIMIT_FSIZE, unlimited)

        return mends

    return _while_talking("a full disk while people write", home, breaks, 3.0)


def locked_database(home: Path) -> Outcome:
    """Another process holds the write lock for longer than we wait."""

    def breaks(_: Process) -> Callable[[], None]:
        held = sqlite3.connect(home / DATABASE, isolation_level=None, timeout=30)
        held.execute("begin immediate")

        def mends() -> None:
            held.execute("rollback")
            held.close()

        return mends

    return _while_talking(
        "a database that another process locks", home, breaks, LOCKED_SECONDS, is_logged=False
    )


def _while_talking(
    fault: str,
    home: Path,
    breaks: Callable[[Process], Callable[[], None]],
    seconds: float,
    is_logged: bool = True,
) -> Outcome:
    """Break something under a running bot, write to it, mend it: the words must be answered, once."""
    api, user = BotApi(), User(7_001, "小美")
    chat, wrong = api.chat(Chat(user.id)), list[str]()
    with serving(api) as server:
        env = environment(home, telegram_token=TOKEN, telegram_base_url=server.base_url, log="error")
        with Process("bot", env=env) as process:
            process.wait_for(lambda: api.allowed)
            api.message(chat, user, "手工皂 280")
            process.wait_for(lambda: any("總預算" in m.text for m in chat.messages.values()))
            time.sleep(QUIET_SECONDS)
            mends = breaks(process)
            api.message(chat, user, "預算3萬")
            time.sleep(seconds)
            mends()
            try:
                process.wait_for(lambda: any("NT$30,000" in m.text for m in chat.messages.values()), 60)
            except AssertionError as problem:
                wrong.append(str(problem))
            process.popen.terminate()
            said = process.popen.communicate()[1]
    if process.popen.returncode:
        wrong.append(f"exit status {process.popen.returncode}")
    if (is_logged and "not_kept" not in said) or "Traceback" in said:
        wrong.append(f"the log says {said[-500:]!r}")
    with sqlite3.connect(home / DATABASE) as db:
        if (verdict := db.execute("pragma integrity_check").fetchone()[0]) != "ok":
            wrong.append(str(verdict))
    db.close()
    return Outcome(fault, 1, "what was written meanwhile was answered afterwards", wrong + api.broken())
