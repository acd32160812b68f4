"""Taking an answer away: /plan and the card's file buttons make a workbook, a PDF or a picture of it."""

import re
from collections.abc import Callable
from datetime import date

from bot.conversation import Conversation
from bot.render import in_words
from bot.screens.controls import FILES, TAKE
from bot.screens.rows import clip, flow
from bot.screens.screen import Button, Screen, Tap, bold, esc
from bot.sides import Aside, Ask
from bot.stage import listed
from bot.takeaway import page, table, workbook
from bot.takeaway.fonts import NoFont
from bot.takeaway.wording import brief_line, fiction
from bot.taps import UnknownTap
from bot.texts import Texts
from bot.turn import File, Turn
from data.conversations import Place
from knowledge.answer import Advice

Read = Callable[[Place, str | None], tuple[Conversation, Advice | None]]

TABLE = "table"
CAPTION = 900  # characters: Telegram takes 1,024, and the rest of the caption needs room
_UNFIT = re.compile(r"[^\w-]+")


class TakeAway(Aside):
    """Files of an answer, in the language of whoever asks for them.

    :param read: gives a brief and the advice on it; raises LookupError for a brief that is not there.
    :param tables: whether /plan also offers a table in the chat (the setting KOL_TELEGRAM_FEATURES, rich).
    """

    area = TAKE
    commands = frozenset({"plan"})

    def __init__(self, read: Read, today: Callable[[], date] = date.today, *, tables: bool = False) -> None:
        self.read, self.today = read, today
        self.kinds = (*FILES, *((TABLE,) if tables else ()))

    def command(self, ask: Ask, name: str, argument: str) -> Turn:
        """/plan offers what there is, /plan pdf sends it."""
        texts, wanted = Texts(ask.language), argument.strip().casefold()
        conversation, advice = self.read(ask.place, None)
        if advice is None or not listed(advice):
            return Turn.aside(ask.language, Screen(esc(texts("take.no_plan"))))
        if wanted in self.kinds:
            return self._sent(ask, conversation, advice, wanted)
        kinds = tuple(
            Button(texts(f"button.{kind}"), Tap(TAKE, kind, conversation.id)) for kind in self.kinds
        )
        lines = [bold(texts("take.offer")), esc(clip(brief_line(advice, texts), CAPTION))]
        return Turn.aside(ask.language, Screen("\n".join(lines), flow(kinds)))

    def tap(self, ask: Ask, slot: str, value: str) -> Turn:
        """``xlsx``, ``pdf``, ``png`` or a table of the brief with this id."""
        if slot not in self.kinds:
            raise UnknownTap(f"nothing of the kind {slot!r} is made here")
        texts = Texts(ask.language)
        try:
            conversation, advice = self.read(ask.place, value)
        except LookupError:
            return Turn.aside(ask.language, toast=texts("toast.gone"))
        if advice is None or not listed(advice):
            return Turn.aside(ask.language, toast=texts("take.no_plan"))
        return self._sent(ask, conversation, advice, slot)

    def _sent(self, ask: Ask, conversation: Conversation, advice: Advice, kind: str) -> Turn:
        """The file or the table, or why there is none."""
        texts = Texts(ask.language)
        if conversation.language != ask.language:
            advice = in_words(advice, texts)
        if kind == TABLE:
            return Turn.aside(ask.language, table.draw(advice, texts))
        try:
            content = self._made(advice, texts, kind)
        except NoFont as problem:
            return Turn.aside(ask.language, Screen(esc(texts("take.no_font", package=str(problem)))))
        name = _UNFIT.sub("-", clip(advice.brief.product or "", 30)).strip("-")
        stem = "-".join(part for part in ("kol", name, f"{self.today():%Y%m%d}") if part)
        caption = [
            texts("take.caption", brief=clip(brief_line(advice, texts), CAPTION)),
            fiction(listed(advice), texts),
        ]
        file = File(f"{stem}.{kind}", content, "\n".join(filter(None, caption)))
        return Turn.aside(ask.language, files=(file,))

    def _made(self, advice: Advice, texts: Texts, kind: str) -> bytes:
        if kind == "xlsx":
            return workbook.draw(advice, texts, self.today())
        return page.draw(advice, texts, self.today(), "pdf" if kind == "pdf" else "png")
