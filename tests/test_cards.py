"""The pictures of the card: one for every shot, drawn from a page that leaves nothing unfilled."""

import importlib.util
import struct
from pathlib import Path
from types import ModuleType

import pytest

from bot.screens.screen import Button, Screen, Tap
from bot.texts import LANGUAGES

CARDS = Path(__file__).parent.parent / "docs" / "cards"


@pytest.fixture(scope="module")
def draw() -> ModuleType:
    spec = importlib.util.spec_from_file_location("draw", CARDS / "draw.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_language_is_in_the_picture(draw: ModuleType) -> None:
    assert draw.STATUS.keys() == draw.ASKED.keys() == LANGUAGES.keys()


def test_every_shot_has_its_picture_two_pixels_for_one(draw: ModuleType) -> None:
    wanted = {
        f"{shot.name}.{language}.{theme}.png"
        for shot in draw.SHOTS
        for language, themes in shot.themes.items()
        for theme in themes
    }
    assert {path.name for path in CARDS.glob("*.png")} == wanted
    for name in wanted:
        content = (CARDS / name).read_bytes()
        assert struct.unpack(">I", content[16:20])[0] == draw.WIDTH * draw.SHARPNESS
        assert len(content) < 200_000, name


def test_the_page_holds_the_message_the_quotes_and_the_buttons(draw: ModuleType) -> None:
    text = "<b>head</b>\nline\n\n<blockquote expandable>one\ntwo</blockquote>\nafter &lt;b&gt; $5 ${x}"
    rows = ((Button("a & <b>", Tap("b", "page", "1")), Button("see", url="https://example.org")),)
    page = draw.page(Screen(text, rows), "en", "dark")
    assert '<div class="head"><b>head</b>\nline</div>' in page
    assert '<blockquote class="expandable"><div>one\ntwo</div></blockquote>after &lt;b&gt; $5 ${x}' in page
    assert "<em>a &amp; &lt;b&gt;</em>" in page and 'data-mark="↗"' in page and '<body class="dark">' in page
