"""Every word of a creator says where it is from and when, whatever brought it, and goes with it again."""

import io
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.amend import amend, clear, remove
from data.combine import combine
from data.exporter import write_csv
from data.importer import import_file
from data.intake import Pasted, apply
from data.journal import undo
from data.provenance import OF_CHANNEL, OF_CREATOR, Known, both, grouped, known
from data.roster import Roster
from data.store import connect
from knowledge.models import Channel, Creator, Provenance
from tests.data.creators import maybe_days, maybe_texts, rosters
from tests.data.putting import DAY, Put

LATER = date(2026, 11, 20)
HEADER = "name,platform,handle,category,content,contact,notes,followers"
MEI = f"{HEADER}\n小美,ig,mei,手作,手工皂,mei@x.tw,很好聊,1.2萬\n"


@pytest.fixture
def put(tmp_path: Path) -> Iterator[Put]:
    with closing(connect(tmp_path / "kol.db")) as db:
        yield Put(Roster(db), tmp_path)


def told(put: Put, key: str = "instagram:mei") -> dict[str, tuple[str | None, str | None]]:
    """Field to (source, day) of a creator and of the channel of that key."""
    creator = put.roster.get(key)
    assert creator
    origins = known(creator) | known(put.channel(key))
    return {name: (o.source, o.as_of.isoformat() if o.as_of else None) for name, o in origins.items()}


FILE = ("list.csv", "2026-11-01")
FIRST = dict.fromkeys(("name", "contact", "notes", "handle", "category", "content"), FILE)


def test_an_import_says_where_everything_is_from(put: Put) -> None:
    put(MEI, "list.csv")
    assert told(put) == FIRST


def test_what_is_said_again_keeps_its_first_source_and_what_changed_takes_the_new_one(put: Put) -> None:
    put(MEI, "list.csv")
    again = put.file(MEI.replace("手工皂", "手工皂與陶藝"), "newer.csv", LATER)
    (row,) = import_file(put.roster, again).changed
    assert [(change.field, change.old, change.new) for change in row.changes] == [
        ("content", "手工皂", "手工皂與陶藝")
    ]
    assert told(put) == FIRST | {"content": ("newer.csv", "2026-11-20")}


def test_the_same_file_of_another_day_and_name_changes_nothing(put: Put) -> None:
    put(MEI, "list.csv")
    before, version = put.roster.creators(), put.roster.version
    import_file(put.roster, put.file(MEI, "copy.csv", LATER))
    assert (put.roster.creators(), put.roster.version) == (before, version)


def test_a_row_that_states_its_source_says_it_of_new_words_alone(put: Put) -> None:
    put(MEI, "list.csv")
    put(f"{HEADER},as_of,source\n小美,ig,mei,陶藝,手工皂,,,,2026-11-05,media kit\n", "kit.csv")
    assert told(put) == FIRST | {"category": ("media kit", "2026-11-05")}


def test_a_date_and_a_source_in_columns_of_their_own_are_statements(put: Put) -> None:
    put(MEI, "list.csv")
    report = put("platform,handle,name,name_source,name_as_of\nig,mei,小美,her card,2026-11-09\n", "a.csv")
    assert [change.field for change in report.changed[0].changes] == ["name_as_of", "name_source"]
    assert told(put) == FIRST | {"name": ("her card", "2026-11-09")}


def test_a_column_for_the_date_of_a_contact_is_none_of_its_source(put: Put) -> None:
    report = put("platform,handle,聯絡,聯絡日期\nig,mei,mei@x.tw,2020-01-01\n", "list.csv")
    assert [column.column for column in report.unknown_columns] == ["聯絡日期"]
    assert told(put)["contact"] == FILE


def test_a_message_is_a_source_too(put: Put) -> None:
    apply(put.roster, Pasted("https://www.instagram.com/mei", "貼上的文字", LATER))
    assert told(put) == dict.fromkeys(("name", "handle", "url"), ("貼上的文字", "2026-11-20"))


def test_an_edit_is_dated_and_undone_with_its_source(put: Put) -> None:
    put(MEI, "list.csv")
    creator = put.roster.get("instagram:mei")
    assert creator
    amend(put.roster, creator, None, "notes", "改約 12 月", "手動修改", LATER)
    amend(put.roster, creator, creator.channels[0], "category", "陶藝", "手動修改", LATER)
    by_hand = ("手動修改", "2026-11-20")
    assert told(put) == FIRST | {"notes": by_hand, "category": by_hand}
    undo(put.roster)
    assert told(put) == FIRST | {"notes": by_hand}
    undo(put.roster)
    assert told(put) == FIRST and put.roster.creators() == [creator]


def test_an_empty_field_has_no_source(put: Put) -> None:
    put(MEI, "list.csv")
    creator = put.roster.get("instagram:mei")
    assert creator
    clear(put.roster, creator, None, "notes", "by hand")
    now = put.roster.get("instagram:mei")
    assert now
    clear(put.roster, now, now.channels[0], "category", "by hand")
    assert told(put) == {name: origin for name, origin in FIRST.items() if name not in ("notes", "category")}
    undo(put.roster)
    undo(put.roster)
    assert told(put) == FIRST


def test_undo_of_an_import_brings_the_sources_of_before(put: Put) -> None:
    put(MEI, "list.csv")
    put(MEI.replace("手作", "陶藝"), "newer.csv")
    undo(put.roster)
    assert told(put) == FIRST


