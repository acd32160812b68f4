"""kill -9 at random moments: of a dialogue, an import, an index being built. What was confirmed must be there."""

import csv
import random
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.app import DATABASE, Home
from bot.settings import Settings
from data.conversations import Place
from tests.fakes.telegram.chats import Chat, Message, User
from tests.fakes.telegram.http import Server, serving
from tests.fakes.telegram.server import TOKEN, BotApi
from tests.soak.process import Process, environment
from tests.soak.table import Outcome

FIRST, STEP = 30_000, 10_000
BRIEF, MORE = f"手工皂 280 預算{FIRST}", "預算再加1萬"
PEOPLE = 6
LONGEST = 3.0  # seconds after the first poll in which the kill comes; a tenth of them come before it
AHEAD = 8  # changes that somebody asks for before they see one; who sends thirty at once is told to wait
ANSWERED = 240.0
AGAIN = "was answered twice"  # a crash between an answer and its note: the finger is answered once more


class Seller:
    """Asks for more, ten thousand at a time, and counts how often; taps what changes nothing in between."""

    def __init__(self, api: BotApi, number: int) -> None:
        self.api, self.user = api, User(20_000 + number, f"賣家{number}")
        self.chat = api.chat(Chat(self.user.id))
        self.place = Place(self.user.id, 0, self.user.id)
        self.asked = 0
        self.old: Message | None = None
        self.seen = 0

    @property
    def card(self) -> Message | None:
        return next((m for m in reversed(self.chat.messages.values()) if m.keyboard), None)

    @property
    def budget(self) -> int:
        """What they should have by now."""
        return FIRST + STEP * self.asked

    def look(self) -> None:
        """Note the highest budget that the bot has confirmed on screen."""
        texts = [m.text for m in self.chat.messages.values() if m.sender is self.api.bot]
        known = range(FIRST, self.budget + 1, STEP)
        shown = [amount for amount in known if any(f"預算 NT${amount:,}" in text for text in texts)]
        self.seen = max([self.seen, *shown])

    def act(self, chance: random.Random) -> None:
        self.look()
        if (self.asked == 0 and self.card is None) or self.budget - self.seen >= AHEAD * STEP:
            return
        if self.card and chance.random() < 0.4:
            self._tap(chance, self.old if self.old and chance.random() < 0.3 else self.card)
        else:
            self.asked += 1
            self.api.message(self.chat, self.user, MORE)

    def _tap(self, chance: random.Random, on: Message) -> None:
        harmless = [
            (button["callback_data"], button["text"])
            for row in on.keyboard
            for button in row
            if button.get("callback_data", "").split(":")[2:3] in (["page"], ["show"], ["back"], ["ask"])
        ]
        if harmless:
            data, label = chance.choice(harmless)
            self.api.tap(self.chat, self.user, on, data, label)
        self.old = on


def dialogue(home: Path, kills: int, seed: int = 0) -> Outcome:
    """Kill the bot while people talk to it, look at the database each time, and count at the end."""
    chance, api = random.Random(seed), BotApi()
    sellers = [Seller(api, number) for number in range(PEOPLE)]
    wrong: list[str] = []
    with serving(api) as server:
        for number in range(kills):
            with polling(home, server, api, wait=number == 0 or chance.random() > 0.1) as process:
                if number == 0:
                    _begin(process, api, sellers)
                _act(server, sellers, chance, chance.uniform(0, LONGEST))
            with server.lock:
                for seller in sellers:
                    seller.look()
            wrong += [f"kill {number + 1}: {what}" for what in unsound(home, sellers)]
        with polling(home, server, api) as process:
            settle(home, process, server, api)
            process.stop()
    wrong += [f"{s.place.user} has {b}, not {s.budget}" for s, b in _budgets(home, sellers) if b != s.budget]
    again = sum(AGAIN in violation for violation in api.violations)
    wrong += [violation for violation in api.broken() if AGAIN not in violation]
    asked = sum(seller.asked for seller in sellers)
    told = f"{asked} relative changes each made once; {again} fingers answered again after a crash"
    return Outcome("kill -9 in a running dialogue", kills, told, wrong)


@contextmanager
def polling(home: Path, server: Server, api: BotApi, wait: bool = True) -> Iterator[Process]:
    """The bot, polling unless we do not wait for it; killed at the end."""
    api.allowed = None
    env = environment(home, telegram_token=TOKEN, telegram_base_url=server.base_url, log="error")
    with Process("bot", env=env) as process:
        if wait:
            process.wait_for(lambda: api.allowed)
        yield process


def _begin(process: Process, api: BotApi, sellers: list[Seller]) -> None:
    """Everybody has a brief with an answer."""
    for seller in sellers:
        api.message(seller.chat, seller.user, BRIEF)
    process.wait_for(lambda: all(seller.card for seller in sellers))


