"""The contract over a Milvus server, where one process writes and this one reads."""

from collections.abc import Iterator

import pytest
from hypothesis import Phase, given, settings

from retrieval.milvus import MilvusIndex, connect
from retrieval.milvus_client import Access
from tests.retrieval import contract
from tests.retrieval.contract import ENCODER, Delete, Oracle, Question, Upsert
from tests.retrieval.milvus_server import OtherProcess


@pytest.fixture(scope="module")
def reader(milvus: str) -> Iterator[MilvusIndex]:
    index = connect(Access(milvus), ENCODER, "contract", kind="FLAT", create=True)
    yield index
    index.close()


@pytest.fixture(scope="module")
def writer(milvus: str, reader: MilvusIndex) -> Iterator[OtherProcess]:
    other = OtherProcess(milvus, "contract")
    yield other
    other.close()


def emptied(writer: OtherProcess, reader: MilvusIndex) -> Oracle:
    writer.delete([creator.id for creator in reader.creators()])
    return Oracle()


# Shrinking asks the server hundreds of times; a failure is easier to shrink over the local index.
@settings(max_examples=25, phases=[Phase.explicit, Phase.generate])
@given(plan=contract.plans, asked=contract.asked)
def test_what_one_process_writes_another_finds_as_the_oracle_does(
    writer: OtherProcess, reader: MilvusIndex, plan: list[Upsert | Delete], asked: list[Question]
) -> None:
    oracle, states = emptied(writer, reader), {reader.state()}
    for change in plan:
        oracle.apply(change)
        if isinstance(change, Upsert):
            writer.upsert(change.creators)
        else:
            writer.delete(change.ids)
        assert reader.state() not in states
        states.add(reader.state())
    contract.check(reader, oracle, asked)


def test_names_are_found(writer: OtherProcess, reader: MilvusIndex) -> None:
    emptied(writer, reader)
    contract.check_names(writer, reader)
