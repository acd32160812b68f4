"""The one place that puts the parts together: settings, database, roster, encoder, advisor, conversation."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from bot.chat import Chat
from bot.conversation import View
from bot.settings import Settings, settings
from bot.sides import Side
from bot.stage import Choices
from data.conversations import ConversationStore, Place
from data.keys import Keyring, seal_of
from data.roster import Roster
from data.seal import Seal
from data.store import Store, connect
from knowledge.answer import Advice
from knowledge.models import Brief
from knowledge.products import ProductMatch

if TYPE_CHECKING:
    from bot.advisor import Advisor

DATABASE = "kol-advisor.db"
VECTORS = Path("index") / "vectors.npz"
# Below this closeness of the best channel the answer says that nobody really matches. Of 101 products with a niche
# in the demo roster the shipped encoder puts 99 above it, of 14 without one 7 below. Other encoders scale otherwise.
SURE = 0.4
SAMPLES = ("samples", "demo_roster.csv")


class Home:
    """Everything kept under KOL_HOME, opened when first asked for."""

    def __init__(self, options: Settings, today: Callable[[], date] = date.today) -> None:
        self.options, self.today = options, today

    @cached_property
    def store(self) -> Store:
        return connect(self.options.home / DATABASE)

    @cached_property
    def roster(self) -> Roster:
        """The roster; a new one begins with the demo creators."""
        roster = Roster(self.store, self.seal)
        if roster.version == 0:
            with as_file(files("data").joinpath(*SAMPLES)) as sample:
                add_demo(roster, sample)
        return roster

    @cached_property
    def advisor(self) -> "Advisor":
        from bot.advisor import Advisor
        from retrieval.encoder import load

        vectors = self.options.home / VECTORS
        sure = SURE if self.options.encoder is None else None
        return Advisor(self.roster, vectors, lambda: load(self.options.encoder), self.today, sure)

    @cached_property
    def chat(self) -> Chat:
        return Chat(self.conversations, self.adviser_of, sides_of(self))

    @cached_property
    def common(self) -> "Deferred":
        """The advisor on the common roster: the operator's creators, or the demo ones while there are none."""
        return Deferred(lambda: self.advisor)

    def adviser_of(self, place: Place) -> "Deferred":
        """The advisor on the roster that a place uses."""
        return self.common

    @cached_property
    def seal(self) -> Seal:
        """What encrypts personal fields and free text. Makes a key where nothing was ever sealed."""
        return seal_of(self.store, self.keyring)

    @property
    def keyring(self) -> Keyring:
        """The keys that the settings name."""
        secret = self.options.secret_key
        return Keyring(secret.get_secret_value() if secret else None, self.options.key_file)

    @cached_property
    def conversations(self) -> ConversationStore:
        return ConversationStore(self.store, self.seal)


class Deferred:
    """An advisor that is put together when it is first needed, so that the first prompt need not wait for it."""

    def __init__(self, make: Callable[[], "Advisor"]) -> None:
        self._make, self._lock = make, Lock()
        self._made: Advisor | None = None

    def advise(self, brief: Brief, language: str, view: View) -> Advice:
        return self.made().advise(brief, language, view)

    def choices(self, brief: Brief, view: View) -> Choices:
        return self.made().choices(brief, view)

    def classify(self, phrase: str) -> ProductMatch | None:
        return self.made().classify(phrase)

    def warm(self) -> None:
        self.made()

    def made(self) -> "Advisor":
        """The advisor itself, ready to answer."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
                self._made.warm()
            return self._made


def sides_of(home: Home) -> tuple[Side, ...]:
    """The dialogues beside the brief, each with its commands and buttons."""
    return ()


def open_home() -> Home:
    """The home that the settings name. Raises SettingsProblem; a StoreError at the first use of the database."""
    return Home(settings())


def add_demo(roster: Roster, sample: Path) -> None:
    """Put the demo creators into an empty roster."""
    from data.importer import import_file

    import_file(roster, sample)
