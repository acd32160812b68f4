"""/roster as people see it: counts, lists, search, one creator, corrections, duplicates, export, undo."""

from io import BytesIO

import pytest
import python_calamine

from bot.app import Home
from bot.screens.screen import Button, Tap
from bot.texts import LANGUAGES
from data.find import tag_of
from tests.bot.rosters.talk import FOUR, Talker


def test_counts(owner: Talker) -> None:
    shown = owner.command("/roster")
    for line in (
        "📋 小安的團隊",
        "4 位創作者，4 個頻道",
        "平台：Instagram 2、TikTok 1、YouTube 1",
        "領域：手作 2、清潔 1、未知 1",
        "可能重複：1 組",
        "數字怪怪的或太舊：2 筆",
    ):
        assert line in shown
    assert "微網紅（1–10 萬）" in shown and "30 天內" in shown and "缺的資料" in shown


def test_nobody_yet(ann: Talker) -> None:
    ann.command("/team 小樹")
    assert "還沒有創作者" in ann.command("/roster") and "📥 匯入" in ann.labels
    assert "傳一個檔案給我" in ann.tap("匯入")


@pytest.mark.parametrize("words", ["慢慢洗", "slowwash", "慢慢"])
def test_search_opens_the_one_who_is_meant(owner: Talker, words: str) -> None:
    assert "@slowwash" in owner.command(f"/roster {words}")


def test_search_by_words_after_a_button(owner: Talker) -> None:
    owner.command("/roster")
    owner.tap("找人")
    assert "找到 2 位" in (owner.say("小樹") or "")
    assert "小樹手作" in owner.tap("小樹手作 · Instagram")


def test_nobody_is_found_and_the_next_step_is_offered(owner: Talker) -> None:
    assert "沒有叫「王小明」的創作者" in owner.command("/roster 王小明")
    assert "🔎 找人" in owner.labels


def test_a_brief_after_the_search_button_is_a_brief(owner: Talker) -> None:
    owner.command("/roster")
    owner.tap("找人")
    assert (
        owner.say(
            "我賣手工皂，一顆 280，預算 3 萬，想找 IG 的創作者，最好是拍日常、講話慢慢的那種，不要太業配的，也不要美妝類，謝謝你的幫忙"
        )
        is None
    )


def test_a_creator_with_all_that_is_known(owner: Talker) -> None:
    shown = owner.command("/roster 慢慢洗")
    assert "粉絲數：6萬（2026-01-01 名單.csv）" in shown
    assert "互動率：82%" in shown and "NT$5,000" in shown
    assert "粉絲數：未知" in owner.command("/roster Mia")


def test_contacts_are_shown_in_private_alone(home: Home, owner: Talker) -> None:
    assert "tree@example.com" in owner.command("/roster @littletree") or "tree@example.com" in owner.tap(
        "Instagram"
    )
    team = home.teams.teams_of(owner.user)[0].team.id
    boss = Talker(home, owner.user, "小安", -1001, admin=True)
    boss.press(Button("x", Tap("~team", "bind", team)))
    for label in ("小樹手作", "小樹 手作"):
        boss.command("/roster 小樹")
        shown = boss.tap(label)
        assert "example.com" not in shown and "請私訊我看" in shown
    boss.command("/roster")
    assert "example.com" not in boss.tap("重複")


def test_a_figure_is_corrected_and_taken_back(owner: Talker) -> None:
    owner.command("/roster 慢慢洗")
    owner.tap("修改")
    assert "「互動率」要改成" in owner.tap("互動率")
    shown = owner.say("8.2%") or ""
    assert "互動率已更新" in shown and "互動率：8.2%（2026-11-22 手動修改）" in shown
    assert "已復原「手動修改」" in owner.tap("復原")
    assert "互動率：82%" in owner.command("/roster 慢慢洗")


def test_a_figure_that_cannot_be_read_is_asked_for_again(owner: Talker) -> None:
    owner.command("/roster 慢慢洗")
    owner.tap("修改")
    owner.tap("粉絲數")
    assert "「很多」沒有存：不是數字" in (owner.say("很多") or "")
    owner.tap("再填一次")
    assert "粉絲數：7萬" in (owner.say("7萬") or "")


def test_a_field_becomes_unknown(owner: Talker) -> None:
    owner.command("/roster 慢慢洗")
    owner.tap("修改")
    owner.tap("粉絲數")
    assert "粉絲數：未知" in (owner.say("清空") or "")


def test_which_channel_is_asked_where_there_are_several(home: Home, owner: Talker) -> None:
    owner.command("/roster")
    owner.tap("重複")
    owner.tap("合併")
    owner.command("/roster 小樹手作")
    assert "要改哪一部分" in owner.tap("修改")
    owner.tap("YouTube @littletree")
    owner.tap("粉絲數")
    shown = owner.say("950") or ""
    assert "粉絲數：950" in shown and "粉絲數：1.2萬" in shown


def test_a_creator_is_removed_after_a_second_look(owner: Talker) -> None:
    owner.command("/roster Mia")
    assert "之後可以復原" in owner.tap("移除")
    assert owner.labels[0].startswith("↩️")
    assert "已移除" in owner.tap("🗑 移除")
    assert "沒有叫" in owner.command("/roster mia")
    assert "3 位創作者" in owner.command("/roster")


