"""An operator's way to Milvus and back, with the demo roster on a real server over TCP."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.app import Home, open_home
from bot.housekeeping import jobs_of
from data.importer import import_files
from data.seal import PREFIX
from retrieval.milvus_client import Access, MilvusProblem, Server
from tests.conftest import home_at, shipped_encoder

OWN = "name,platform,handle,followers,content,region,contact\n小花,instagram,xiaohua,12000,手作肥皂,TW,hua@example.com\n"
BRIEF = "手工皂 280 預算 3萬"

cli.mount()


@pytest.fixture(autouse=True)
def _settings(
    home: Home, milvus: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    collection = request.node.originalname
    settings = {
        "HOME": str(home.options.home),
        "INDEX": milvus,
        "INDEX_KIND": "FLAT",
        "INDEX_COLLECTION": collection,
    }
    monkeypatch.setattr("retrieval.encoder.load", lambda _: shipped_encoder())  # once for all commands
    for name, value in settings.items():
        monkeypatch.setenv(f"KOL_{name}", value)


def run(*arguments: object, status: int = 0) -> Any:
    result = CliRunner().invoke(cli.app, [str(argument) for argument in arguments])
    assert result.exit_code == status, (result.output, result.exception)
    return result


def test_advice_is_the_same_from_milvus_and_from_here(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    loaded = json.loads(run("index", "load", "--json").stdout)
    assert loaded == {"creators": 520, "channels": 694, "resumed": 0, "refused": [], "unread_rows": 0}
    assert "694 channels on http://127.0.0.1:" in run("index", "check").stdout
    remote = [
        run("advise", brief, "--json").stdout for brief in (BRIEF, "mechanical keyboard 3000 預算 10萬")
    ]
    run("index", "export", tmp_path / "remote.csv")
    monkeypatch.delenv("KOL_INDEX")
    assert remote == [
        run("advise", brief, "--json").stdout for brief in (BRIEF, "mechanical keyboard 3000 預算 10萬")
    ]
    run("roster", "export", tmp_path / "local.csv")
    assert (tmp_path / "remote.csv").read_bytes() == (tmp_path / "local.csv").read_bytes()


def test_a_file_is_loaded_without_the_local_roster(tmp_path: Path, home: Home) -> None:
    sheet = tmp_path / "own.csv"
    sheet.write_text(OWN + "壞,instagram,bad,-3,x,TW,\n", encoding="utf-8")
    ran = run("index", "load", sheet, status=1)
    assert ran.stdout.startswith("1 creators with 1 channels sent to http://127.0.0.1")
    assert "1 rows were not read: see roster import --dry-run" in ran.stderr
    found = json.loads(run("advise", BRIEF, "--json").stdout)["creators"]
    assert [(creator["name"], creator["demo"]) for creator in found] == [("小花", False)]
    assert not home.roster.has_own()
    refused = run("index", "load", status=1)
    assert "the roster in KOL_HOME has demo creators only, and Milvus real ones" in refused.stderr


def test_personal_fields_lie_sealed_on_the_server(tmp_path: Path, milvus: str) -> None:
    sheet = tmp_path / "own.csv"
    sheet.write_text(OWN, encoding="utf-8")
    run("index", "load", sheet)
    server = Server(Access(milvus))
    (row,) = server.some("test_personal_fields_lie_sealed_on_the_server", 'row != ""', ("person",))
    assert json.loads(row["person"])["contact"].startswith(PREFIX)
    assert "hua@example.com" not in row["person"]
    server.close()
    run("index", "export", tmp_path / "out.csv")
    assert "hua@example.com" in (tmp_path / "out.csv").read_text("utf-8-sig")
    assert "nowhere/out.csv cannot be written (No such file or directory)" in (
        run("index", "export", tmp_path / "nowhere" / "out.csv", status=1).stderr
    )


def test_changes_of_the_roster_follow(tmp_path: Path) -> None:
    sheet = tmp_path / "own.csv"
    sheet.write_text(OWN, encoding="utf-8")
    assert "For advice bring it to Milvus: kol-advisor index load" in run("roster", "import", sheet).stderr
    assert run("index", "load").stdout.startswith("1 creators")
    assert run("index", "load").stdout.startswith("0 creators")
    assert changed_in_the_chat(tmp_path) == 1
    assert (
        "1 creators removed: instagram:xiaohua"
        in run("index", "delete", "instagram:xiaohua", "nobody").stdout
    )
    assert "none of these creators is there" in run("index", "delete", "instagram:xiaohua", status=1).stderr
    assert "is empty. Run: kol-advisor index load" in run("index", "check", status=1).stderr
    assert run("index", "load", "--again").stdout.startswith("1 creators")


def changed_in_the_chat(folder: Path) -> int:
    """How many creators the bot's own housekeeping sends after a change that did not come from a command."""
    home = open_home()
    (folder / "more.csv").write_text(OWN.replace("12000", "13000"), encoding="utf-8")
    import_files(home.roster, [folder / "more.csv"])
    (job,) = [job for job in jobs_of(home) if job.name == "index"]
    sent = job.work()
    assert job.work() == 0
    assert isinstance(sent, int)
    return sent


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    assert "nothing.csv cannot be read" in run("index", "load", tmp_path / "nothing.csv", status=1).stderr


def test_what_only_the_local_index_has_is_refused_in_a_word(tmp_path: Path) -> None:
    sheet = tmp_path / "own.csv"
    sheet.write_text(OWN, encoding="utf-8")
    run("index", "load", sheet)
    assert "Run: kol-advisor index load" in run("index", "build", status=1).stderr


def test_doctor_says_where_the_roster_is(monkeypatch: pytest.MonkeyPatch) -> None:
    findings = {f["part"]: f for f in json.loads(run("doctor", "--json", status=1).stdout)}
    assert "the common roster is on http://127.0.0.1:" in findings["settings"]["says"]
    assert findings["index"]["ok"] is False
    assert "Make it: kol-advisor index load" in findings["index"]["says"]
    monkeypatch.setenv("KOL_INDEX", "milvus")
    findings = {f["part"]: f for f in json.loads(run("doctor", "--json", status=1).stdout)}
    assert "expected faiss or an address such as http://milvus:19530" in findings["settings"]["says"]


def test_the_commands_need_a_server(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Through the console script, which turns what is expected to go wrong into one line."""
    for value, says in (("faiss", "KOL_INDEX is faiss"), ("http://127.0.0.1:1", "did not connect in time")):
        monkeypatch.setenv("KOL_INDEX", value)
        with pytest.raises(SystemExit) as ended:
            cli.main(args=["index", "load"])
        assert ended.value.code == 1
        assert says in capsys.readouterr().err


def test_a_start_before_the_server_is_no_lasting_harm(home: Home, milvus: str) -> None:
    """Advice is refused while the server is away, and given once it is there."""
    away = home_at(home.options.home)
    away.options = home.options.model_copy(update={"index": "http://127.0.0.1:1"})
    with pytest.raises(MilvusProblem):
        away.common.classify("soap")
    away.options = home.options.model_copy(
        update={"index": milvus, "index_collection": "late", "index_kind": "FLAT"}
    )
    with pytest.raises(MilvusProblem, match="has no collection late"):
        away.common.classify("soap")
    away.options = home.options
    assert away.common.classify("soap")
