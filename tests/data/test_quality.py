"""Duplicates that are proposed, figures that are odd, and what is old or missing."""

from datetime import date

import pytest

from data.duplicates import duplicates, plain_name
from data.quality import quality_of
from knowledge.models import Basis, Channel, Creator, Fee, Figure, Format, Platform, Price

TODAY = date(2026, 11, 22)


def creator(
    creator_id: str, name: str, platform: str = "instagram", handle: str = "", **fields: str
) -> Creator:
    content, contact = fields.get("content"), fields.get("contact")
    channel = Channel(
        platform=Platform(platform), handle=handle or creator_id, content=content, url=fields.get("url")
    )
    return Creator(id=creator_id, name=name, contact=contact, notes=fields.get("notes"), channels=(channel,))


def reasons(*creators: Creator) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(pair.first, pair.second, pair.because) for pair in duplicates(creators)]


@pytest.mark.parametrize(
    ("a", "b", "because"),
    [
        (creator("a", "小美的廚房"), creator("b", "小美的厨房"), "same name 小美的厨房"),
        (creator("a", "Mei Kitchen Official"), creator("b", "MEI・KITCHEN"), "same name meikitchen"),
        (creator("a", "A", handle="mei.kitchen"), creator("b", "B", "youtube", "MeiKitchen"), "same handle meikitchen"),
        (creator("a", "A", contact="Mail: M@x.tw"), creator("b", "B", contact="m@x.tw / LINE"), "same contact m@x.tw"),
        (creator("a", "A", contact="0912-345-678"), creator("b", "B", contact="+886 912345678"), "same contact 0912345678"),
        (creator("a", "A", content="YT: https://youtube.com/@bb"), creator("b", "B", "youtube", "bb"), "links to youtube:bb"),
        (creator("a", "台灣通勤第一品牌"), creator("b", "台灣通勤第1品牌x"), None),
        (creator("a", "台灣通勤第一品牌讚"), creator("b", "台灣通勤第一品牌"), "names alike (94 of 100)"),
        (creator("a", "Episode 1 talks"), creator("b", "Episode 2 talks"), None),
        (creator("a", "A", handle="mei"), creator("b", "B", "youtube", "mei"), None),
        (creator("a", "A", content="see https://youtube.com/@zz"), creator("b", "B", "youtube", "bb"), None),
        # full width, emoji, the other script, official in either language
        (creator("a", "✨小美的廚房🍳 官方頻道"), creator("b", "小美的厨房"), "same name 小美的厨房"),
        (creator("a", "ＭＥＩ Ｋｉｔｃｈｅｎ"), creator("b", "mei_kitchen（官方帳號）"), "same name meikitchen"),
        (creator("a", "A", handle="meikitchen.official"), creator("b", "B", "tiktok", "mei_kitchen"), "same handle meikitchen"),
        (creator("a", "A", handle="ＭeiKitchen"), creator("b", "B", "x", "meikitchen"), "same handle meikitchen"),
        # one link in two spellings
        (creator("a", "A", contact="https://linktr.ee/Mei?x=1"), creator("b", "B", notes="www.linktr.ee/mei/"), "same link linktr.ee/mei"),
        (creator("a", "A", "youtube", url="https://m.youtube.com/@BB/videos"), creator("b", "B", "youtube", "bb"), "links to youtube:bb"),
        (creator("a", "A", "facebook", url="fb.com/%E5%B0%8F%E7%BE%8E"), creator("b", "B", "facebook", "小美"), "links to facebook:小美"),
        (creator("a", "A", contact="LINE ID：mei_0912"), creator("b", "B", contact="line: @mei_0912"), "same contact LINE mei_0912"),
        (creator("a", "A", contact="(02) 2345-6789"), creator("b", "B", contact="０２２３４５６７８９"), "same contact 0223456789"),
        # not the same: a short name, a shared topic, a number, a shared site, a shared video, one letter of a short word
        (creator("a", "小美"), creator("b", "小美"), None),
        (creator("a", "Amy"), creator("b", "AMY ✨"), None),
        (creator("a", "小美"), creator("b", "小美頻道", "youtube"), "same name 小美"),  # but here just two have it
        (creator("a", "Hien Taiwan Vlog"), creator("b", "Rien@Taiwan vlog"), None),
        (creator("a", "台北美食日常生活 阿明"), creator("b", "台北美食日常生活 阿華"), None),
        (creator("a", "露營第3隊日記本子"), creator("b", "露營第4隊日記本子"), None),
        (creator("a", "A", notes="https://shop.example/"), creator("b", "B", notes="https://shop.example"), None),
        (creator("a", "A", content="https://youtu.be/abcdefghijk"), creator("b", "B", content="https://youtu.be/abcdefghijk"), None),
        (creator("a", "阿明的廚房"), creator("b", "阿華的廚房"), None),
        (creator("a", "A", handle="official"), creator("b", "B", "x", "channel"), None),
        (creator("a", "A", contact="online: yes please"), creator("b", "B", contact="offline: yes please"), None),
    ],
)  # fmt: skip
def test_two_creators(a: Creator, b: Creator, because: str | None) -> None:
    assert reasons(a, b) == ([("a", "b", (because,))] if because else [])


