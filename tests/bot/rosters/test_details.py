"""A creator's page says where everything on it is from, in the reader's language."""

from datetime import date

import pytest

from bot.app import Home
from bot.rosters.details import MOST, channel_lines, origin_lines, told
from bot.screens.pane import Pane
from bot.texts import Texts
from data.provenance import Known
from knowledge.models import Channel, ChannelAudience, Creator, Platform, Provenance
from tests.bot.rosters.talk import Talker, table

DAY = date(2026, 11, 1)


def test_words_come_from_the_file(owner: Talker) -> None:
    shown = owner.command("/roster 慢慢洗")
    assert "其他資料來自：\n・2026-01-01 名單.csv：名稱、帳號、連結、領域" in shown


def test_a_correction_is_by_hand_until_it_is_taken_back(owner: Talker) -> None:
    owner.command("/roster 慢慢洗")
    owner.tap("修改")
    owner.tap("領域")
    shown = owner.say("居家清潔") or ""
    assert "・2026-01-01 名單.csv：名稱、帳號、連結\n・2026-11-22 手動修改：領域" in shown
    owner.tap("復原")
    assert "・2026-01-01 名單.csv：名稱、帳號、連結、領域" in owner.command("/roster 慢慢洗")


def test_a_newer_file_is_the_source_of_what_it_changed_alone(owner: Talker) -> None:
    owner.send(
        "新名單.csv", table("連結 | 領域 | 備註", "https://www.instagram.com/slowwash | 清潔 | 很準時")
    )
    owner.tap("匯入 1 列")
    shown = owner.command("/roster 慢慢洗")
    assert "・2026-11-22 新名單.csv：備註\n・2026-01-01 名單.csv：名稱、帳號、連結、領域" in _sorted(shown)


def _sorted(shown: str) -> str:
    """The sources in one order, whichever stands first on the page."""
    lines = [line for line in shown.splitlines() if line.startswith("・")]
    return "\n".join(sorted(lines, reverse=True))


def test_what_was_pasted_says_so(owner: Talker) -> None:
    owner.say("https://www.instagram.com/newone")
    owner.tap("匯入")
    assert "・2026-11-22 貼上的文字：名稱、帳號、連結" in owner.command("/roster newone")


def test_hostile_names_of_files_are_words_on_one_line(owner: Talker) -> None:
    owner.send("<b>=1+1&\u202e\n x.csv", table("連結 | 名稱", "https://www.tiktok.com/@odd | 怪怪"))
    owner.tap("匯入 1 列")
    shown = owner.command("/roster 怪怪")
    line = next(line for line in shown.splitlines() if line.startswith("・"))
    assert "=1+1" in line and "\u202e" not in shown and line.endswith("：名稱、帳號、連結")


@pytest.mark.parametrize(
    ("origin", "shown"),
    [
        (Known(DAY, "list.csv"), "2026-11-01 list.csv"),
        (Known(DAY, "youtube"), "2026-11-01 YouTube Data API"),
        (
            Known(DAY, "list.csv (2026-10-01) + youtube"),
            "2026-11-01 list.csv (2026-10-01) + YouTube Data API",
        ),
        (Known(None, "instagram"), "Instagram Graph API"),
        (Known(DAY, None), "2026-11-01"),
        (Known(), ""),
    ],
)
def test_an_origin_in_words(origin: Known, shown: str) -> None:
    assert told(Texts("zh-TW"), origin) == told(Texts("en"), origin) == shown


def test_of_several_channels_each_field_names_its_platform() -> None:
    parts = (Provenance(fields=("content",), as_of=DAY, source="a.csv"),)
    channels = tuple(
        Channel(platform=p, handle="mei", provenance=parts) for p in (Platform.INSTAGRAM, Platform.X)
    )
    one = Creator(id="mei", name="小美", channels=channels)
    assert origin_lines(Pane("~roster", "en"), one)[-1] == "· 2026-11-01 a.csv: Instagram content, X content"


def test_nothing_is_said_of_what_is_not_known() -> None:
    one = Creator(id="mei", name="小美", channels=(Channel(platform=Platform.X, handle="mei"),))
    assert origin_lines(Pane("~roster", "en"), one) == []
    assert channel_lines(Pane("~roster", "en"), one.channels[0]) == []


def test_a_long_list_of_sources_is_cut() -> None:
    fields = ("name", "region", "contact", "notes")
    own = tuple(Provenance(fields=(field,), source=f"{field}.csv") for field in fields)
    channels = tuple(
        Channel(platform=p, handle="a", provenance=(Provenance(fields=("handle",), source=f"{p}.csv"),))
        for p in list(Platform)[:6]
    )
    lines = origin_lines(Pane("~roster", "en"), Creator(id="a", name="a", provenance=own, channels=channels))
    assert len(lines) == 2 + MOST + 1 and lines[-1] == "… and 2 more"


def test_the_longest_page_fits_into_a_message(owner: Talker, home: Home) -> None:
    team = home.teams.teams_of(owner.user)[0].team.id
    fields = ("handle", "category", "content", "url")
    own = tuple(Provenance(fields=(field,), as_of=DAY, source=f"{field}{'長' * 300}.csv") for field in fields)
    channels = tuple(
        Channel(
            platform=platform, handle="a" * 100, content="內" * 3000, category="類" * 300, url=f"https://x.y/{'u' * 300}",
            past_collaborations=tuple(f"品牌{n}" for n in range(200)), provenance=own,
        )
        for platform in list(Platform)[:8]
    )  # fmt: skip
    with home.shelf.lent(team) as kept:
        kept.roster.save(Creator(id="long", name="長" * 300, notes="備" * 3000, channels=channels))
    shown = owner.command("/roster " + "長" * 40)  # the talker checks what a message holds
    assert "長長長" in shown and "內內內" in shown


def test_the_rest_of_a_channel() -> None:
    channel = Channel(
        platform=Platform.INSTAGRAM,
        handle="mei",
        language="zh-TW",
        last_post=DAY,
        past_collaborations=("A", "B"),
        audience=ChannelAudience(
            age_low=25, age_high=34, female_share=0.62, regions=("TW",), as_of=DAY, source="kit"
        ),
    )
    assert channel_lines(Pane("~roster", "zh-TW"), channel) == [
        "語言：台灣中文",
        "最近發文：2026-11-01",
        "過往合作：A、B",
        "受眾：25–34、女性比例 62%、台灣（2026-11-01 kit）",
    ]
