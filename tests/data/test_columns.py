"""Headers in either language, in any spelling, and what they are read as."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.exporter import FIELDS, LAST, fee_column
from data.header import map_header, meanings
from data.header_words import DESCRIPTIVE, FORMAT_WORDS, SYNONYMS, USUAL_PIECE, USUAL_VIDEO
from data.reading import format_of
from knowledge.models import Basis, Format, Platform


def title(header: str) -> str | None:
    found = meanings(0, header)
    return found[-1].title if found else None


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("name", "name"), ("名稱", "name"), ("頻道名稱", "name"), ("Title", "name"), ("platform", "platform"), ("平台", "platform"),
        ("帳號", "handle"), ("channel_id", "handle"), ("Channel ID", "handle"), ("連結", "url"), ("ＵＲＬ", "url"),
        ("粉絲數", "followers"), ("訂閱數", "followers"), ("subscribers", "followers"), (" Followers ", "followers"),
        ("粉絲數(萬)", "followers"), ("平均觀看", "avg_views"), ("median_latest_views", "avg_views"), ("互動率", "engagement"),
        ("Engagement Rate (%)", "engagement"), ("類別", "category"), ("youtube_category", "category"), ("內容描述", "content"),
        ("content_about", "content"), ("latest_video_titles", "content"), ("地區", "region"), ("country", "region"),
        ("語言", "language"), ("聯絡", "contact"), ("E-mail", "contact"), ("聯絡窗口", "contact"),
        ("經紀人", "contact"), ("資料日期", "as_of"), ("來源", "source"),
        ("合作品牌", "past_collaborations"), ("女性比例", "audience_female_share"), ("粉絲地區", "audience_regions"),
        ("备注", "notes"), ("粉丝数", "followers"), ("账号", "handle"),
    ],
)  # fmt: skip
def test_headers(header: str, field: str) -> None:
    assert title(header) == field


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("fee_reel", "fee_reel"), ("報價_開箱", "fee_unboxing"), ("開箱影片報價", "fee_unboxing"), ("Reels 報價", "fee_reel"),
        ("限動費用(美金)", "fee_story"), ("單支影片報價", "fee_video"), ("報價", "fee_piece"), ("合作費用", "fee_piece"),
        ("Price", "fee_piece"),
        ("直播報價", "fee_livestream"), ("團購費用", "fee_group_buy"), ("短影音報價", "fee_short"), ("部落格文章報價", "fee_blog_article"),
        ("貼文費用", "fee_post"), ("fee_reel_2", "fee_reel_2"), ("fee_reel_as_of", "fee_reel_as_of"),
        ("fee_blog_article_2_source", "fee_blog_article_2_source"), ("開箱報價日期", "fee_unboxing_as_of"),
        ("followers_as_of", "followers_as_of"), ("粉絲數日期", "followers_as_of"), ("audience_source", "audience_source"),
        ("FB貼文報價", "facebook fee_post"), ("fee_usd", "fee_piece"), ("fee_post_usd", "fee_post"),
    ],
)  # fmt: skip
def test_fee_and_date_headers(header: str, field: str) -> None:
    assert title(header) == field


@pytest.mark.parametrize(
    "header",
    ["views", "videos", "商品價格", "price tier", "shipping cost", "", "sep", "備用", "status"],
)
def test_headers_that_mean_nothing_here(header: str) -> None:
    assert title(header) is None


def test_every_column_of_an_export_is_read_as_itself() -> None:
    ends = ("", "_as_of", "_source", "_basis")
    fees = [f"{fee_column(format_, slot)}{end}" for format_ in Format for slot in (1, 2, 11) for end in ends]
    columns = [*FIELDS, *LAST, *fees]
    assert [title(column) for column in columns] == columns
    assert map_header(columns).unused == ()


def test_no_word_means_two_things() -> None:
    words = [word for words in SYNONYMS.values() for word in words.split(", ")]
    assert sorted(set(words)) == sorted(words)
    assert set(FORMAT_WORDS) == set(Format)


def test_the_hints_of_a_header() -> None:
    def hints(header: str) -> tuple[int, str | None, bool, Basis]:
        (column,) = meanings(0, header)
        return column.scale, column.currency, column.percent, column.basis

    assert hints("訂閱數(萬)")[0] == 10_000
    assert hints("Followers (K)")[0] == 1_000
    assert [hints(header)[1] for header in ("fee_reel", "限動費用(美金)", "fee (HKD)", "fee_usd")] == [
        None,
        "USD",
        "HKD",
        "USD",
    ]
    assert [hints(header)[2] for header in ("互動率", "互動率%", "Engagement (%)", "engagement")] == [
        False,
        True,
        True,
        False,
    ]
    assert [hints(header)[3].value for header in ("報價", "Reel quote", "fee_reel")] == [
        "quoted",
        "quoted",
        "rate_card",
    ]


def test_of_two_columns_with_one_meaning_the_better_name_wins_and_the_other_is_told() -> None:
    mapping = map_header(["title", "name", "channel_id", "handle", "videos", " "])
    assert [(column.header, column.field) for column in mapping.columns] == [
        ("name", "name"),
        ("handle", "handle"),
    ]
    assert [(unused.header, unused.reason) for unused in mapping.unused] == [
        ("title", "name is read from the column 'name'"),
        ("channel_id", "handle is read from the column 'handle'"),
        ("videos", "no field has this name"),
        ("(column 6)", "no field has this name"),
    ]


def test_several_columns_may_describe_the_content() -> None:
    mapping = map_header(["section", "sub", "content_about", "playlists", "備註", "memo"])
    read = [(column.header, column.field) for column in mapping.columns]
    content = [
        ("section", "content"),
        ("sub", "content"),
        ("content_about", "content"),
        ("playlists", "content"),
    ]
    assert sorted(read) == sorted([*content, ("section", "category"), ("備註", "notes"), ("memo", "notes")])
    assert DESCRIPTIVE["playlists"] == "Playlists"


@pytest.mark.parametrize(
    ("header", "platform", "format_"),
    [
        ("報價", "youtube", "review"), ("報價", "blog", "blog_article"), ("報價", "instagram", "post"), ("報價", "twitch", "livestream"),
        ("影片報價", "youtube", "review"), ("影片報價", "instagram", "reel"), ("影片報價", "tiktok", "short"),
        ("貼文報價", "youtube", "post"),
    ],
)  # fmt: skip
def test_a_fee_without_a_format_is_for_the_usual_piece(header: str, platform: str, format_: str) -> None:
    (column,) = meanings(0, header)
    assert format_of(column, Platform(platform)) == format_
    assert {*USUAL_PIECE, *USUAL_VIDEO} <= set(Platform)


@given(
    st.lists(
        st.text(max_size=12)
        | st.sampled_from(["name", "fee", "報價", "fee_2_source", "(萬)", "source_as_of"]),
        max_size=8,
    )
)
def test_every_column_is_either_used_or_told(header: list[str]) -> None:
    mapping = map_header(header)
    places = {column.place for column in mapping.columns} | {unused.place for unused in mapping.unused}
    assert places == set(range(len(header)))
    assert not {column.place for column in mapping.columns} & {unused.place for unused in mapping.unused}
