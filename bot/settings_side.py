"""/settings: the language to answer in, and the margin to count with."""

from collections.abc import Callable
from typing import NamedTuple

from bot.languages import LANGUAGES
from bot.screens.rows import flow
from bot.screens.screen import Button, Screen, Tap, bold, esc
from bot.sides import Aside, Ask
from bot.taps import UnknownTap
from bot.texts import Texts
from bot.turn import Turn
from data.conversations import Place
from knowledge.economics import TYPICAL_MARGINS

AREA = "~set"
OFF = "off"


class Preferences(NamedTuple):
    """What can be set, as the conversation keeps it.

    ``speak`` remembers the language of a person, in a group the group's; ``margin`` reads the gross margin of the
    newest brief, and ``count_with`` sets it in percent, or to ``off``.
    """

    speak: Callable[[Place, str, str], str]
    margin: Callable[[Place], float | None]
    count_with: Callable[[Place, str], object]


class SettingsSide(Aside):
    """One screen; a tap sets one thing and shows it again."""

    area = AREA
    commands = frozenset({"settings"})

    def __init__(self, preferences: Preferences) -> None:
        self.preferences = preferences

    def command(self, ask: Ask, name: str, argument: str) -> Turn:
        return Turn.aside(ask.language, self._screen(ask, ask.language))

    def tap(self, ask: Ask, slot: str, value: str) -> Turn:
        match slot:
            case "language" if value in LANGUAGES:
                self.preferences.speak(ask.place, value, ask.language)
                return Turn.aside(value, self._screen(ask, value))
            case "margin" if value == OFF or value in _percents():
                self.preferences.count_with(ask.place, value)
                return Turn.aside(ask.language, self._screen(ask, ask.language))
        raise UnknownTap(f"no setting {slot!r} has such a value")

    def _screen(self, ask: Ask, language: str) -> Screen:
        texts, margin = Texts(language), self.preferences.margin(ask.place)
        known = texts("settings.margin_off") if margin is None else texts.percent(margin)
        lines = [
            bold(texts("settings.title")),
            esc(texts("settings.language", name=LANGUAGES[language].name)),
            esc(texts("settings.margin", known=known)),
            "",
            esc(texts("settings.elsewhere")),
        ]
        languages = [
            Button(f"{'✅ ' if tag == language else ''}{one.name}", Tap(AREA, "language", tag))
            for tag, one in LANGUAGES.items()
        ]
        margins = [
            Button(f"{'✅ ' if margin == share else ''}{texts.percent(share)}", Tap(AREA, "margin", percent))
            for percent, share in zip(_percents(), TYPICAL_MARGINS, strict=True)
        ]
        off = Button(texts("button.margin_off"), Tap(AREA, "margin", OFF))
        return Screen("\n".join(lines), (*flow(languages, 2), *flow(margins, 4), (off,)))


def _percents() -> list[str]:
    return [str(round(100 * share)) for share in TYPICAL_MARGINS]
