"""/roster and /import: which roster a deed is about, whether it is allowed, and who carries it out."""

import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import date

from bot.authority import Act, NotAllowed, Standing, require
from bot.rosters import creators, import_screens, intake
from bot.rosters.case import AREA, COMMON, Case, Gone
from bot.rosters.findings import Findings
from bot.rosters.intake import Intake
from bot.rosters.screens import told
from bot.rosters.sent import is_roster_text
from bot.rosters.shelf import Shelf
from bot.screens.pane import Pane
from bot.sides import Aside, Ask
from bot.taps import UnknownTap
from bot.teams.access import TERMINAL, Access, is_private
from bot.teams.side import TeamSide, refused
from bot.turn import File, Turn
from data.intake import Pasted, Upload
from data.roster import Roster
from data.teams import Seat, Team
from data.waits import Waits

LARGEST_MB = 20  # of a file that a bot can fetch, Bot API getFile
_MEANS = re.compile(r"\s*(.{1,80}?)\s*(?:=|＝|→|->)\s*(.{1,80}?)\s*")
Source = Upload | Pasted


class RosterSide(Aside):
    """The dialogue about rosters: the team's in its chats, the shared one where there is none.

    :param common: the shared roster, opened when it is first asked for.
    """

    area = AREA
    commands = frozenset({"roster", "import"})

    def __init__(
        self,
        access: Access,
        teams: TeamSide,
        shelf: Shelf,
        common: Callable[[], Roster],
        findings: Findings,
        waits: Waits,
        today: Callable[[], date] = date.today,
    ) -> None:
        self.access, self.team_side, self.shelf, self.common = access, teams, shelf, common
        self.findings, self.waits, self.today = findings, waits, today
        self.intake = Intake(waits)

    def forget(self) -> None:
        """Drop the files that wait from memory."""
        self.intake.forget()

    def command(self, ask: Ask, name: str, argument: str) -> Turn:
        """/roster, /roster NAME to search; /import, /import LINKS."""
        self.waits.done(ask.place)
        if name == "import":
            return self.offered(ask, self._pasted(ask, argument)) if argument.strip() else self._how(ask)
        with self.opened(ask, self._here(ask), Act.READ, []) as case:
            return creators.searched(case, argument) if argument.strip() else self._home(case)

    def tap(self, ask: Ask, slot: str, value: str) -> Turn:
        self.waits.done(ask.place)
        if slot in ("common", "own"):
            return self._switch(ask, to_common=slot == "common")
        if slot not in DEEDS:
            raise UnknownTap(f"no button of a roster sets {slot!r}")
        act, deed = DEEDS[slot]
        key, *rest = value.split(".")
        try:
            with self.opened(ask, key, act, rest) as case:
                return deed(self, case)
        except NotAllowed as refusal:
            return Turn.aside(ask.language, toast=refused(Pane(AREA, ask.language), refusal))
        except Gone:
            return Turn.aside(ask.language, toast=Pane(AREA, ask.language).texts("roster.gone"))
        except (ValueError, IndexError) as error:
            raise UnknownTap(f"no button of a roster sets {slot!r} so") from error

    def words(self, ask: Ask, text: str) -> Turn | None:
        """An answer that was asked for, or links and tables that belong into a roster."""
        if asked := self.waits.asked(ask.place, AREA):
            try:
                if (turn := self._answered(ask, asked, text)) is not None:
                    return turn
            except (NotAllowed, Gone, ValueError, IndexError):
                self.waits.done(ask.place)
                return Turn.aside(
                    ask.language,
                    Pane(AREA, ask.language).screen([Pane(AREA, ask.language).line("roster.gone")]),
                )
        if is_roster_text(text, ask.is_forwarded):
            return self.offered(ask, self._pasted(ask, text))
        return None

    def file(self, ask: Ask, file: File) -> Turn | None:
        return self.offered(ask, intake.upload_of(file, self.today()))

    def offered(self, ask: Ask, source: Source) -> Turn:
        """Something to import: for the team that works here, for one begun with it, or refused kindly."""
        pane, key, is_first = Pane(AREA, ask.language), self._target(ask), False
        if key is None:
            if not self.access.may_found(ask):
                where = "private" if is_private(ask.place) else "group"
                return Turn.aside(ask.language, pane.screen([pane.line(f"import.no_team.{where}")]))
            key, is_first = self.team_side.found(ask).id, True
        try:
            with self.opened(ask, key, Act.IMPORT, []) as case:
                return self.intake.offered(case, source, is_first)
        except NotAllowed as refusal:
            return Turn.aside(
                ask.language, pane.screen([pane.line("import.not_yours"), _line(pane, refusal)])
            )

    @contextmanager
    def opened(self, ask: Ask, key: str, act: Act, rest: list[str]) -> Generator[Case, None, None]:
        """A roster for a deed. Raises NotAllowed, for what is not there as for what may not be seen."""
        team_id = None if key == COMMON else key
        standing = self.access.standing(ask, team_id)
        require(standing, act)
        if act is Act.EXPORT and not is_private(ask.place):
            raise NotAllowed(Standing.STRANGER, act)
        pane = Pane(AREA, ask.language)
        if team_id is None:
            yield Case(ask, pane, None, standing, self.common(), self.today(), rest)
            return
        team = self._team(team_id, act)
        with self.shelf.lent(team_id) as kept:
            yield Case(ask, pane, team, standing, kept.roster, self.today(), rest)

    def _team(self, team_id: str, act: Act) -> Team:
        team = self.access.teams.team(team_id)
        if team is None:
            raise NotAllowed(Standing.STRANGER, act)
        return team

    def _here(self, ask: Ask) -> str:
        """The roster that /roster shows here."""
        desk = self.access.desk(ask)
        return desk.team.id if desk.team else COMMON

    def _target(self, ask: Ask) -> str | None:
        """The roster that an import here goes to; None where a team has to be begun for it."""
        seat = self.access.seat(ask.place)
        is_operators = self.access.standing(ask, None) is Standing.OPERATOR
        if is_operators and (seat.uses_common or (seat.team is None and ask.place == TERMINAL)):
            return COMMON
        return seat.team

    def _pasted(self, ask: Ask, text: str) -> Pasted:
        """Text as a source; of a forwarded message all links are one creator's."""
        name = Pane(AREA, ask.language).texts("import.forwarded" if ask.is_forwarded else "import.pasted")
        return Pasted(text, name, self.today(), one_creator=ask.is_forwarded)

    def _home(self, case: Case, note: str | None = None) -> Turn:
        return self.findings.home(case, self.access.seat(case.ask.place).team is not None, note)

    def _how(self, ask: Ask) -> Turn:
        """What can be sent, and where it would go."""
        pane = Pane(AREA, ask.language)
        key = "import.how.terminal" if ask.place == TERMINAL else "import.how.private"
        return Turn.aside(
            ask.language,
            import_screens.how(pane, key if is_private(ask.place) else "import.how.group", LARGEST_MB),
        )

    def _switch(self, ask: Ask, to_common: bool) -> Turn:
        """Between one's own roster and the shared one, for advice and for this dialogue."""
        seat, pane = self.access.seat(ask.place), Pane(AREA, ask.language)
        if not is_private(ask.place):
            if seat.team is None:
                raise UnknownTap("this group has one roster")
            try:
                require(self.access.standing(ask, seat.team), Act.CHANGE)
            except NotAllowed as refusal:
                return Turn.aside(ask.language, toast=refused(pane, refusal))
        self.access.teams.sit(ask.place.chat, Seat(seat.team, to_common))
        with self.opened(ask, self._here(ask), Act.READ, []) as case:
            return self._home(case, pane.texts("roster.now_common" if to_common else "roster.now_own"))

    def _answered(self, ask: Ask, asked: str, text: str) -> Turn | None:
        """What was asked for: a name to find, a value, what a column means; None where the words are none of it."""
        what, key, *rest = asked.split(".")
        act = {"find": Act.READ, "field": Act.CHANGE, "map": Act.IMPORT}[what]
        if what == "map":
            means = _MEANS.fullmatch(text)
            if means is None:
                return None
            with self.opened(ask, key, act, rest) as case:
                return self.intake.correct(case, means[1], means[2])
        if what == "find" and (len(text) > creators.LONGEST_NAME or "\n" in text.strip()):
            return None
        with self.opened(ask, key, act, rest) as case:
            turn = creators.searched(case, text) if what == "find" else creators.set_value(case, text)
        self.waits.done(ask.place)
        return turn

    def _ask_name(self, case: Case) -> Turn:
        self.waits.ask(case.ask.place, AREA, f"find.{case.key}")
        return case.show(told(case, "roster.find.ask"))


