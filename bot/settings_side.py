"""/settings: the language to answer in, the currency of bare amounts, and the margin to count with."""

from collections.abc import Callable
from typing import NamedTuple

from bot.chosen import COMMON
from bot.languages import LANGUAGES
from bot.screens.rows import Rows, flow
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
    newest brief, and ``count_with`` sets it in percent, or to ``off``. ``currency`` and ``count_in`` read and set the
    one that amounts are in which name none, None for one concluded from the words.
    """

    speak: Callable[[Place, str, str], str]
    margin: Callable[[Place], float | None]
    count_with: Callable[[Place, str], object]
    currency: Callable[[Place], str | None]
    count_in: Callable[[Place, str | None], object]


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
            case "currency" if value == OFF or value in COMMON:
                self.preferences.count_in(ask.place, None if value == OFF else value)
                return Turn.aside(ask.language, self._screen(ask, ask.language))
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
            esc(self._counted(ask, texts)),
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
        currencies = self._currencies(ask, texts)
        return Screen("\n".join(lines), (*flow(languages, 2), *currencies, *flow(margins, 4), (off,)))

    def _counted(self, ask: Ask, texts: Texts) -> str:
        """The currency of a group where it chose one, and what holds where nobody did."""
        chosen = self.preferences.currency(ask.place)
        if chosen is None:
            return texts("settings.currency_auto")
        return texts("settings.currency", currency=texts.label("currency", chosen))

    def _currencies(self, ask: Ask, texts: Texts) -> Rows:
        chosen = self.preferences.currency(ask.place)
        labels = {OFF: texts("button.currency_auto")} | {code: texts.symbol(code).strip() for code in COMMON}
        return flow(
            (
                Button(f"{'✅ ' if name == (chosen or OFF) else ''}{label}", Tap(AREA, "currency", name))
                for name, label in labels.items()
            ),
            5,
        )


def _percents() -> list[str]:
    return [str(round(100 * share)) for share in TYPICAL_MARGINS]
