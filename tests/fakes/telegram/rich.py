"""Rich messages (Bot API 10.1), as far as the bot sends them: headings, paragraphs, emphasis, tables.

Stricter than Telegram: a tag or attribute that it would drop is refused. Simpler: other blocks (lists, media, details)
are refused too, since nothing of ours sends them, and ``markdown`` is not read.
"""

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from tests.fakes.telegram.methods import _keyboard, _open, _replied
from tests.fakes.telegram.schema import Malformed, Refused

if TYPE_CHECKING:
    from tests.fakes.telegram.server import BotApi

CHARACTERS, BLOCKS, COLUMNS = 32_768, 500, 20
TOP = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "table"})
_TEXTS = (*(TOP - {"table"}), "td", "th")
INSIDE = {"table": {"tr"}, "tr": {"td", "th"}} | {tag: {"b", "i"} for tag in _TEXTS}
ATTRIBUTES = {"table": {"bordered", "striped"}, "td": {"align"}, "th": {"align"}}
ALIGNS = {"left", "center", "right"}

Table = list[list[str]]


class Page(HTMLParser):
    """What people see: the text outside of tables, and the tables. Raises Malformed."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.tables: list[Table] = []
        self._opened: list[str] = []
        self._blocks = 0
        self.feed(source)
        self.close()
        if self._opened:
            raise Malformed(f"can't parse rich message: {self._opened[-1]} is not closed")
        if not self.texts and not self.tables:
            raise Malformed("rich message is empty")
        self._check_size()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        allowed = INSIDE.get(self._opened[-1], set()) if self._opened else TOP
        if tag not in allowed:
            raise Malformed(f"can't parse rich message: no {tag} here")
        if unknown := {name for name, _ in attrs} - ATTRIBUTES.get(tag, set()):
            raise Malformed(f"can't parse rich message: {tag} has no {unknown}")
        if any(name == "align" and value not in ALIGNS for name, value in attrs):
            raise Malformed("can't parse rich message: no such alignment")
        self._blocks += tag in TOP
        self._opened.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
        elif tag in TOP:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        if not self._opened or self._opened.pop() != tag:
            raise Malformed(f"can't parse rich message: {tag} is closed but not open")

    def handle_data(self, data: str) -> None:
        if not self._opened or self._opened[-1] in ("table", "tr"):
            raise Malformed(f"can't parse rich message: {data[:20]!r} stands outside of a block")
        if {"td", "th"} & set(self._opened):
            self.tables[-1][-1][-1] += data
        else:
            self.texts[-1] += data

    def _check_size(self) -> None:
        written = sum(map(len, self.texts)) + sum(len(cell) for t in self.tables for row in t for cell in row)
        if written > CHARACTERS or self._blocks > BLOCKS:
            raise Malformed("rich message is too long")
        if any(len({len(row) for row in table}) != 1 or len(table[0]) > COLUMNS for table in self.tables):
            raise Malformed("a table needs rows of the same length, of at most 20 cells")


def sendRichMessage(
    api: "BotApi",
    chat_id: int,
    rich_message: dict[str, Any],
    message_thread_id: int = 0,
    reply_parameters: dict[str, Any] | None = None,
    reply_markup: dict[str, Any] | None = None,
    **ignored: Any,
) -> dict[str, Any]:
    if api.rich is None:
        raise Refused(404, "Not Found: method not found")
    chat = _open(api, chat_id)
    if "html" not in rich_message:
        raise Malformed("this fake reads rich HTML only")
    page, keyboard = Page(rich_message["html"]), _keyboard(api, reply_markup)
    if message_thread_id and message_thread_id not in chat.threads:
        raise Refused(400, "Bad Request: message thread not found")
    replied = _replied(chat, reply_parameters)
    told = {"rich_message": {"blocks": []}}  # how Telegram cuts it into blocks, nobody here asks
    message = chat.add(api.bot, media=told, keyboard=keyboard, thread=message_thread_id, reply_to=replied)
    api.rich.append((chat.id, page))
    return chat.told(message)