def _line(pane: Pane, refusal: NotAllowed) -> str:
    return pane.line("import.refused_by", why=refused(pane, refusal))


def _of_intake(name: str) -> "Deed":
    return lambda side, case: intake.DEEDS[name](side.intake, case)


Deed = Callable[[RosterSide, Case], Turn]
DEEDS: dict[str, tuple[Act, Deed]] = {
    "home": (Act.READ, lambda side, case: side._home(case)),
    "list": (Act.READ, lambda side, case: creators.listed(case)),
    "find": (Act.READ, RosterSide._ask_name),
    "c": (Act.READ, lambda side, case: creators.opened(case)),
    "odd": (Act.READ, lambda side, case: side.findings.odd(case)),
    "edit": (Act.CHANGE, lambda side, case: creators.edit(case)),
    "field": (Act.CHANGE, lambda side, case: creators.ask_value(case, side.waits)),
    "rm": (Act.CHANGE, lambda side, case: creators.ask_remove(case)),
    "rm2": (Act.CHANGE, lambda side, case: creators.removed(case)),
    "dup": (Act.CHANGE, lambda side, case: side.findings.duplicates(case)),
    "merge": (Act.CHANGE, lambda side, case: side.findings.merge(case)),
    "two": (Act.CHANGE, lambda side, case: side.findings.two(case)),
    "undo": (Act.CHANGE, lambda side, case: side.findings.ask_undo(case)),
    "undo2": (Act.CHANGE, lambda side, case: side.findings.undo(case)),
    "enrich": (Act.CHANGE, lambda side, case: side.findings.enrich(case)),
    "xlsx": (Act.EXPORT, lambda side, case: side.findings.xlsx(case)),
    "csv": (Act.EXPORT, lambda side, case: side.findings.csv(case)),
    "import": (Act.IMPORT, lambda side, case: side._how(case.ask)),
    **{name: (Act.IMPORT, _of_intake(name)) for name in intake.DEEDS},
}
