"""``kol-advisor …``: every command in one place, each a few lines around the part that does the work."""

import json
import logging
import os
import sys
from enum import StrEnum
from io import TextIOWrapper
from typing import Annotated, Any, NoReturn

import typer

from bot.languages import LANGUAGES

app = typer.Typer(
    help="Find creators (KOLs), platforms and a plan for a product and a budget.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
index = typer.Typer(help="Build and check the style index.", no_args_is_help=True)
bench = typer.Typer(help="Measure this installation beside its peers.", no_args_is_help=True)
app.add_typer(index, name="index")
app.add_typer(bench, name="bench")


class Shape(StrEnum):
    BRIEF = "brief"
    ADVICE = "advice"
    CREATOR = "creator"


def _language(tag: str | None) -> str | None:
    """A language we have, else wrong usage."""
    if tag is not None and tag not in LANGUAGES:
        raise typer.BadParameter(f"no language {tag!r}; expected one of {', '.join(LANGUAGES)}")
    return tag


Json = Annotated[bool, typer.Option("--json", help="Print JSON on stdout and nothing else there.")]
Language = Annotated[
    str | None,
    typer.Option("--lang", help="Language of the answers.", metavar="|".join(LANGUAGES), callback=_language),
]


def refuse(problem: object) -> NoReturn:
    """One line on stderr, exit status 1."""
    typer.echo(f"kol-advisor: {problem}", err=True)
    raise typer.Exit(1)


@app.command()
def chat(as_json: Json = False, lang: Language = None) -> None:
    """Talk to the advisor in this terminal; with --json, a line in and a line of JSON out."""
    from rich.console import Console

    from bot import terminal
    from bot.app import open_home

    home = open_home()
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a stray byte is no reason to end a conversation
    if as_json:
        terminal.run_json(home.chat, lang, sys.stdin, sys.stdout)
    else:
        terminal.run(home.chat, lang or _terminal_language(), Console())


@app.command()
def advise(text: str, as_json: Json = False, lang: Language = None) -> None:
    """Answer one brief in one go: TEXT says what is sold, its price and the budget."""
    from bot.app import open_home
    from bot.once import Unadvisable, advise_once

    try:
        answer = advise_once(open_home().advisor, text, lang)
    except Unadvisable as problem:
        refuse(problem)
    typer.echo(answer.advice.model_dump_json() if as_json else answer.text)


@app.command()
def bot() -> None:
    """Serve Telegram: by polling, or as a webhook where KOL_WEBHOOK_URL is set."""
    from bot.app import open_home
    from bot.housekeeping import checks_of, jobs_of
    from bot.milvus import claims_of
    from bot.telegram import CannotStart, run

    home = open_home()
    home.lasting = True
    try:
        run(home.options, home.chat, jobs_of(home), checks_of(home), claims_of(home))
    except CannotStart as problem:
        refuse(problem)


@app.command()
def doctor(as_json: Json = False) -> None:
    """Check settings, database, index, encoder, token and disk: what is wrong and what to do."""
    from bot.doctor import examine

    findings = examine()
    if as_json:
        typer.echo(json.dumps([finding._asdict() for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            typer.echo(f"{'ok  ' if finding.ok else 'FAIL'} {finding.part}: {finding.says}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


@app.command()
def schema(shape: Shape) -> None:
    """Print the JSON Schema of a brief, an advice or a creator."""
    from pydantic import BaseModel

    from knowledge.answer import Advice
    from knowledge.models import Brief, Creator

    models: dict[Shape, type[BaseModel]] = {
        Shape.BRIEF: Brief,
        Shape.ADVICE: Advice,
        Shape.CREATOR: Creator,
    }
    typer.echo(
        json.dumps(models[shape].model_json_schema(mode="serialization"), ensure_ascii=False, indent=2)
    )


@index.command()
def build(as_json: Json = False) -> None:
    """Encode what changed in the roster and swap the new index in."""
    from bot.app import open_home
    from bot.bar import bar
    from retrieval.index import LocalIndex

    index = open_home().advisor.index
    if not isinstance(index, LocalIndex):
        refuse("KOL_INDEX names Milvus, which keeps its own index. Run: kol-advisor index load")
    with bar("Encoding", as_json) as progress:
        built = index.build(progress)
    if as_json:
        typer.echo(json.dumps(built._asdict()))
    else:
        typer.echo(f"{built.channels:,} channels indexed, {built.encoded:,} newly encoded")


@index.command()
def check() -> None:
    """Tell whether the index on disk belongs to this encoder and this roster; exit status 1 when it does not."""
    from bot.app import open_home
    from bot.doctor import index_finding

    finding = index_finding(open_home())
    if not finding.ok:
        refuse(finding.says)
    typer.echo(finding.says)


def _terminal_language() -> str | None:
    """The language of the terminal's locale, None for one that names none."""
    code = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return None if code in {"", "C", "POSIX"} or code.startswith("C.") else code


def mount() -> None:
    """Commands whose code lives beside the part they work on."""
    from bot.backup_cli import backup, restore
    from bot.bench_encoder import encoder
    from bot.bench_index import index as bench_index
    from bot.key_cli import key
    from bot.milvus_cli import delete, export, load
    from bot.privacy_cli import forget, retain
    from bot.roster_cli import roster

    app.add_typer(roster, name="roster")
    app.add_typer(key, name="key")
    app.command()(backup)
    app.command()(restore)
    app.command()(retain)
    app.command()(forget)
    bench.command(name="encoder")(encoder)
    bench.command(name="index")(bench_index)
    for command in (load, export, delete):
        index.command()(command)


def main(**arguments: Any) -> None:
    """The console script. What is expected to go wrong ends as one line and exit status 1."""
    from bot.settings import SettingsProblem
    from data.store import StoreError
    from retrieval.encoder import EncoderError
    from retrieval.milvus_client import MilvusProblem

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    mount()
    try:
        app(**arguments)
    except (SettingsProblem, StoreError, EncoderError, MilvusProblem) as problem:
        typer.echo(f"kol-advisor: {problem}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
