"""Several people at one brief, with the real advisor: in a group, by inline mode, and by a link."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.chat import Chat as Conversations
from bot.sharing import Sharing
from data.seal import Seal
from data.shares import Shares
from data.store import Store
from tests.fakes.telegram.chats import Chat, Message
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.stage import Stage
from tests.fakes.telegram.witness import Witness
from tests.transcripts.company import Deed, Transcript, transcripts


@pytest.fixture
async def stage(adviser: Advisor, tmp_path: Path, witness: Witness) -> AsyncIterator[Stage]:
    def sides(store: Store) -> tuple[Sharing]:
        def chat() -> Conversations:
            assert stage.chat
            return stage.chat

        return (Sharing(Shares(store, Seal()), chat),)

    stage = Stage(tmp_path / "kol.db", adviser, sides)
    async with stage:
        yield stage
    assert witness.faults() == []


class Company:
    """Everybody in a transcript: in the group, and in private with the bot."""

    def __init__(self, stage: Stage, code: str) -> None:
        self.stage, self.code = stage, code
        self.group = Chat(-100, "group", "團隊")
        self.members: dict[str, Person] = {}
        self.shared = ""

    def member(self, name: str) -> Person:
        if name not in self.members:
            number = len(self.members) + 1
            person = self.members[name] = self.stage.member(self.group, name, number)
            person.user.code = self.code
        return self.members[name]

    def private(self, name: str) -> Person:
        user = self.member(name).user
        return Person(self.stage.api, self.stage.settle, user, self.stage.api.chat(Chat(user.id)))

    async def do(self, deed: Deed) -> tuple[str, str | None]:
        """What can be read afterwards in the place where it was done, and the toast."""
        person, private = self.member(deed.who), self.private(deed.who)
        match deed.does:
            case ">":
                await person.say(deed.what)
            case "^":
                await person.say(deed.what, reply_to=self.card(person))
            case "[":
                return self.read(person), await person.tap(deed.what)
            case "?":
                offered = await person.ask_inline(deed.what)
                assert offered is not None, "nobody answered"
                texts = [
                    r["title"] + "\n" + r["input_message_content"]["message_text"] for r in offered.results
                ]
                return "\n".join([*texts, str((offered.button or {}).get("text", ""))]), None
            case "+":
                self.shared = await person.choose(int(deed.what) - 1)
                return shown([self.stage.api.inline[self.shared]]), None
            case "{":
                toast = await person.tap_inline(deed.what, self.shared)
                return shown([self.stage.api.inline[self.shared]]), toast
            case "@":
                link = self.stage.api.inline[self.shared].keyboard[-1][0]["url"]
                await private.say(f"/start {link.partition('start=')[2]}")
                return self.read(private), None
            case "(":
                toast = await private.tap(deed.what)
                return self.read(private), toast
        return self.read(person), None

    def card(self, person: Person) -> Message:
        """The newest card of the group, and not what somebody opened beside it."""
        return next(m for m in reversed(person.seen) if m.keyboard and "✖" not in "".join(m.labels))

    def read(self, person: Person) -> str:
        return shown(person.seen)


def shown(messages: list[Message]) -> str:
    return "\n".join("\n".join([m.text, *m.labels]) for m in messages)


@pytest.mark.parametrize("transcript", transcripts(), ids=lambda t: t.name)
async def test_with_several_people(transcript: Transcript, stage: Stage) -> None:
    company = Company(stage, transcript.code)
    for deed in transcript.deeds:
        screen, toast = await company.do(deed)
        if deed.does in "[":
            screen = company.read(company.member(deed.who))
        missing = [text for text in deed.shows if text not in screen]
        extra = [text for text in deed.hides if text in screen]
        told = f"line {deed.line} ({deed.who} {deed.does} {deed.what}): missing {missing}, unwanted {extra}"
        assert not missing and not extra, f"{told}\n{screen}"
        assert deed.toast is None or (toast and deed.toast in toast), f"{told}; the toast was {toast!r}"
        assert not stage.api.broken(), f"line {deed.line}: {stage.api.broken()}"
