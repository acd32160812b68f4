"""The same transcripts through Telegram's Application and the line protocol, with the demo roster."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from bot.advisor import Advisor
from bot.chat import Chat
from bot.terminal import run_json
from data.conversations import ConversationStore, Place
from data.seal import Seal
from data.store import connect
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.stage import Stage
from tests.fakes.telegram.witness import Witness
from tests.transcripts.script import Deed, Transcript, check, transcripts

ALL = transcripts()
SHARED = [t for t in ALL if t.is_for_all]


@pytest.mark.parametrize("transcript", ALL, ids=lambda t: t.name)
async def test_in_telegram(
    transcript: Transcript, adviser: Advisor, tmp_path: Path, witness: Witness
) -> None:
    async with Stage(tmp_path / "kol.db", adviser) as stage:
        seller = stage.person(code=transcript.code)
        for deed in transcript.deeds:
            await play(deed, stage, seller)
            assert len([m for m in seller.cards if not m.is_old]) <= 2, (
                f"line {deed.line}: cards are left over"
            )
    assert witness.faults() == []


async def play(deed: Deed, stage: Stage, seller: Person) -> None:
    """Do one deed and look at what it brought."""
    before, outdated = seller.chat.last_id, seller.card if seller.seen else None
    toast = None
    match deed.does, deed.what.split(" ", 2):
        case "[", _:
            toast = await seller.tap(deed.what)
        case "!", ["restart"]:
            await stage.restart()
        case "!", ["tap", "twice", label]:
            toast = await seller.tap(label, times=2)
        case "!", ["tap", "outdated", label]:
            await seller.say("/help")
            toast = await seller.tap(label, on=outdated)
        case "!", [kind]:
            await seller.send(kind)
        case _:
            await seller.say(deed.what)
    new = [m for m in seller.seen if m.id > before] or [seller.card]
    screen = "\n".join("\n".join([m.text, *m.labels]) for m in new)
    check(deed, screen, brief_of(stage, seller))
    assert deed.toast is None or (toast and deed.toast in toast), f"line {deed.line}: the toast was {toast!r}"


def brief_of(stage: Stage, seller: Person) -> dict[str, Any]:
    assert stage.store
    saved = ConversationStore(stage.store, Seal()).current(Place(seller.chat.id, 0, seller.user.id))
    return saved.brief.model_dump(mode="json") if saved else {}


@pytest.mark.parametrize("transcript", SHARED, ids=lambda t: t.name)
def test_in_the_terminal(transcript: Transcript, adviser: Advisor, tmp_path: Path) -> None:
    store, out = connect(tmp_path / "kol.db"), io.StringIO()
    language = {"en": "en-US", "zh-hant": "zh-Hant"}[transcript.code]  # of the terminal, not asked for
    lines = [f"/tap {deed.what}" if deed.does == "[" else deed.what for deed in transcript.deeds]
    run_json(Chat(ConversationStore(store, Seal()), lambda _: adviser), language, lines, out)
    store.conn.close()
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    for deed, answer in zip(transcript.deeds, answers, strict=True):
        check(deed, shown(answer), answer["brief"])


def shown(answer: dict[str, Any]) -> str:
    """All that a line of JSON puts on screen."""
    said = []
    for message in answer["messages"]:
        said += [message["text"], *(label for row in message["buttons"] for label in row)]
    return "\n".join(said)
