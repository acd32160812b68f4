"""Draw the cards as Telegram shows them on a phone 360 pixels wide: python docs/cards/draw.py [FOLDER]

Real turns on the demo roster, drawn by headless Chromium (Debian: chromium, fonts-noto-cjk,
fonts-noto-color-emoji, fonts-roboto-unhinted). Fails where a button's label is cut or the answer's head is more than eight lines.
"""

import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from string import Template
from typing import NamedTuple

from bot.app import Home
from bot.screens.screen import Button, Screen
from bot.settings import Settings
from bot.terminal import Talk

HERE = Path(__file__).parent
WIDTH, SHARPNESS = 360, 2
HEAD_LINES = 8
STATUS = {"zh-TW": "機器人", "en": "bot"}


class Shot(NamedTuple):
    """A picture: its name, what the seller does before it is taken, and in which light by language."""

    name: str
    deeds: tuple[str, ...]
    themes: dict[str, tuple[str, ...]]


ASKED = {"zh-TW": "我賣手工皂，一顆 280，預算 3 萬", "en": "I sell handmade soap, NT$280 each, budget 30k"}
BOTH = {"zh-TW": ("light", "dark"), "en": ("light", "dark")}
DAY_AND_NIGHT = {"zh-TW": ("light",), "en": ("dark",)}
SHOTS = (
    Shot("answer", (), BOTH),
    Shot("detail", ("/tap 🔍 2",), DAY_AND_NIGHT),
    Shot("compare", ("/tap ⚖️",), DAY_AND_NIGHT),
    Shot("message", ("/tap 🔍 1", "/tap ✉️"), DAY_AND_NIGHT),
    Shot("figures", ("/tap 📊", "/tap 40%"), DAY_AND_NIGHT),
    Shot("choices", ("/tap 🧭",), DAY_AND_NIGHT),
    Shot("chosen", ("/tap 🧭", "/1"), DAY_AND_NIGHT),
)


class Cut(RuntimeError):
    """A picture shows what must not be: a label cut short, or too long a head."""


def main(folder: Path) -> None:
    """Draw every shot in every language and theme."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        raise SystemExit("docs/cards: no Chromium here. On Debian: apt-get install chromium")
    with tempfile.TemporaryDirectory() as home:
        for language in STATUS:
            for shot in SHOTS:
                screen = _taken(Path(home) / language / shot.name, language, (ASKED[language], *shot.deeds))
                for theme in shot.themes[language]:
                    path = folder / f"{shot.name}.{language}.{theme}.png"
                    _draw(browser, page(screen, language, theme), path)
                    print(path.name, path.stat().st_size // 1024, "KiB")


def _taken(home: Path, language: str, deeds: tuple[str, ...]) -> Screen:
    """The screen after a few lines of a conversation, in a home of its own."""
    opened = Home(Settings(home=home, key_file=home / "key", _env_file=None))
    talk = Talk(opened.chat, language)
    turns = [talk.begin(), *(talk.hear(deed) for deed in deeds)]
    opened.store.close()
    return turns[-1].card


def page(screen: Screen, language: str, theme: str) -> str:
    """The HTML of a phone that shows this screen."""
    head, _, rest = screen.html.partition("\n\n")
    body = re.sub(r"<blockquote( expandable)?>(.*?)</blockquote>\n?", _quote, f"\n\n{rest}", flags=re.DOTALL)
    keyboard = "".join(f'<div class="row">{"".join(map(_key, row))}</div>' for row in screen.buttons)
    template = Template((HERE / "phone.html").read_text("utf-8"))
    return template.substitute(
        theme=theme,
        status=STATUS[language],
        message=f'<div class="head">{head}</div>{body.removeprefix(chr(10))}',
        keyboard=keyboard,
    )


def _quote(found: re.Match[str]) -> str:
    return f'<blockquote class="{(found[1] or "").strip()}"><div>{found[2]}</div></blockquote>'


def _key(button: Button) -> str:
    mark = "↗" if button.url else ""
    return f'<span class="out" data-mark="{mark}"><em>{html.escape(button.label)}</em></span>'


def _draw(browser: str, source: str, path: Path) -> None:
    """Measure the page, refuse what is cut, then take its picture; made smaller where pngquant is there."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "card.html"
        file.write_text(source, "utf-8")
        options = [
            *(browser, "--headless=new", "--no-sandbox", "--hide-scrollbars", "--disable-gpu"),
            *(f"--user-data-dir={folder}/profile", f"--force-device-scale-factor={SHARPNESS}"),
        ]
        seen = _run([*options, f"--window-size={WIDTH},800", "--dump-dom", file.as_uri()])
        measured = json.loads(html.unescape(re.search(r"<title>(.*?)</title>", seen, re.DOTALL)[1]))
        if measured["cut"] or (path.name.startswith("answer") and measured["lines"] > HEAD_LINES):
            raise Cut(f"{path.name}: {measured}")
        size = f"--window-size={WIDTH},{measured['height']}"
        _run([*options, size, f"--screenshot={path}", file.as_uri()])
    if smaller := shutil.which("pngquant"):
        _run([smaller, "--force", "--ext", ".png", "--skip-if-larger", "64", str(path)])


def _run(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