def test_duplicates_are_merged_on_request_only(owner: Talker) -> None:
    owner.command("/roster")
    shown = owner.tap("重複 1")
    assert "是同一位嗎？（1/1）" in shown
    assert (
        "帳號一樣：littletree" in shown and "聯絡方式一樣：tree@example.com" in shown and "名字一樣" in shown
    )
    shown = owner.tap("合併")
    assert "已合併" in shown and "沒有看起來重複的創作者" in shown
    assert "3 位創作者，4 個頻道" in owner.command("/roster")


def test_two_people_are_not_proposed_again(owner: Talker) -> None:
    owner.command("/roster")
    owner.tap("重複 1")
    assert "記住了，是不同人" in owner.tap("不同人")
    assert "可能重複" not in owner.command("/roster")


def test_odd_and_old_figures(owner: Talker) -> None:
    owner.command("/roster")
    shown = owner.tap("檢查 2")
    assert "慢慢洗：互動率 0.82" in shown and "2026-01-01（325 天前）" in shown


def test_the_export_comes_back_without_loss(owner: Talker) -> None:
    for label, name in (("Excel", "roster-2026-11-22.xlsx"), ("CSV", "roster-2026-11-22.csv")):
        owner.command("/roster")
        owner.tap(label)
        (file,) = owner.files
        assert file.name == name and "4 列" in file.caption
        assert "沒變 4" in owner.send(name, file.content)
    owner.command("/roster")
    owner.tap("Excel")
    rows = python_calamine.load_workbook(BytesIO(owner.files[0].content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 5


def test_nothing_is_exported_into_a_group(home: Home, owner: Talker) -> None:
    team = home.teams.teams_of(owner.user)[0].team.id
    boss = Talker(home, owner.user, "小安", -1001, admin=True)
    boss.press(Button("x", Tap("~team", "bind", team)))
    boss.command("/roster")
    assert not {"📤 Excel", "📤 CSV"} & set(boss.labels)
    boss.press(Button("x", Tap("~roster", "csv", team)))
    assert boss.files == ()


def test_the_shared_roster_on_request_and_back(home: Home, owner: Talker) -> None:
    assert home.adviser_of(owner.ask.place) is not home.common
    owner.command("/roster")
    assert "現在用共用名單" in owner.tap("共用名單") and "示範名單" in owner.screens[-1].plain
    assert home.adviser_of(owner.ask.place) is home.common
    assert "4 位創作者" in owner.tap("用回我們的名單")
    assert home.adviser_of(owner.ask.place) is not home.common


def test_refreshing_is_offered_where_a_key_is_set(home: Home, owner: Talker) -> None:
    owner.command("/roster")
    assert not any("更新數字" in label for label in owner.labels)
    team = home.teams.teams_of(owner.user)[0].team.id
    assert "還沒有設定" in owner.press(Button("x", Tap("~roster", "enrich", team)))


def test_forged_buttons_change_nothing(home: Home, owner: Talker) -> None:
    team = home.teams.teams_of(owner.user)[0].team.id
    with home.shelf.lent(team) as kept:
        before, tag = kept.roster.version, tag_of(kept.roster.creators()[0].id)
    slots = (
        "",
        "nope",
        "edit",
        "field",
        "rm2",
        "merge",
        "two",
        "undo2",
        "go",
        "good",
        "set",
        "col",
        "rows",
        "list",
        "dup",
        "odd",
        "c",
        "map",
    )
    rests = (
        "",
        ".",
        ".x",
        f".{tag}",
        f".{tag}.9.9",
        f".{tag}.0.99",
        f".{tag}.-1.-1",
        ".1.2.3.4.5",
        f".{'z' * 22}",
        f".{tag}.{tag}",
    )
    for slot in slots:
        for key in (team, "-", "", "nowhere1"):
            for rest in rests:
                if slot != "rm2" or tag not in rest:
                    owner.press(Button("x", Tap("~roster", slot, key + rest)))
    with home.shelf.lent(team) as kept:
        assert kept.roster.version == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_has_a_way_on(home: Home, language: str) -> None:
    """Walk over every button that can be reached, but for those that end something."""
    ann = Talker(home, 7001, "Ann", language=language)
    ann.send("list.csv", FOUR)
    ann.press(next(button for button in ann.buttons if button.label.startswith("✅")))
    ann.command("/roster")
    ending = {"rm2", "merge", "two", "undo2", "common", "go", "good", "no"}
    seen, open_ = set[str](), [(ann.screens, button) for button in ann.buttons]
    while open_:
        screens, button = open_.pop()
        if button.tap is None or button.tap.brief_id != "~roster" or button.tap.slot in ending:
            continue
        if (key := f"{button.tap.slot}:{button.label}") in seen:
            continue
        seen.add(key)
        ann.screens = screens
        ann.press(button)
        assert ann.toast is None, key
        assert ann.buttons or ann.files or button.tap.slot == "import", key
        open_ += [(ann.screens, other) for other in ann.buttons]
    assert len(seen) > 30
