"""Rosters by chat, as transcripts: the real sides, rosters and advisor in Telegram's Application over the fake.

Beside what script.py reads, ``! file NAME`` sends the rows below it as a file, ``! fixed`` sends the last file that
came from the bot again, with each ``| wrong => right`` put in. Files from the bot are on screen with 📎 and their text.
"""

from pathlib import Path

import pytest

from tests.bot.telegram.home import HomeStage
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.witness import Witness
from tests.transcripts.script import Deed, Transcript, check, read

FOLDER = Path(__file__).parent / "rosters"
ALL = [read(path) for path in sorted(FOLDER.glob("*.txt"))]
NAMES = {"zh-hant": "小安", "en": "Ann"}


@pytest.mark.parametrize("transcript", ALL, ids=lambda t: t.name)
async def test_in_telegram(transcript: Transcript, tmp_path: Path, witness: Witness) -> None:
    async with HomeStage(tmp_path / "home") as stage:
        seller = stage.person(NAMES[transcript.code], transcript.code)
        for deed in transcript.deeds:
            check(deed, await played(deed, seller), {})
    assert witness.faults() == []


async def played(deed: Deed, seller: Person) -> str:
    """Do one deed; what is on screen then that was not before, or was changed."""
    before = {m.id: (m.text, m.edits) for m in seller.seen}
    files = len(seller.received)
    match deed.does, deed.what.split(" ", 1):
        case "[", _:
            await seller.tap(deed.what)
        case "!", ["file", name]:
            await seller.send_file(name, "\n".join(deed.rows).encode())
        case "!", ["fixed"]:
            await seller.send_file(*corrected(deed, seller))
        case "!", ["forward"]:
            await seller.forward("\n".join(deed.rows))
        case _:
            await seller.say(deed.what)
    new = [m for m in seller.seen if before.get(m.id) != (m.text, m.edits)]
    shown = [line for m in new for line in (m.text, *m.labels)]
    for file in seller.received[files:]:
        shown += [f"📎 {file.name}", file.content.decode("utf-8-sig"), file.caption]
    return "\n".join(shown)


def corrected(deed: Deed, seller: Person) -> tuple[str, bytes]:
    """The last file from the bot with the corrections that somebody made in it."""
    file = seller.received[-1]
    text = file.content.decode("utf-8-sig")
    for row in deed.rows:
        wrong, _, right = row.partition(" => ")
        assert text.count(wrong) == 1, f"{wrong!r} stands {text.count(wrong)} times in\n{text}"
        text = text.replace(wrong, right)
    return file.name, text.encode("utf-8-sig")
