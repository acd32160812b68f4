"""What concerns a whole roster: figures refreshed from the platforms, and large rosters."""

from collections.abc import Iterator, Sequence

import pytest

from bot.app import Home
from bot.rosters import findings
from bot.rosters.side import RosterSide
from data.connectors.connector import Absent, Result, Snapshot, Spent
from knowledge.models import Channel, Platform
from tests.bot.rosters.talk import Talker
from tests.conftest import TODAY


class Source:
    """A source of figures that knows one channel. Simpler than a real one: no network, no quota."""

    name = "instagram"
    platform = Platform.INSTAGRAM
    spent = Spent(2, 200)

    def look_up(self, channels: Sequence[Channel]) -> Iterator[Result]:
        for channel in channels:
            if channel.handle == "slowwash":
                yield Snapshot(key=channel.key, as_of=TODAY, source=self.name, followers=61_000)
            else:
                yield Absent(channel.key, "no such account")

    def find(self, link: str) -> Channel | None:
        return None


def test_figures_are_refreshed_and_taken_back(home: Home, owner: Talker) -> None:
    roster_side = home.chat.sides["~roster"]
    assert isinstance(roster_side, RosterSide)
    roster_side.findings.sources = lambda: [Source()]
    owner.command("/roster")
    shown = owner.tap("更新數字")
    assert "Instagram：更新 1、沒變 0、找不到 1" in shown
    assert "粉絲數：6.1萬（2026-11-22 Instagram Graph API）" in owner.command("/roster 慢慢洗")
    owner.command("/roster")
    owner.tap("復原上次變更")
    owner.tap("復原上次變更")
    assert "粉絲數：6萬" in owner.command("/roster 慢慢洗")


def test_a_large_roster_is_examined_on_request(owner: Talker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "EXAMINED", 1)
    shown = owner.command("/roster")
    assert "可能重複" not in shown and {"👯 重複", "⚠️ 檢查"} <= set(owner.labels)
    assert "是同一位嗎？（1/1）" in owner.tap("重複")
