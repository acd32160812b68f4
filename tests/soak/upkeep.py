"""kill -9 in the operator's commands: a change of keys, a restore. Nothing is lost, and nothing is half done."""

import random
import shutil
from collections import Counter
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from bot.app import Home
from bot.settings import Settings
from data.conversations import Place, Saved
from data.databases import all_opened
from data.roster import Roster
from data.rotation import count_sealed, sealed_columns
from data.seal import Seal
from data.store import Store, connect
from knowledge.models import Brief, Creator
from tests.soak.kills import killed, run
from tests.soak.table import Outcome

BRIEFS, CREATORS, TEAM = 400, 2_000, 1_000
KEPT_KEYS = 4  # then older ones are dropped, as operators do
Contents = dict[str, str]  # database -> digest of all it says, unsealed


class Half(NamedTuple):
    """The states in which a home may be after a kill, by name, and how often it was in each."""

    whole: dict[str, Contents]
    seen: Counter[str]

    def look(self, home: Path) -> list[str]:
        """What is wrong with a home that should be in one of these states."""
        unsound, now = contents(home)
        state = next((name for name, whole in self.whole.items() if whole == now), None)
        self.seen[state or "neither"] += 1
        told = {
            name: sorted(k for k in whole if whole[k] != now.get(k)) for name, whole in self.whole.items()
        }
        return unsound + ([] if state else [f"in no whole state; other than {told}"])


def rotation(home: Path, kills: int, seed: int = 6) -> Outcome:
    """Kill changes of keys: everything can be read at once, and the change comes to its end when it is made again."""
    chance, wrong = random.Random(seed), list[str]()
    _furnish(home)
    half = Half({"all there": contents(home)[1]}, Counter())
    finished = 0
    for number in range(kills):
        finished += not killed(home, chance, "key", "rotate")
        faults = half.look(home)
        again = run(home, "key", "rotate")
        faults += half.look(home) + ([again.stderr[-300:]] if again.returncode else [])
        if others := _sealed_otherwise(home):
            faults.append(f"{others} values are not sealed with the first key after key rotate")
        if len(_keys(home)) > KEPT_KEYS:
            killed(home, chance, "key", "drop")
            dropped = run(home, "key", "drop")
            faults += half.look(home) + ([dropped.stderr[-300:]] if dropped.returncode else [])
        wrong += [f"kill {number + 1}: {fault}" for fault in faults]
    told = (
        f"every sealed value of two databases could be read after each; {finished} came to their end before"
    )
    return Outcome("kill -9 while keys are changed", kills, told, wrong)


def restore(home: Path, kills: int, seed: int = 7) -> Outcome:
    """Kill restores: the home is what it was, or what the backup has, in all its databases; then it is restored."""
    chance, wrong = random.Random(seed), list[str]()
    _furnish(home)
    backup, newer = home.parent / "a.kolbackup", home.parent / "newer"
    assert run(home, "backup", str(backup)).returncode == 0
    restored = contents(home)[1]
    _go_on(home)
    shutil.copytree(home, newer)
    half = Half({"as before": contents(home)[1], "restored": restored}, Counter())
    for number in range(kills):
        killed(home, chance, "restore", str(backup))
        faults = half.look(home)
        again = run(home, "restore", str(backup))
        if again.returncode or contents(home)[1] != restored:
            faults.append(f"does not restore afterwards: {again.stderr[-300:]}")
        wrong += [f"kill {number + 1}: {fault}" for fault in faults]
        shutil.rmtree(home)
        shutil.copytree(newer, home)
    told = f"{half.seen['as before']} as before, {half.seen['restored']} restored, none half; all restored afterwards"
    return Outcome("kill -9 in a restore", kills, told, wrong)


def _furnish(home: Path) -> None:
    """Briefs and creators with sealed words in the common database, and creators in another."""
    opened = _home(home)
    for number in range(BRIEFS):
        brief = Brief(product=f"手工皂 {number}", style="自然" * 20)
        place = Place(5_000_000 + number, 0, 5_000_000 + number)
        opened.conversations.save(Saved(f"b{number}", place, "zh-TW", brief))
    opened.roster.save_all(_creators("main", CREATORS))
    store = connect(home / "teams" / "t1" / "roster.db")
    Roster(store, opened.seal).save_all(_creators("team", TEAM))
    store.close()
    opened.store.close()


def _go_on(home: Path) -> None:
    """What was done after a backup: other rows in each database, and one more of them."""
    opened = _home(home)
    opened.roster.save_all(_creators("later", 50))
    for name in ("t1", "t2"):
        store = connect(home / "teams" / name / "roster.db")
        Roster(store, opened.seal).save_all(_creators(f"later-{name}", 50))
        store.close()
    opened.store.close()


def _creators(name: str, count: int) -> list[Creator]:
    return [
        Creator(id=f"{name}-{n}", name=f"創作者 {n}", contact=f"{n}@example.com", notes="很準時 " * 5)
        for n in range(count)
    ]


def contents(home: Path) -> tuple[list[str], Contents]:
    """What is unsound, and a digest of what each database says, unsealed. As the next start finds it."""
    opened, wrong, found = _home(home), list[str](), Contents()
    with closing(opened.store):
        seal = opened.seal
        with all_opened(home) as stores:
            for store in stores:
                verdict = store.execute("pragma integrity_check").fetchone()[0]
                wrong += [] if verdict == "ok" else [f"{store.path}: {verdict}"]
                found[store.path.relative_to(home).as_posix()] = _digest(store, seal)
    return wrong, found


def _digest(store: Store, seal: Seal) -> str:
    """Over every row of the tables of people and creators, with what is sealed opened."""
    digest, sealed = sha256(), set(sealed_columns(store))
    with store.snapshot():
        for table in ("briefs", "creators"):
            rows = store.query(f"select * from {table} order by id") if store.table(table).exists() else []
            for row in rows:
                values = [
                    seal.open(value) if value and (table, name) in sealed else value
                    for name, value in row.items()
                ]
                digest.update(repr(values).encode())
    return digest.hexdigest()


def _sealed_otherwise(home: Path) -> int:
    """Sealed values that the first key does not open."""
    with all_opened(home) as stores:
        return sum(count_sealed(store, Seal(_keys(home)[:1]))[1] for store in stores)


def _keys(home: Path) -> tuple[str, ...]:
    return _home(home).keyring.read()


def _home(home: Path) -> Home:
    return Home(Settings(_env_file=None, home=home))
