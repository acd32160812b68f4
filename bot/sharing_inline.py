"""Inline mode: words after our name in any chat become cards to send: the plan, and each creator by itself."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.chat import TEXT_CAP, Chat
from bot.conversation import Conversation, Stage, View
from bot.dialog import said
from bot.screens.screen import Screen
from bot.sharing import Sharing
from bot.sharing_screens import Snapshot
from bot.showing import SHARE
from bot.stage import listed
from bot.texts import Texts, written_in
from data.conversations import Place, Saved
from data.shares import Copy, Share
from knowledge.answer import Advice

PAGE = 10  # cards at a time; Telegram allows 50


class Card(NamedTuple):
    """A card to choose from: ``id`` tells which one was sent."""

    id: str
    title: str
    line: str
    screen: Screen


class Offer(NamedTuple):
    """What is offered for a query. ``next`` is the offset of the next page; ``prompt`` what to do where there is none."""

    cards: Sequence[Card] = ()
    next: str = ""
    prompt: str = ""


class Asking(NamedTuple):
    """An inline query: who asks what, which page, in the language of their app; ``bot`` is our username."""

    user: int
    code: str | None
    words: str
    offset: str
    bot: str


class Inline:
    """Answers inline queries on the roster that the asking person uses in private. Blocking."""

    def __init__(self, sharing: Sharing) -> None:
        self.sharing = sharing

    @property
    def chat(self) -> Chat:
        return self.sharing.chat_of()

    def offer(self, asking: Asking) -> Offer:
        """Cards for a query; without a product in it, a prompt to begin in the chat with us."""
        page = self._page(asking.offset)
        share = self._earlier(asking) or self._frozen(asking)
        if share is None:
            place = Place(asking.user, 0, asking.user)
            return Offer(prompt=Texts(self.chat.language(place, asking.code))("inline.begin"))
        many = 1 + len(listed(Snapshot.model_validate_json(share.content).advice))
        numbers = range(page, min(page + PAGE, many))
        more = f"{share.id}.{page + PAGE}" if page + PAGE < many else ""
        shown = zip(numbers, self.sharing.cards(share, numbers, asking.bot), strict=True)
        return Offer([Card(f"{share.id}.{n}", c.title, c.line, screen) for n, (c, screen) in shown], more)

    def answered(self, user: int, code: str | None, words: str) -> Share | None:
        """The same for one message at once, as guest mode asks: the plan, frozen; None without a product."""
        return self._of_words(Place(user, 0, user), code, words, is_sent=True)

    def chosen(self, result: str, inline_message: str) -> str | None:
        """A card was sent, and Telegram tells which; what is voted on there, None where it is no card of ours."""
        share_id, _, which = result.partition(".")
        share = self.sharing.shares.of(share_id)
        if share is None or not which.isdecimal():
            return None
        self.sharing.shares.sent(Copy(inline_message, int(which), share_id))
        return share.subject

    def screen(self, share: Share, which: int, bot: str) -> Screen:
        """A shared card as it looks now."""
        return self.sharing.card(share, which, bot)[1]

    def _page(self, offset: str) -> int:
        number = offset.rpartition(".")[2]
        return int(number) if number.isdecimal() and len(number) < 4 else 0

    def _earlier(self, asking: Asking) -> Share | None:
        """The answer whose next page is asked for, where it is this person's."""
        share = self.sharing.shares.of(asking.offset.partition(".")[0]) if asking.offset else None
        return share if share and share.owner == asking.user else None

    def _frozen(self, asking: Asking) -> Share | None:
        """``#brief`` shares a brief, nothing at all the newest one; all else but a command is a brief in words."""
        place, words = Place(asking.user, 0, asking.user), asking.words.strip()
        if words.startswith(SHARE):
            return self._of_brief(self.chat.store.load(words.removeprefix(SHARE)), asking.user)
        if not words:
            return self._of_brief(self.chat.store.current(place), asking.user)
        return None if words.startswith("/") else self._of_words(place, asking.code, words, is_sent=False)

    def _of_brief(self, saved: Saved | None, user: int) -> Share | None:
        if saved is None or not self.sharing.may_share(saved, user):
            return None
        showing = self.chat.showing
        advice = showing.advice(showing.load(saved), saved.place)
        return self.sharing.freeze(user, saved, advice, is_sent=False) if advice else None

    def _of_words(self, place: Place, code: str | None, words: str, *, is_sent: bool) -> Share | None:
        conversation = self._understood(place, code, words)
        if conversation.brief.product is None:
            return None
        advice: Advice = self.chat.adviser_of(place).advise(
            conversation.brief, conversation.language, conversation.view
        )
        content = Snapshot(advice=advice).model_dump_json()
        team, language = self.sharing.teams.team_of(place), conversation.language
        return self.sharing.shares.make(place.user, language, content, team=team, is_sent=is_sent)

    def _understood(self, place: Place, code: str | None, words: str) -> Conversation:
        """What a query says, with what it lacks left open: nobody can be asked."""
        conversation = self.chat.fresh(place, code)
        if not self.chat.chosen_language(place):
            language = written_in(words, plainly=code is not None) or conversation.language
            conversation = conversation.model_copy(update={"language": language})
        stage = Stage((), self.chat.adviser_of(place).classify)
        heard = said(conversation, words[:TEXT_CAP], stage).conversation
        return heard.model_copy(update={"view": View(unknown=tuple(heard.brief.missing))})
