"""Commands: one JSON document on stdout, problems as one line on stderr, exit status by contract."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from bot import cli
from bot.app import Home
from knowledge.models import Brief

cli.mount()
runner = CliRunner()


@pytest.fixture(autouse=True)
def _home(home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KOL_HOME", str(home.options.home))
    monkeypatch.chdir(tmp_path)


def run(*arguments: str, status: int = 0, stdin: str = "") -> Any:
    result = runner.invoke(cli.app, list(arguments), input=stdin)
    assert result.exit_code == status, result.output
    return result


def test_every_command_explains_itself_in_a_line() -> None:
    for command in (
        ["chat"],
        ["advise"],
        ["bot"],
        ["doctor"],
        ["schema"],
        ["roster"],
        ["roster", "import"],
        ["index", "build"],
        ["bench"],
    ):
        assert run(*command, "--help").stdout.strip()


def test_advise_answers_one_brief() -> None:
    answer = json.loads(run("advise", "手工皂 280 預算 3萬", "--json").stdout)
    assert answer["brief"]["product"] == "手工皂"
    assert answer["creators"] and answer["creators"][0]["demo"] is True
    assert run("advise", "手工皂 280 預算 3萬").stdout.startswith("🎯 手工皂")


def test_advise_names_what_is_missing() -> None:
    answer = json.loads(run("advise", "handmade soap", "--json", "--lang", "en").stdout)
    assert answer["brief"]["budget"] is None and answer["plan"]["total"] is None
    assert any("budget" in note["code"] for note in answer["notes"])


def test_advise_without_a_product_exits_1_and_says_so() -> None:
    result = run("advise", "budget 30k", "--lang", "en", status=1)
    assert result.stdout == ""
    assert "no product" in result.stderr


@pytest.mark.parametrize(
    "arguments", [["advise"], ["advise", "x", "--lang", "fr"], ["schema", "person"], ["nothing"]]
)
def test_wrong_usage_exits_2(arguments: list[str]) -> None:
    run(*arguments, status=2)


@pytest.mark.parametrize("shape", ["brief", "advice", "creator"])
def test_schemas_are_schemas(shape: str) -> None:
    Draft202012Validator.check_schema(json.loads(run("schema", shape).stdout))


def test_the_brief_schema_takes_what_briefs_print() -> None:
    schema = json.loads(run("schema", "brief").stdout)
    assert list(Draft202012Validator(schema).iter_errors(Brief(product="x").model_dump(mode="json"))) == []
    assert list(Draft202012Validator(schema).iter_errors({"product": 5}))


def test_chat_reads_a_line_a_turn() -> None:
    lines = run("chat", "--json", "--lang", "zh-TW", stdin="手工皂 280\n預算 3萬\n").stdout.splitlines()
    assert [json.loads(line)["advice"] is None for line in lines] == [True, False]


def test_export_writes_ones_own_creators_once_there_are_any(tmp_path: Path) -> None:
    assert "單眼皮阿芝" in run("roster", "export").stdout
    file = tmp_path / "mine.csv"
    file.write_text("名稱,平台,帳號,粉絲數,報價_開箱\n阿濤,YouTube,tao,2.5萬,8000-12000\n", "utf-8")
    assert json.loads(run("roster", "import", str(file), "--json").stdout)
    exported = run("roster", "export").stdout
    assert "單眼皮阿芝" not in exported and "阿濤" in exported
    again = tmp_path / "again.csv"
    again.write_text(exported, "utf-8")
    (report,) = json.loads(run("roster", "import", str(again), "--json").stdout)["files"]
    assert (report["added"], report["changed"], report["refused"], len(report["unchanged"])) == (
        [],
        [],
        [],
        1,
    )


def test_index_build_then_check() -> None:
    built = json.loads(run("index", "build", "--json").stdout)
    assert built["channels"] > 600 and built["encoded"] == 0  # this home was indexed before
    assert "all encoded" in run("index", "check").stdout


def test_index_check_tells_when_it_is_stale(home: Home) -> None:
    next((home.options.home / "index" / "common").glob("*.segment")).write_bytes(b"damaged")
    result = run("index", "check", status=1)
    assert "kol-advisor index build" in result.stderr
    run("index", "build")
    run("index", "check")


def test_doctor_finds_a_sound_home_sound() -> None:
    findings = json.loads(run("doctor", "--json").stdout)
    assert {finding["part"] for finding in findings} == {
        "settings",
        "disk",
        "database",
        "key",
        "backup",
        "encoder",
        "index",
        "token",
    }
    assert all(finding["ok"] for finding in findings)


def test_doctor_names_what_is_wrong(home: Home) -> None:
    home.store.close()
    home.store.path.write_bytes(b"this is no database" * 100)
    findings = {f["part"]: f for f in json.loads(run("doctor", "--json", status=1).stdout)}
    assert not findings["database"]["ok"] and findings["encoder"]["ok"]
    assert "backup" in findings["database"]["says"]


def test_the_bot_without_a_token_says_what_to_do() -> None:
    assert "KOL_TELEGRAM_TOKEN" in run("bot", status=1).stderr


def test_a_stray_byte_does_not_end_a_conversation() -> None:
    """Piped text in another encoding once ended `chat --json` with a traceback."""
    result = runner.invoke(cli.app, ["chat", "--json", "--lang", "en"], input=b"/help \xff\xfe\nhello\n")
    assert result.exit_code == 0, result.output
    assert len(result.stdout.splitlines()) == 2