def test_of_two_made_one_each_word_keeps_its_source(put: Put) -> None:
    put(MEI, "list.csv")
    put("name,platform,handle,region,contact\n小美,yt,meitube,TW,0912\n", "tube.csv")
    combine(put.roster, "instagram:mei", "youtube:meitube")
    assert told(put) == FIRST | {
        "contact": ("list.csv (2026-11-01) + tube.csv", "2026-11-01"),
        "region": ("tube.csv", "2026-11-01"),
    }
    assert known(put.channel("youtube:meitube")) == {"handle": Known(DAY, "tube.csv")}
    undo(put.roster)
    assert told(put) == FIRST


def test_a_change_of_the_source_alone_does_not_stand_in_the_way_of_undo(put: Put) -> None:
    """Journals of before provenance was kept know of none."""
    put(MEI, "list.csv")
    (creator,) = put.roster.creators()
    put.roster.save(creator.model_copy(update={"provenance": ()}))
    undo(put.roster)
    assert put.roster.creators() == []


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        (Known(DAY, "a"), Known(LATER, "b"), Known(LATER, "a (2026-11-01) + b")),
        (Known(LATER, "a"), Known(DAY, "b"), Known(LATER, "a (2026-11-20) + b")),
        (Known(DAY, "a"), Known(LATER, "a"), Known(LATER, "a")),
        (Known(), Known(LATER, "b"), Known(LATER, "? + b")),
        (Known(DAY, "a"), Known(), Known(DAY, "a (2026-11-01) + ?")),
        (Known(), Known(), Known()),
    ],
)
def test_a_value_of_two_sources_names_both(first: Known, second: Known, whole: Known) -> None:
    assert both(first, second) == whole


def test_fields_of_one_source_stand_together_in_their_order() -> None:
    parts = grouped(
        {"url": Known(DAY, "b"), "handle": Known(DAY, "a"), "content": Known(DAY, "b"), "notes": Known()}
    )
    assert [(part.fields, part.source) for part in parts] == [(("handle",), "a"), (("url", "content"), "b")]


@st.composite
def with_origins(draw: st.DrawFn) -> list[Creator]:
    """Random creators whose words have random sources, as grouped as the roster groups them."""
    origin = st.builds(Known, maybe_days, maybe_texts)

    def drawn(one: Creator | Channel, fields: tuple[str, ...]) -> tuple[Provenance, ...]:
        return grouped({name: draw(origin) for name in fields if getattr(one, name)})

    creators = []
    for creator in draw(rosters()):
        channels = tuple(
            channel.model_copy(update={"provenance": drawn(channel, OF_CHANNEL)})
            for channel in creator.channels
        )
        own = {"channels": channels, "provenance": drawn(creator, OF_CREATOR)}
        creators.append(creator.model_copy(update=own))
    return creators


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(with_origins())
def test_what_is_exported_comes_back_with_its_sources(creators: list[Creator]) -> None:
    roster = Roster(connect(Path(":memory:")))
    with closing(roster.db), TemporaryDirectory() as folder:
        text = io.StringIO(newline="")
        write_csv(creators, text)
        file = Path(folder) / "roster.csv"
        file.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
        report = import_file(roster, file)
        assert (report.refused, report.notices, report.unknown_columns) == ((), (), ())
        assert roster.creators() == creators
        assert len(import_file(roster, file).unchanged) == report.rows


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(with_origins())
def test_what_is_saved_is_read_with_its_sources(creators: list[Creator]) -> None:
    with closing(connect(Path(":memory:"))) as db:
        roster = Roster(db)
        roster.save_all(creators)
        assert roster.creators() == creators
        assert roster.save_all(creators) == 0


def test_an_export_says_the_source_of_most_words_once(put: Put) -> None:
    put(MEI, "list.csv")
    creator = put.roster.get("instagram:mei")
    assert creator
    amend(put.roster, creator, None, "notes", "改約 12 月", "by hand", LATER)
    text = io.StringIO(newline="")
    write_csv(put.roster.creators(), text)
    header, row = (line.split(",") for line in text.getvalue().splitlines())
    cells = dict(zip(header, row, strict=True))
    assert (cells["profile_date"], cells["profile_origin"]) == ("2026-11-01", "list.csv")
    assert (cells["notes_as_of"], cells["notes_source"]) == ("2026-11-20", "by hand")
    assert not {"name_source", "category_source"} & cells.keys()


def test_sources_go_with_the_last_who_came_from_them(put: Put) -> None:
    def labels() -> set[str]:
        return {row[0] for row in put.roster.db.execute("select label from sources").fetchall()}

    put(MEI, "mei.csv")
    put("name,platform,handle,followers\n阿德,yt,ade,5000\n", "ade.csv")
    assert labels() == {"mei.csv", "ade.csv"}
    creator = put.roster.get("youtube:ade")
    assert creator
    remove(put.roster, creator, "by hand")
    assert labels() == {"mei.csv"}
    undo(put.roster)
    assert told(put, "youtube:ade")["name"] == ("ade.csv", "2026-11-01")


def test_the_fields_are_those_of_the_models() -> None:
    values = {"id", "demo", "channels", "provenance"}
    assert set(OF_CREATOR) == set(Creator.model_fields) - values
    said_themselves = {"followers", "avg_views", "engagement", "posts_per_month", "audience", "fees"}
    assert set(OF_CHANNEL) == set(Channel.model_fields) - said_themselves - {"platform", "provenance"}
