"""The contract over the local index, where one connection writes to the roster and another's index follows it."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings

from data.roster import Roster
from data.store import connect
from retrieval.index import LocalIndex
from tests.retrieval import contract
from tests.retrieval.contract import ENCODER, Delete, Oracle, Question, Upsert


def index_in(folder: Path, name: str) -> LocalIndex:
    return LocalIndex(folder / name, Roster(connect(folder / "roster.db")), lambda: ENCODER)


@settings(max_examples=15)
@given(plan=contract.plans, asked=contract.asked)
def test_what_one_connection_writes_another_finds_as_the_oracle_does(
    plan: list[Upsert | Delete], asked: list[Question]
) -> None:
    with TemporaryDirectory() as folder:
        writer, reader = (index_in(Path(folder), name) for name in ("writer", "reader"))
        oracle, states = Oracle(), {reader.state()}
        for change in plan:
            before = dict(oracle.creators)
            oracle.apply(change)
            if isinstance(change, Upsert):
                writer.upsert(change.creators)
            else:
                writer.delete(change.ids)
            assert (reader.state() not in states) == (oracle.creators != before)
            states.add(reader.state())
        contract.check(reader, oracle, asked)


def test_names_are_found(tmp_path: Path) -> None:
    contract.check_names(index_in(tmp_path, "writer"), index_in(tmp_path, "reader"))
