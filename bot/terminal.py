"""The same conversation in a terminal: for people with colour and numbered buttons, for programs as JSON lines."""

import json
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any, TextIO

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.text import Text

from bot.chat import Chat, NotFound
from bot.screens.screen import Button, Screen, esc
from bot.sides import AREA, Ask
from bot.taps import UnknownTap
from bot.texts import LANGUAGES, Texts
from bot.turn import File, Turn
from data.conversations import Place
from data.sheet import LARGEST_FILE, MB

MARKS = {"b": "bold", "i": "italic", "code": "cyan", "blockquote": "dim"}


class Talk:
    """One person at one terminal. Lines in, turns out; commands begin with a slash."""

    def __init__(self, chat: Chat, language: str | None) -> None:
        self.chat, self.place, self.code = chat, Place(), language
        if language in LANGUAGES:  # asked for on the command line, so it wins over one chosen earlier
            chat.store.choose_language(self.place.user, language)
        self.turn: Turn | None = None
        self.beside: Screen | None = None

    def begin(self) -> Turn:
        """A fresh brief, since a terminal shows nothing of the last one."""
        return self._keep(self.chat.start(self.place, self.code))

    def hear(self, line: str) -> Turn:
        """A line: words, ``/tap LABEL``, ``/3`` for the third button, or a command."""
        if not line.startswith("/"):
            if (beside := self.chat.words_beside(self._ask(), line)) is not None:
                return self._beside(beside)
            return self._keep(self.chat.say(self.place, line, self.code))
        name, _, argument = line[1:].partition(" ")
        if name == "tap":
            return self._tap(argument.strip())
        if name.isdigit():
            return self._tap_number(int(name))
        if name.lower() == "import" and argument.strip() and not argument.strip().startswith("http"):
            return self._import(argument.strip())
        if name.lower() == "start" and (linked := self.chat.link_beside(self._ask(), argument.strip())):
            return self._beside(linked)
        if name.lower() in self.chat.commands:
            return self._beside(self.chat.beside(self._ask(), name.lower(), argument))
        return self._keep(self.chat.command(self.place, name.lower(), argument, self.code))

    def _import(self, words: str) -> Turn:
        """``/import PATH``: a file of this computer comes in, as a document does in Telegram."""
        path = Path(words.strip("\"'")).expanduser()
        if not path.is_file():
            return self._aside("file.none", path=words)
        if (size := path.stat().st_size) > LARGEST_FILE:
            return self._aside("file.too_large", size=-(-size // MB), limit=LARGEST_FILE // MB)
        turn = self.chat.file(self._ask(), File(path.name, path.read_bytes()))
        return self._beside(turn) if turn else self._aside("said.media")

    def buttons(self) -> list[Button]:
        """The buttons on screen, as they are numbered."""
        screens = [self.beside] if self.beside else [self.turn.card] if self.turn else []
        return [button for screen in screens for row in screen.buttons for button in row]

    def _tap(self, label: str) -> Turn:
        """The button with this label, else the first whose label contains it."""
        wanted = label.casefold()
        found = [b for b in self.buttons() if wanted and wanted in b.label.casefold()]
        exact = [b for b in found if b.label.casefold() == wanted]
        return self._press(next(iter(exact or found), None), label)

    def _tap_number(self, number: int) -> Turn:
        buttons = self.buttons()
        return self._press(buttons[number - 1] if 0 < number <= len(buttons) else None, str(number))

    def _press(self, button: Button | None, wanted: str) -> Turn:
        if button is None:
            return self._aside("tap.none", label=wanted)
        if button.tap is None:
            return self._aside("tap.copied", text=button.copy or button.url)
        try:
            if button.tap.brief_id.startswith(AREA):
                turn = self.chat.tap_beside(self._ask(), button.tap)
                return self._beside(turn) if turn.is_aside else self._keep(turn)
            return self._keep(self.chat.tap(self.place, button.tap))
        except (NotFound, UnknownTap):
            return self._aside("toast.unreadable")

    def _ask(self) -> Ask:
        return Ask(self.place, self.chat.language(self.place, self.code))

    def _beside(self, turn: Turn) -> Turn:
        """A turn beside the brief: its buttons join those of the card, its files are saved here."""
        card = self.turn or self.begin()
        notes = tuple(Screen(esc(self._saved(file))) for file in turn.files)
        toast = (Screen(esc(turn.toast)),) if turn.toast else ()
        self.beside = turn.screens[-1] if turn.screens else None
        screens = (*toast, *notes, *turn.screens) or card.screens
        return card._replace(language=turn.language, screens=screens, toast=None)

    def _saved(self, file: File) -> str:
        """Write a file into the working folder, under a name that is free, and say so."""
        name = Path(file.name)
        paths = (name.with_stem(f"{name.stem}-{n}") if n else name for n in count())
        path = next(path for path in paths if not path.exists())
        path.write_bytes(file.content)
        return Texts(self.chat.language(self.place, self.code))("file.saved", name=str(path))

    def _aside(self, key: str, **values: Any) -> Turn:
        """A line from the terminal itself; the conversation stays as it is."""
        turn = self.turn or self.begin()
        return turn._replace(screens=(Screen(esc(Texts(turn.language)(key, **values))),), toast=None)

    def _keep(self, turn: Turn) -> Turn:
        self.turn, self.beside = turn, None
        return turn


def as_json(turn: Turn) -> dict[str, Any]:
    """A turn in the line protocol of ``chat --json``."""
    messages = [
        {"text": screen.plain, "buttons": [[button.label for button in row] for row in screen.buttons]}
        for screen in turn.screens
    ]
    if turn.toast:
        messages.insert(0, {"text": turn.toast, "buttons": []})
    return {
        "messages": messages,
        "brief": turn.brief.model_dump(mode="json"),
        "advice": turn.advice.model_dump(mode="json") if turn.advice else None,
    }


def run_json(chat: Chat, language: str | None, lines: Iterable[str], out: TextIO) -> None:
    """Answer each line with one line of JSON, until the input ends."""
    talk = Talk(chat, language)
    for line in lines:
        turn = talk.hear(line.rstrip("\r\n"))
        out.write(json.dumps(as_json(turn), ensure_ascii=False) + "\n")
        out.flush()


def run(chat: Chat, language: str | None, console: Console) -> None:
    """Talk to a person until they leave (/quit, Ctrl-D or Ctrl-C)."""
    talk = Talk(chat, language)
    show(talk.begin(), talk, console)
    Thread(target=chat.warm, daemon=True).start()  # while the person reads
    while True:
        try:
            line = console.input("[bold green]>[/] ")
        except (EOFError, KeyboardInterrupt):
            console.print()
            return
        if line.strip() in {"/quit", "/exit"}:
            return
        with console.status("…"):
            turn = talk.hear(line)
        show(turn, talk, console)


def show(turn: Turn, talk: Talk, console: Console) -> None:
    """The screens of a turn; the card in a frame with its buttons numbered below."""
    if turn.toast:
        console.print(escape(turn.toast), style="yellow")
    for screen in turn.screens[:-1]:
        console.print(Panel(styled(screen.html), border_style="dim", width=min(console.width, 100)))
    console.print(Panel(styled(turn.card.html), border_style="cyan", width=min(console.width, 100)))
    numbered = iter(range(1, 200))
    for row in turn.card.buttons:
        console.print("  ".join(f"[cyan]/{next(numbered)}[/] {escape(button.label)}" for button in row))


def styled(html: str) -> Text:
    """Telegram's HTML subset as rich text."""
    import html as entities
    import re

    text = Text()
    styles: list[str] = []
    for piece in re.split(r"(<[^<>]{1,60}>)", html):
        tag = re.fullmatch(r"<(/?)(\w+)[^<>]*>", piece)
        if tag is None:
            text.append(entities.unescape(piece), style=" ".join(styles) or None)
        elif tag[1]:
            styles.pop()
        else:
            styles.append(MARKS.get(tag[2], "none"))
    return text
