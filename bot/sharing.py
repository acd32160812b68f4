"""Sharing an answer: frozen as it was, opened by a link, looked at by whoever has the link, continued as one's own.

What a link opens is told to nobody who may not open it: unknown, expired, revoked and another team's look the same.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from bot import company, taps
from bot.authority import SHARED_ACCOUNTS
from bot.chat import Chat
from bot.conversation import Stage, View
from bot.links import Kind, Payload, deep_link
from bot.screens import card, words
from bot.screens.screen import Button, Screen, Tap, bold, esc
from bot.sharing_screens import AREA, Card, Snapshot, below, card_of
from bot.showing import NotFound, Showing
from bot.sides import Aside, Ask
from bot.stage import as_listed, listed
from bot.taps import UnknownTap
from bot.texts import Texts
from bot.turn import Turn
from bot.votes import Cast
from data.conversations import Place, Saved
from data.shares import Copy, Share, Shares
from knowledge.answer import Advice


class Teams(NamedTuple):
    """What sharing has to know of teams: whose roster a place uses, and who may read it."""

    team_of: Callable[[Place], str | None] = lambda place: None
    may_read: Callable[[str, int], bool] = lambda team, user: False


class Sharing(Aside):
    """The dialogue about shared answers: /share makes a link, /shares lists and revokes them."""

    area = AREA
    commands = frozenset({"share", "shares"})
    link = Kind.SHARE

    def __init__(self, shares: Shares, chat_of: Callable[[], Chat], teams: Teams | None = None) -> None:
        self.shares, self.chat_of, self.teams = shares, chat_of, teams or Teams()

    def command(self, ask: Ask, name: str, argument: str) -> Turn:
        if name == "shares":
            return Turn.aside(ask.language, self._list(ask))
        saved = self.chat_of().store.at_hand(ask.place)
        advice = self._advice(saved) if saved else None
        if saved is None or advice is None:
            return self._say(ask, "share.nothing")
        if not self.may_share(saved, ask.place.user):
            return self._say(ask, "share.not_yours")
        share = self.freeze(ask.place.user, saved, advice)
        return Turn.aside(ask.language, self._made(ask, share))

    def tap(self, ask: Ask, slot: str, value: str) -> Turn:
        name, _, rest = value.partition(".")
        match slot:
            case "see":
                return self._see(ask, name, rest)
            case "take":
                return self._take(ask, name)
            case "end":
                return self._end(ask, name)
        raise UnknownTap(f"no button of sharing sets {slot!r}")

    def arrived(self, ask: Ask, payload: Payload) -> Turn:
        """Somebody opened a link. In private only: what a bot says in a group, all of them read."""
        share = None
        if ask.is_private:
            share = self.shares.opened(payload.token, ask.place.user, self.teams.may_read)
        return self._show(ask, share, "page", "1") if share else self._say(ask, "share.void")

    def freeze(self, owner: int, saved: Saved, advice: Advice, *, is_sent: bool = True) -> Share:
        """Share a brief's answer as it is now. Its votes are the brief's own."""
        conversation = self._showing.load(saved)
        content = Snapshot(advice=advice, view=_kept(conversation.view)).model_dump_json()
        team = self.teams.team_of(saved.place)
        language = conversation.language
        return self.shares.make(owner, language, content, subject=saved.id, team=team, is_sent=is_sent)

    def may_share(self, saved: Saved, user: int) -> bool:
        """A brief is shared by its asker, and by those of the group who have taken part in it.

        What was made on a team's roster, by its members alone: who only reads along in its group takes nothing out.
        """
        team = self.teams.team_of(saved.place)
        if team is not None and not self.teams.may_read(team, user):
            return False
        return saved.place.user == user or (
            saved.place.is_group
            and user not in SHARED_ACCOUNTS
            and self.chat_of().poll.votes.voted(saved.id, user)
        )

    def cards(self, share: Share, numbers: Iterable[int], bot: str) -> list[tuple[Card, Screen]]:
        """Shared cards as they look now, with the votes as they stand; 0 is the plan. Raises IndexError."""
        texts, snapshot = Texts(share.language), Snapshot.model_validate_json(share.content)
        link, tally = (
            deep_link(bot, Payload(Kind.SHARE, share.token)),
            self.chat_of().poll.tally(share.subject),
        )
        shown = [(n, card_of(snapshot, n, share.made.date(), bot, texts)) for n in numbers]
        return [(card, below(card, f"{share.id}.{n}.", tally, link, texts)) for n, card in shown]

    def card(self, share: Share, which: int, bot: str) -> tuple[Card, Screen]:
        """One of them."""
        return self.cards(share, [which], bot)[0]

    def voted(self, ask: Ask, value: str, tap: str, inline_message: str) -> Cast:
        """A vote on a shared card in some chat. Raises NotFound where it is shared no more, or UnknownTap."""
        name, which, ballot = (*value.split(".", 2), "", "")[:3]
        share = self.shares.of(name)
        if share is None:
            raise NotFound("shared no more")
        picks, user = listed(Snapshot.model_validate_json(share.content).advice), ask.place.user
        texts, poll = Texts(ask.language), self.chat_of().poll
        try:
            # Telegram tells of a card that was sent only where feedback is on; else its first vote does.
            self.shares.sent(Copy(inline_message, int(which), share.id))
            return poll.cast(share.subject, picks, ballot, user, ask.name, tap, texts)
        except (LookupError, ValueError) as error:
            raise UnknownTap("no shared card has this vote") from error

    @property
    def _showing(self) -> Showing:
        return self.chat_of().showing

    def _advice(self, saved: Saved) -> Advice | None:
        return self._showing.advice(self._showing.load(saved), saved.place)

    def _see(self, ask: Ask, name: str, rest: str) -> Turn:
        share = None
        if ask.is_private:  # nowhere else is such a button shown
            share = self.shares.read(name, ask.place.user, self.teams.may_read)
        if share is None:
            return self._say(ask, "share.void")
        slot, _, value = rest.partition(".")
        if not company.only_shows(slot, value):
            raise UnknownTap(f"a shared answer does not open {slot!r}")
        return self._show(ask, share, slot, value)

    def _show(self, ask: Ask, share: Share, slot: str, value: str) -> Turn:
        """A page of a frozen answer; its buttons look around in it, and in nothing else."""
        texts, snapshot = Texts(share.language), Snapshot.model_validate_json(share.content)
        conversation = snapshot.conversation(share.id, share.language)
        step = taps.tapped(conversation, slot, value, Stage(as_listed(snapshot.advice)))
        title = esc(texts("share.frozen", day=texts.day(share.made.date())))
        notes = [f"<i>{title}</i>", *(words.note(texts, note) for note in step.notes)]
        screen = card.draw(step.conversation, snapshot.advice, texts, notes)
        screen = company.for_onlookers(screen, step.conversation, Tap(AREA, "see", f"{share.id}."))
        kept = (tuple(b for b in row if not _opens_choices(b)) for row in screen.buttons)
        rows = tuple(row for row in kept if row)
        take = Button(Texts(ask.language)("button.take"), Tap(AREA, "take", share.id))
        return Turn.aside(ask.language, Screen(screen.html, (*rows, (take,))))

    def _take(self, ask: Ask, name: str) -> Turn:
        """A brief of one's own from a shared one; the shared one stays as it is."""
        share = self.shares.read(name, ask.place.user, self.teams.may_read)
        if share is None:
            return self._say(ask, "share.void")
        brief = Snapshot.model_validate_json(share.content).advice.brief
        return self.chat_of().adopt(ask.place, brief, ask.language)

    def _end(self, ask: Ask, name: str) -> Turn:
        gone = self.shares.revoke(name, ask.place.user)
        toast = Texts(ask.language)("share.revoked" if gone else "share.void")
        return Turn.aside(ask.language, self._list(ask), toast=toast)

    def _made(self, ask: Ask, share: Share) -> Screen:
        texts, payload = Texts(ask.language), Payload(Kind.SHARE, share.token)
        address = deep_link(ask.bot, payload) if ask.bot else f"/start {payload}"
        topic = esc(company.topic(Snapshot.model_validate_json(share.content).advice.brief, texts))
        days = round(self.shares.life.total_seconds() / 86_400)
        text = (
            f"{bold(texts('share.link'))}\n{topic}\n\n{esc(address)}\n\n{esc(texts('share.lasts', n=days))}"
        )
        copy = Button(texts("button.copy_link"), copy=address)
        end = Button(texts("button.revoke"), Tap(AREA, "end", share.id))
        return Screen(text, ((copy, end),))

    def _list(self, ask: Ask) -> Screen:
        texts, shares = Texts(ask.language), self.shares.made_by(ask.place.user)
        if not shares:
            return Screen(esc(texts("share.none")))
        lines, rows = [bold(texts("share.list"))], []
        for n, share in enumerate(shares, 1):
            brief = Snapshot.model_validate_json(share.content).advice.brief
            lines.append(f"{n}. {esc(texts.day(share.made.date()))} {esc(company.topic(brief, texts))}")
            rows.append((Button(texts("button.revoke_n", n=n), Tap(AREA, "end", share.id)),))
        return Screen("\n".join(lines), tuple(rows))

    def _say(self, ask: Ask, key: str) -> Turn:
        return Turn.aside(ask.language, Screen(esc(Texts(ask.language)(key))))


def _kept(view: View) -> View:
    """Of the view, what the answer was made with."""
    return View(margin=view.margin, assumed=view.assumed)


def _opens_choices(button: Button) -> bool:
    """Other plans are solved anew, and so are no part of a frozen answer."""
    return bool(button.tap and button.tap.value.endswith(".show.choices"))