def test_more_evidence_comes_first() -> None:
    a, b = creator("a", "小美", contact="m@x.tw"), creator("b", "小美", "youtube", contact="m@x.tw")
    assert [pair[:2] for pair in reasons(creator("c", "Bo", handle="same"), creator("d", "Bu", "x", "same"), a, b)] == [
        ("a", "b"), ("c", "d"),
    ]  # fmt: skip


def test_a_short_name_counts_beside_other_evidence() -> None:
    pair = reasons(creator("a", "小美", contact="m@x.tw"), creator("b", "小美", contact="m@x.tw"))
    assert pair == [("a", "b", ("same contact m@x.tw", "same short name 小美"))]
    three = [creator("a", "Amy"), creator("b", "Amy", "youtube"), creator("c", "Amy", "tiktok")]
    assert reasons(*three) == []


def test_nothing_is_merged_by_looking() -> None:
    pair = creator("a", "小美的廚房"), creator("b", "小美的厨房")
    kept = [one.model_copy(deep=True) for one in pair]
    duplicates(pair)
    assert list(pair) == kept


def test_an_agency_is_no_evidence() -> None:
    assert reasons(*(creator(f"k{n}", f"人{n}號", contact="agency@x.tw") for n in range(4))) == []


def test_plain_names() -> None:
    names = ["Mei 頻道", "ＭＥＩ", "官方", "小美-Official"]
    assert [plain_name(name) for name in names] == ["mei", "mei", "官方", "小美"]


def figure(value: float, day: date | None = TODAY) -> Figure:
    return Figure(value=value, as_of=day)


def fee(low: float, high: float, currency: str = "TWD") -> Fee:
    return Fee(format=Format.POST, price=Price(low=low, high=high, currency=currency, basis=Basis.QUOTED))


ODD = [
    (Channel(platform=Platform.X, handle="a", followers=figure(5)), [("followers", 5)]),
    (Channel(platform=Platform.X, handle="a", followers=figure(0)), [("followers", 0)]),
    (Channel(platform=Platform.X, handle="a", followers=figure(10)), []),
    (Channel(platform=Platform.X, handle="a", followers=figure(6e8)), [("followers", 6e8)]),
    (Channel(platform=Platform.X, handle="a", followers=figure(1000), avg_views=figure(20_001)), [("avg_views", 20_001)]),
    (Channel(platform=Platform.X, handle="a", followers=figure(1000), avg_views=figure(20_000)), []),
    (Channel(platform=Platform.X, handle="a", followers=figure(50), avg_views=figure(9e6)), []),
    (Channel(platform=Platform.X, handle="a", engagement=figure(0.51)), [("engagement", 0.51)]),
    (Channel(platform=Platform.X, handle="a", posts_per_month=figure(301)), [("posts_per_month", 301)]),
    (Channel(platform=Platform.X, handle="a", fees=(fee(8, 12),)), [("fee_post", "8-12 TWD")]),
    (Channel(platform=Platform.X, handle="a", fees=(fee(8, 12, "USD"), fee(1, 2, "VND"))), []),
    (Channel(platform=Platform.X, handle="a", last_post=date(2027, 1, 1)), [("last_post", "2027-01-01")]),
    (Channel(platform=Platform.X, handle="a", followers=figure(99, date(2027, 1, 1))), [("followers", "2027-01-01")]),
]  # fmt: skip


@pytest.mark.parametrize(("channel", "odd"), ODD)
def test_figures_out_of_range(channel: Channel, odd: list[tuple[str, float | str]]) -> None:
    found = quality_of([Creator(id="a", name="A", channels=(channel,))], TODAY)
    assert [(one.field, one.value) for one in found.out_of_range] == odd
    assert all(one.why for one in found.out_of_range)


def test_old_undated_and_missing() -> None:
    channels = (
        Channel(platform=Platform.X, handle="old", followers=figure(50, date(2026, 8, 23))),  # 91 days
        Channel(platform=Platform.X, handle="fresh", followers=figure(50, date(2026, 8, 24)), language="en"),
        Channel(platform=Platform.X, handle="undated", followers=figure(50, None), content="x", category="y"),
        Channel(
            platform=Platform.X, handle="half", followers=figure(50, date(2020, 1, 1)), engagement=figure(0.1)
        ),
    )
    found = quality_of([Creator(id="a", name="A", region="TW", channels=channels)], TODAY)
    assert [(one.channel, one.days) for one in found.stale] == [("x:old", 91)]
    assert (found.undated, found.findings) == (1, 1)
    assert found.missing == {
        "avg_views": 4, "contact": 4, "fees": 4, "posts_per_month": 4, "category": 3, "content": 3, "engagement": 3, "language": 3,
    }  # fmt: skip