def _act(server: Server, sellers: list[Seller], chance: random.Random, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with server.lock:
            chance.choice(sellers).act(chance)
        time.sleep(chance.uniform(0.01, 0.25))


def settle(home: Path, process: Process, server: Server, api: BotApi) -> None:
    """Until every update was fetched and dealt with."""

    def settled() -> bool:
        with server.lock:
            fetched = not api.updates
        return fetched and _waiting(home) == 0

    process.wait_for(settled, ANSWERED)


def _waiting(home: Path) -> int:
    """Updates that the database holds and that are not dealt with."""
    with closing(sqlite3.connect(home / DATABASE)) as db:
        return int(db.execute("select count(*) from inbox where payload is not null").fetchone()[0])


def unsound(home: Path, sellers: list[Seller]) -> list[str]:
    """What is wrong with the database right after a kill."""
    store = Home(Settings(_env_file=None, home=home)).store
    verdict = store.execute("pragma integrity_check").fetchone()[0]
    store.close()
    lost = [
        f"{seller.place.user} saw NT${seller.seen:,} and has {budget}"
        for seller, budget in _budgets(home, sellers)
        if budget < seller.seen
    ]
    return lost + ([] if verdict == "ok" else [str(verdict)])


def _budgets(home: Path, sellers: list[Seller]) -> list[tuple[Seller, int]]:
    """What the database says everybody's budget is, in New Taiwan dollars."""
    opened = Home(Settings(_env_file=None, home=home))
    briefs = [(seller, opened.conversations.current(seller.place)) for seller in sellers]
    found = [
        (seller, int(saved.brief.budget.low) if saved and saved.brief.budget else 0)
        for seller, saved in briefs
    ]
    opened.store.close()
    return found


def imports(home: Path, kills: int, rows: int = 4_000, seed: int = 1) -> Outcome:
    """Kill imports: each file is in whole, or not at all, and comes in whole the next time."""
    chance, wrong, whole = random.Random(seed), list[str](), 0
    for number in range(kills):
        file = home.parent / f"import-{number}.csv"
        _write(file, number, rows)
        before = _channels(home)
        killed(home, chance, "roster", "import", str(file))
        after = _channels(home)
        whole += after == before + rows
        if after not in (before, before + rows):
            wrong.append(f"kill {number + 1}: {after - before} of {rows} rows are in")
        again = run(home, "roster", "import", str(file))
        if again.returncode or _channels(home) != before + rows:
            wrong.append(f"kill {number + 1}: the file does not come in afterwards: {again.stderr[-300:]}")
    return Outcome("kill -9 in an import", kills, f"{whole} were in whole, the others not at all", wrong)


def _write(file: Path, number: int, rows: int) -> None:
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["name", "platform", "handle", "followers", "content"])
        for row in range(rows):
            writer.writerow(
                [f"創作者{number}-{row}", "instagram", f"kill{number}x{row}", 1000 + row, "開箱 手作 生活"]
            )


def _channels(home: Path) -> int:
    opened = Home(Settings(_env_file=None, home=home))
    verdict = opened.store.execute("pragma integrity_check").fetchone()[0]
    count = opened.roster.channel_count
    opened.store.close()
    assert verdict == "ok", verdict
    return count


def index(home: Path, kills: int, rows: int = 2_000, seed: int = 2) -> Outcome:
    """Kill the building of an index: it can always be built, and is then right."""
    chance, wrong = random.Random(seed), list[str]()
    for number in range(kills):
        file = home.parent / f"index-{number}.csv"
        _write(file, 1_000 + number, rows)
        run(home, "roster", "import", str(file))
        killed(home, chance, "index", "build")
        built = run(home, "index", "build")
        checked = run(home, "index", "check")
        if built.returncode or checked.returncode:
            wrong.append(f"kill {number + 1}: {built.stderr[-200:]} {checked.stderr[-200:]}")
    return Outcome("kill -9 while the index is built", kills, "built and checked afterwards each time", wrong)


def killed(home: Path, chance: random.Random, *arguments: str) -> bool:
    """Run a command and kill it at a random moment of the time it took the last time, or so. Whether it ran still."""
    began, command = time.monotonic(), " ".join(arguments[:2]) if arguments[0] == "key" else arguments[0]
    with Process(*arguments, env=environment(home)) as process:
        seconds = chance.uniform(0.3, 1.1) * _TOOK.get(command, 6.0)
        while process.is_running and time.monotonic() - began < seconds:
            time.sleep(0.01)
        if ran := process.is_running:
            process.kill()
        else:
            _TOOK[command] = time.monotonic() - began
    return ran


_TOOK: dict[str, float] = {}  # seconds that a command took when nobody killed it


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    with Process(*arguments, env=environment(home)) as process:
        out, said = process.popen.communicate()
    return subprocess.CompletedProcess(arguments, process.popen.returncode, out, said)
