"""The one place that puts the parts together: settings, database, roster, encoder, advisor, conversation."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from bot.authority import SHARED_ACCOUNTS
from bot.chat import Adviser, Chat
from bot.conversation import View
from bot.milvus import is_remote, open_index
from bot.rosters.shelf import Shelf, TeamAdviser, TeamPrivacy
from bot.settings import Settings, settings
from bot.sides import Side
from bot.stage import Choices
from bot.teams.access import Access
from data.conversations import ConversationStore, Place
from data.keys import Keyring, seal_of
from data.privacy import Privacy
from data.roster import Roster
from data.seal import Seal
from data.store import Store, connect
from data.swap import finish
from data.teams import TeamStore
from knowledge.answer import Advice
from knowledge.models import Brief
from knowledge.products import ProductMatch

if TYPE_CHECKING:
    from bot.advisor import Advisor
    from bot.meaning import Meaning
    from retrieval.protocol import Index

DATABASE = "kol-advisor.db"
INDEX = Path("index")
# Below this closeness of the best channel the answer says that nobody really matches. Of 101 products with a niche
# in the demo roster the shipped encoder puts 99 above it, of 14 without one 7 below. Other encoders scale otherwise.
SURE = 0.4
SAMPLES = ("samples", "demo_roster.csv")


class Home:
    """Everything kept under KOL_HOME, opened when first asked for."""

    def __init__(self, options: Settings, today: Callable[[], date] = date.today) -> None:
        self.options, self.today = options, today
        self.lasting = False  # whether this process goes on answering while an index is made

    @cached_property
    def store(self) -> Store:
        finish(self.options.home)  # a restore that was interrupted
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
    def meaning(self) -> "Meaning":
        """The encoder and what stands on it: one for the rosters of all teams."""
        from bot.meaning import Meaning
        from retrieval.encoder import load

        return Meaning(lambda: load(self.options.encoder), self.options.home / INDEX)

    @cached_property
    def advisor(self) -> "Advisor":
        """The advisor on the common roster, which KOL_INDEX may have put on a Milvus server."""
        if is_remote(self.options):
            return self._advisor(open_index(self.options, self.meaning.encoder, self.seal))
        return self.advisor_on(self.roster, self.options.home / INDEX / "common")

    def advisor_on(self, roster: Roster, folder: Path) -> "Advisor":
        """An advisor on a roster, whose index is kept in ``folder``."""
        from retrieval.index import SOON, LocalIndex

        soon = SOON if self.lasting else None
        return self._advisor(LocalIndex(folder, roster, lambda: self.meaning.encoder, soon=soon))

    def _advisor(self, index: "Index") -> "Advisor":
        from bot.advisor import Advisor

        sure = SURE if self.options.encoder is None else None
        return Advisor(index, self.meaning, self.today, sure)

    @cached_property
    def chat(self) -> Chat:
        self.shelf.bury()
        return Chat(self.conversations, self.adviser_of, sides_of(self), self.privacy)

    @cached_property
    def common(self) -> "Deferred":
        """The advisor on the common roster: the operator's creators, or the demo ones while there are none."""
        return Deferred(lambda: self.advisor)

    def adviser_of(self, place: Place) -> Adviser:
        """The advisor on the roster that a place uses: its team's, once that has anybody in it."""
        team = self.access.team_for_advice(place)
        return TeamAdviser(self.shelf, team) if team and self.shelf.has_creators(team) else self.common

    @cached_property
    def teams(self) -> TeamStore:
        return TeamStore(self.store, self.seal)

    @cached_property
    def access(self) -> Access:
        """Who is what to which roster."""
        return Access(self.teams, self.options.admins)

    @cached_property
    def shelf(self) -> Shelf:
        """The rosters of teams, each in a folder of its own."""
        return Shelf(self.options.home, self.teams, self.seal, self.advisor_on)

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
    def privacy(self) -> Privacy:
        """The data of people, in every database of this home."""
        return TeamPrivacy(self.options.home, self.store, self.seal, self.shelf, self.drop_answers)

    def drop_answers(self) -> None:
        """Empty what is in memory of people's words: the advisors' answers, what the encoder read, files that wait."""
        self.common.forget()
        self.shelf.forget()
        self.meaning.forget()
        for side in self.chat.sides.values():
            side.forget()

    @cached_property
    def conversations(self) -> ConversationStore:
        return ConversationStore(self.store, self.seal, self.options.briefs_per_person)


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

    def forget(self) -> None:
        """Drop the answers that it has in memory."""
        with self._lock:
            if self._made is not None:
                self._made.forget()

    def made(self) -> "Advisor":
        """The advisor itself, ready to answer."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
                self._made.warm()
            return self._made


def sides_of(home: Home) -> tuple[Side, ...]:
    """The dialogues beside the brief, each with its commands and buttons."""
    from bot.plan_sides import plan_sides
    from bot.privacy import PrivacySide, policy_of

    privacy = PrivacySide(home.privacy, policy_of(home.options))
    return (*team_sides(home), *plan_sides(home), sharing_side(home), privacy)


def sharing_side(home: Home) -> Side:
    """The dialogue about shared answers. One made on a team's roster is for its members alone."""
    from bot.sharing import Sharing, Teams
    from data.shares import Shares

    def team_of(place: Place) -> str | None:
        team = home.access.team_for_advice(place)
        return team if team and home.shelf.has_creators(team) else None

    def may_read(team: str, user: int) -> bool:
        return user not in SHARED_ACCOUNTS and home.teams.role(team, user) is not None

    shares = Shares(home.store, home.seal, home.options.share_days)
    return Sharing(shares, lambda: home.chat, Teams(team_of, may_read))


def team_sides(home: Home) -> tuple[Side, ...]:
    """The dialogues about teams and their rosters."""
    from bot.enrichment import connectors_with_keys
    from bot.rosters.findings import Findings
    from bot.rosters.side import RosterSide
    from bot.teams.side import TeamSide
    from data.invitations import InvitationStore
    from data.waits import Waits

    waits = Waits(home.store)
    teams = TeamSide(home.access, InvitationStore(home.teams), home.shelf, waits)
    findings = Findings(lambda: connectors_with_keys(home.options, home.store))
    rosters = RosterSide(home.access, teams, home.shelf, lambda: home.roster, findings, waits, home.today)
    return teams, rosters


def open_home() -> Home:
    """The home that the settings name. Raises SettingsProblem; a StoreError at the first use of the database."""
    return Home(settings())


def add_demo(roster: Roster, sample: Path) -> None:
    """Put the demo creators into an empty roster."""
    from data.importer import import_file

    import_file(roster, sample)
