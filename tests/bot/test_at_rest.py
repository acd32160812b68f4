"""What lies on the disk and in the logs: ids and codes, never the words, names, contacts, tokens or keys of people."""

import json
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.app import Home
from bot.telegram.start import configure_log
from bot.terminal import Talk
from data.combine import combine
from data.databases import database_files
from data.importer import import_file
from data.inbox import Inbox, Taken
from data.intake import Upload
from data.kept import KEPT, unlisted
from data.pending import PendingImports
from data.rotation import sealed_columns, sealed_values
from data.schema import sets
from data.shares import Shares
from data.teams import TeamStore
from data.votes import Names
from tests.conftest import home_at
from tests.fakes.adviser import FakeAdviser
from tests.fakes.telegram.stage import Stage

ME = 700_001
# One for each place where somebody's words can come in; none of them is a word of ours.
PLANTED = ("Zwiebelkuchen", "qrstprodukt", "planted@example.com", "0987-654-321", "immer zu spaet", "Frau Zwetschge",
           "Teamname Xylophon", "geheimer Betreff")  # fmt: skip


@pytest.fixture
def lived(demo_folder: Path, tmp_path: Path) -> Iterator[Home]:
    """A home in which everything that is kept of people has been written once, and nothing folded or closed."""
    shutil.copytree(demo_folder, tmp_path / "home")
    home = home_at(tmp_path / "home")
    for steps in sets():
        home.store.migrate(steps)
    sheet = tmp_path / "kol.csv"
    for day in range(2):  # twice, so that the journal keeps what was replaced
        sheet.write_text(
            f"platform,handle,followers,contact,notes\nig,a,{day + 1},planted@example.com 0987-654-321,immer zu spaet\n"
            f"ig,b,{day + 1},x@example.com,geheimer Betreff\n"
        )
        import_file(home.roster, sheet)
    combine(home.roster, "instagram:a", "instagram:b")
    talk = Talk(home.chat, "en")
    for words in (
        "I sell Zwiebelkuchen qrstprodukt for $9, budget US$3k",
        "not Zwiebelkuchen style",
        "/cancel",
    ):
        talk.hear(words)
    Names(home.store, home.seal).note(ME, "Frau Zwetschge")
    team = TeamStore(home.store, home.seal).create("Teamname Xylophon", ME, "Frau Zwetschge")
    assert team.name == "Teamname Xylophon"
    Inbox(home.store, home.seal, "bot").take(
        [Taken(1, json.dumps({"text": "Zwiebelkuchen", "from": {"id": ME}}))]
    )
    shared = Shares(home.store, home.seal).make(ME, "en", json.dumps({"product": "qrstprodukt"}))
    assert shared.token
    PendingImports(home.roster).put(ME, Upload("Zwiebelkuchen.csv", b"geheimer Betreff"))
    yield home
    home.store.close()


def test_no_word_or_name_stands_in_any_file(lived: Home) -> None:
    files = [path for path in lived.options.home.rglob("*") if path.is_file()]
    assert any(path.name.endswith("-wal") and path.stat().st_size for path in files), (
        "the log must be looked at too"
    )
    for path in files:
        content = path.read_bytes()
        for word in PLANTED:
            for encoding in ("utf-8", "utf-16-le"):
                assert word.encode(encoding) not in content, (path.name, word)


def test_every_column_that_is_sealed_was_looked_at(lived: Home) -> None:
    """Or the search above would prove little."""
    with lived.store.snapshot():
        filled = {column for column, _ in sealed_values(lived.store)}
    assert filled == set(sealed_columns(lived.store))
    there = set(lived.store.table_names())
    assert {kept.table for kept in KEPT} <= there, "a table of data/kept.py that this test does not fill"
    assert unlisted(lived.store) == []


def test_a_person_of_all_that_is_forgotten_and_the_rest_stays(lived: Home) -> None:
    copy = json.dumps(lived.privacy.export(ME), ensure_ascii=False)
    assert all(word in copy for word in ("Frau Zwetschge", "qrstprodukt"))
    done = lived.privacy.forget(ME)
    assert done.left == {}
    assert {"names", "team_members", "shares", "pending_imports", "inbox"} <= done.removed.keys()
    assert lived.privacy.export(ME) == {}
    assert lived.roster.creator("instagram:a")


def test_the_key_is_in_no_file_of_the_home(lived: Home) -> None:
    (key,) = lived.seal.keys
    assert database_files(lived.options.home)
    for path in lived.options.home.rglob("*"):
        assert not path.is_file() or key.encode() not in path.read_bytes()


async def test_logs_hold_no_words_names_tokens_or_keys(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """At the lowest level, with a fault in the middle of a sentence: our events and those of every library."""
    configure_log("debug")
    caplog.set_level(logging.DEBUG)

    class Clumsy(FakeAdviser):
        def advise(self, *arguments: object) -> object:  # type: ignore[override]
            raise RuntimeError(f"cannot advise on {arguments}")

    with capture_logs() as events:
        async with Stage(tmp_path / "kol.db", Clumsy()) as stage:
            seller = stage.person("Frau Zwetschge", "en")
            await seller.say("I sell Zwiebelkuchen for $9")
            await seller.say("Zwiebelkuchen, $9, budget US$3k")
            await seller.correct("qrstprodukt, $9, budget US$4k")
            await seller.send("photo", "Zwiebelkuchen")
            await seller.say("/privacy")
            await seller.say("/promo Zwiebelkuchen")
            token = stage.api.token
    logged = "\n".join([*map(str, events), *(record.getMessage() for record in caplog.records), caplog.text])
    assert "telegram.fault" in logged, "the fault must have been logged"
    for secret in (*PLANTED, token, token.partition(":")[2], str(SecretStr(token).get_secret_value())):
        assert secret not in logged, secret
