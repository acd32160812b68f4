"""A filter's bitmap says exactly what ``Filter.admits`` says of each channel."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.models import Channel, Creator, Figure, Platform
from retrieval.arrays import mapped, write
from retrieval.bits import Bits
from retrieval.columns import Coded, Columns, Gate, all_joined
from retrieval.entry import entries
from retrieval.filters import Filter
from retrieval.strings import Strings
from tests.retrieval.made import creator, many

CREATORS = many(150)
CHANNELS = [(one, channel) for one in CREATORS for channel in one.channels]


def columns_of(creators: list[Creator]) -> Columns:
    made = list(entries(creators))
    return Columns.of(made, np.arange(len(made)))


COLUMNS = columns_of(CREATORS)
GATE = Gate(COLUMNS)
counts = st.one_of(
    st.none(), st.integers(0, 10**6), st.sampled_from([int(v) for v in COLUMNS.followers if v > 0])
)
some = st.frozensets
filters = st.builds(
    Filter,
    platforms=some(st.sampled_from(list(Platform)[:6]), max_size=4),
    excluded_platforms=some(st.sampled_from(list(Platform)[:6]), max_size=2),
    regions=some(st.sampled_from(["TW", "HK", "US", "MY", "FR"]), max_size=2),
    languages=some(st.sampled_from(["zh", "en", "ja", "ko"]), max_size=2),
    followers_low=counts,
    followers_high=counts,
    without=some(st.sampled_from([channel.key for _, channel in CHANNELS] + ["x:nobody"]), max_size=3),
    unknown_passes=st.booleans(),
)


@given(filters)
def test_the_bitmap_is_the_filter(conditions: Filter) -> None:
    wanted = [n for n, row in enumerate(CHANNELS) if conditions.admits(*row)]
    for gate in (GATE, Gate(COLUMNS)):  # with conditions remembered, and without
        assert gate.passing(conditions, Bits.all(150)).rows().tolist() == wanted


@given(filters, st.sets(st.integers(0, 149)))
def test_parts_taken_joined_kept_and_read_again_pass_the_same(conditions: Filter, rows: set[int]) -> None:
    taken = np.array(sorted(rows), dtype=np.int64)
    rest = np.setdiff1d(np.arange(150), taken)
    both = all_joined([COLUMNS.take(taken), COLUMNS.take(rest), COLUMNS.take(taken[:0])])
    passing = set(Gate(both).passing(conditions, Bits.all(150)).rows().tolist())
    order = [*taken.tolist(), *rest.tolist()]
    assert {order[n] for n in passing} == set(GATE.passing(conditions, Bits.all(150)).rows().tolist())
    assert both.keys.read_rows(np.arange(150)) == [CHANNELS[n][1].key for n in order]


def test_columns_are_kept_as_they_are(tmp_path: Path) -> None:
    write(tmp_path / "columns", *COLUMNS.arrays())
    kept = Columns.read(*mapped(tmp_path / "columns"))
    assert kept.places.values == COLUMNS.places.values and kept.platform.values == COLUMNS.platform.values
    for name in ("followers", "views", "engagement", "known", "serial", "digest", "by_serial"):
        np.testing.assert_array_equal(getattr(kept, name), getattr(COLUMNS, name))
    assert kept.owners.rows(["made7", "nobody"]).tolist() == [7]


@pytest.mark.parametrize("size", [0, 7, 100])
def test_a_cut_file_is_damaged(tmp_path: Path, size: int) -> None:
    write(tmp_path / "columns", *COLUMNS.arrays())
    (tmp_path / "columns").write_bytes((tmp_path / "columns").read_bytes()[:size])
    with pytest.raises(ValueError, match="cut short"):
        mapped(tmp_path / "columns")


def test_no_rows() -> None:
    empty = columns_of([])
    assert len(empty) == 0 and len(all_joined([])) == 0
    assert Gate(empty).passing(Filter(regions=frozenset({"TW"})), Bits.all(0)).count == 0
    assert len(empty.joined(COLUMNS)) == len(COLUMNS.joined(empty)) == 150


@given(st.lists(st.booleans(), max_size=200), st.data())
def test_bits_are_sets_of_rows(mask: list[bool], data: st.DataObject) -> None:
    rows = [n for n, passing in enumerate(mask) if passing]
    bits = Bits.of(np.array(mask, dtype=np.bool_))
    assert bits.rows().tolist() == rows and bits.count == len(rows)
    gone = data.draw(st.lists(st.integers(0, len(mask) - 1))) if mask else []
    less = bits.but(np.array(gone, dtype=np.int64))
    assert less.rows().tolist() == [n for n in rows if n not in gone]
    assert bits.has(np.arange(len(mask))).tolist() == mask
    places = np.array(sorted(data.draw(st.lists(st.integers(0, len(mask))))), dtype=np.int64)
    assert bits.below(places).tolist() == [sum(mask[:place]) for place in places]
    assert (bits & less).rows().tolist() == less.rows().tolist()


names = st.lists(st.text(max_size=4) | st.sampled_from(["小美", "a", ""]), max_size=12)


@given(names, names)
def test_strings_are_found_by_row_and_by_what_they_say(here: list[str], others: list[str]) -> None:
    column = Strings.of(here)
    assert column.read_rows(np.arange(len(here))) == here
    assert sorted(column.rows(others)) == [n for n, name in enumerate(here) if name in others]
    both = column.joined(Strings.of(others))
    assert both.read_rows(np.arange(len(both))) == here + others
    back = np.arange(len(both))[::-1]
    assert both.take(back).read_rows(np.arange(len(both))) == (here + others)[::-1]


def test_codes_take_as_few_bytes_as_they_need() -> None:
    assert Coded.of(["a"] * 5).codes.dtype == np.uint8
    assert Coded.of(list(range(300))).codes.dtype == np.uint16
    joined = Coded.of(["a", "b"]).joined(Coded.of(["b", "c"]))
    assert [joined.values[code] for code in joined.codes] == ["a", "b", "b", "c"]


def test_what_is_encoded_tells_entries_apart() -> None:
    one, same, other = creator("a"), creator("a", followers=Figure(value=3)), creator("a", "dog")
    digests = [next(entries([who])).digest for who in (one, same, other)]
    assert digests[0] == digests[1] != digests[2]
    assert Channel(platform=Platform.BLOG, handle="x").content is None
