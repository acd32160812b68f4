"""`kol-advisor bot` on a Milvus roster: advice from there, and one process per bot, on however many machines."""

import shutil
import signal
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.milvus import open_index
from bot.telegram.start import _taken
from data.lease import LeaseHeld
from tests.bot.telegram.test_process import PATIENCE, newest, wait_for
from tests.conftest import home_at
from tests.fakes.telegram.chats import Chat, User
from tests.fakes.telegram.http import serving
from tests.fakes.telegram.server import TOKEN, BotApi
from tests.retrieval.contract import named
from tests.soak.process import bot


class Right:
    """A lease that is free, or not."""

    def __init__(self, is_free: bool = True) -> None:
        self.is_free, self.seen = is_free, list[str]()

    def take(self) -> None:
        if not self.is_free:
            raise LeaseHeld("somebody else")
        self.seen.append("taken")

    def beat(self) -> None:
        self.seen.append("beaten")

    def give_back(self) -> None:
        self.seen.append("given back")


def test_all_rights_are_taken_or_none() -> None:
    first, second = Right(), Right()
    with _taken([first, second]):
        assert (first.seen, second.seen) == (["taken"], ["taken"])
    assert (first.seen, second.seen) == (["taken", "given back"], ["taken", "given back"])
    again = Right()
    with pytest.raises(LeaseHeld):
        _taken([again, Right(is_free=False)])
    assert again.seen == ["taken", "given back"]


def test_a_second_machine_is_refused_and_the_first_answers_from_milvus(
    demo_folder: Path, tmp_path: Path, milvus: str
) -> None:
    homes = [shutil.copytree(demo_folder, tmp_path / name) for name in ("here", "there")]
    settings = {"index": milvus, "index_collection": "bots", "index_kind": "FLAT"}
    home = home_at(homes[0])
    home.options = home.options.model_copy(update={**settings, "index_shards": 1})
    index = open_index(home.options, home.meaning.encoder, home.seal, create=True)
    index.upsert([named(1, "手工皂 香皂 保養", "皂娘阿滿")])
    index.close()
    api, user = BotApi(), User(7001, "小美")
    chat = api.chat(Chat(user.id))
    with ExitStack() as both:
        server = both.enter_context(serving(api))
        variables = {"telegram_token": TOKEN, "telegram_base_url": server.base_url, **settings}
        first = both.enter_context(bot(homes[0], **variables))
        wait_for(lambda: api.allowed, first)
        with bot(homes[1], **variables) as second:
            out, said = second.communicate(timeout=PATIENCE)
        assert second.returncode == 1 and out == ""
        assert "this bot is served already, by a process on" in said and "Traceback" not in said
        api.message(chat, user, "手工皂 280 預算 3萬")
        wait_for(lambda: "皂娘阿滿" in newest(chat), first)
        first.send_signal(signal.SIGTERM)
        first.communicate(timeout=PATIENCE)
    assert first.returncode == 0
