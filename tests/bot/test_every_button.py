"""Every screen that taps lead to, from real cards in both languages: all can be read, left, and none breaks."""

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bot.app import Home
from bot.callback import LIMIT_BYTES, encode
from bot.chat import Chat
from bot.screens.rows import ROOM, width
from bot.screens.screen import Button, Screen, Tap
from bot.sides import AREA, Ask
from bot.texts import LANGUAGES
from bot.turn import Turn
from data.conversations import Place, Saved
from tests.conftest import home_at

STARTS = {
    "zh-TW": (
        "手工皂 280 預算3萬",
        "手工皂 280 預算 500",
        "面膜 390 還沒有預算",
        "手工皂 280 預算3萬 只要 Dcard 百萬網紅",
        "手工皂",
    ),
    "en": ("handmade soap NT$280 budget 30k", "soap NT$280 budget 500", "soap, $9, no budget yet", "soap"),
}
SAME = frozenset({"platform", "budget", "tier", "goal", "size", "creators", "novelty", "margin", "page"})
TWICE = frozenset({"xlsx", "pdf", "png"})  # files: one of each is enough


class Spot(NamedTuple):
    """A screen, and the conversation as it was saved when it was drawn."""

    saved: Saved
    screen: Screen


@pytest.fixture(scope="module")
def open_home(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    import shutil

    folder = tmp_path_factory.mktemp("buttons") / "home"
    shutil.copytree(demo_folder, folder)
    home = home_at(folder)
    yield home
    home.store.close()


def buttons(screen: Screen) -> list[Button]:
    return [button for row in screen.buttons for button in row]


def check(screen: Screen) -> None:
    """What holds of every screen: within Telegram's limits, no label cut on a phone, and a way on by a tap."""
    assert 0 < len(screen.plain) <= 4096
    for row in screen.buttons:
        for button in row:
            assert 0 < width(button.label) <= ROOM[len(row)], (button.label, len(row))
            assert button.tap is None or len(encode(button.tap).encode()) <= LIMIT_BYTES
            assert button.copy is None or 0 < len(button.copy) <= 256
            assert button.url is None or button.url.startswith("https://")
    assert any(button.tap for button in buttons(screen)), f"a dead end: {screen.plain}"


def kind(chat: Chat, spot: Spot, tap: Tap) -> tuple[Any, ...]:
    """Buttons that do the same on the same kind of screen are pressed once."""
    view = chat.showing.load(spot.saved).view
    value = "" if tap.slot in SAME | TWICE | {"back", "undo", "another", "cheaper", "bigger"} else tap.value
    value = value.partition(".")[0] if tap.slot != "drop" else value
    value = value[:1] if tap.slot in {"without", "star"} else value
    where = () if tap.slot in TWICE else (view.scene, view.asked, bool(view.doubt))
    return (*where, tap.brief_id if tap.brief_id.startswith(AREA) else "", tap.slot, value)


def press(chat: Chat, place: Place, spot: Spot, tap: Tap, language: str) -> Turn:
    chat.store.save(spot.saved)
    if tap.brief_id.startswith(AREA):
        return chat.tap_beside(Ask(place, language), tap)
    return chat.tap(place, tap)


def crawl(chat: Chat, place: Place, words: str, language: str, pressed: set[tuple[Any, ...]]) -> list[Screen]:
    """All screens from a card, breadth first, each kind of button once."""
    turn = chat.asked(place, words, language)
    todo, seen = deque([_spot(chat, turn, turn.card)]), []
    while todo:
        spot = todo.popleft()
        check(spot.screen)
        seen.append(spot.screen)
        for tap in [button.tap for button in buttons(spot.screen) if button.tap]:
            if (name := kind(chat, spot, tap)) not in pressed:
                pressed.add(name)
                after = press(chat, place, spot, tap, language)
                assert after.screens or after.toast or after.files, tap
                if after.screens:
                    own = after if after.brief_id else turn._replace(brief_id=spot.saved.id)
                    todo.append(_spot(chat, own, after.card))
    return seen


def _spot(chat: Chat, turn: Turn, screen: Screen) -> Spot:
    saved = chat.store.load(turn.brief_id)
    assert saved
    return Spot(saved, screen)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_leads_somewhere_and_every_screen_can_be_left(open_home: Home, language: str) -> None:
    pressed: set[tuple[Any, ...]] = set()
    for number, words in enumerate(STARTS[language]):
        place = Place(user=100 * list(LANGUAGES).index(language) + number + 1)
        open_home.chat.store.choose_language(place.user, language)
        assert crawl(open_home.chat, place, words, language, pressed)
    slots = {name[-2] for name in pressed}
    assert slots >= {
        *("ask", "show", "page", "without", "star", "back", "undo", "another", "cheaper", "bigger", "drop"),
        *("margin", "example", "budget", "tier", "goal", "platform", "size", "creators", "novelty", "skip"),
        *("xlsx", "pdf", "png", "new"),
    }
