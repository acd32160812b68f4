"""Importing by chat: the dry run, corrections, yes and no, what comes back, and who may."""

import pytest

from bot.app import Home
from data.roster import Roster
from data.teams import Role
from tests.bot.rosters.talk import Talker, table

MISTAKES = table(
    "名稱 | 平台 | 帳號 | 粉絲數 | 互動率 | 貼文報價 | 怪欄",
    "小樹手作 | IG | littletree | 1.2萬 | 3.2% | 8000-12000 | 早上回信",
    "慢慢洗 | instagram | slowwash | 很多 | 2.1% | 5000 |",
    "泡泡研究室 | 小紅書 | bubblelab | 23000 | 240% | 6000 |",
    "阿德 | | | 5000 | 1% | 3000 |",
    "Mia | yt | @mia | 8萬 | 4% | 15000 |",
)
GOOD = table(
    "名稱 | 連結 | 粉絲數",
    "小樹手作 | https://www.instagram.com/littletree | 1.2萬",
    "Mia | https://www.youtube.com/@mia | 8萬",
)
NEWER = table(
    "名稱 | 連結 | 粉絲數",
    "小樹手作 | https://www.instagram.com/littletree | 1.5萬",
    "Mia | https://www.youtube.com/@mia | 8萬",
)


def creators(home: Home, who: Talker) -> list[str]:
    """The names in the roster of somebody's first team."""
    with home.shelf.lent(home.teams.teams_of(who.user)[0].team.id) as kept:
        return sorted(creator.name for creator in kept.roster.creators())


def test_a_file_with_three_kinds_of_mistakes(home: Home, ann: Talker) -> None:
    shown = ann.send("名單.csv", MISTAKES)
    assert "5 列：新增 2、更新 0、沒變 0、有問題 3" in shown
    assert "第 3 列 粉絲數「很多」：不是數字。寫成 12000、12,000、1.2萬 或 12K，或留空" in shown
    assert "第 4 列 互動率「240%」：超過 100%" in shown
    assert "第 5 列 阿德：沒有帳號也沒有連結" in shown
    assert "沒有讀：怪欄" in shown and "剛建好，只有你和你邀請的人看得到" in shown
    assert creators(home, ann) == [], "nothing is saved before the yes"
    assert "新增 2、更新 0、沒變 0、略過 3" in ann.tap("匯入 2 列，略過 3 列")
    assert creators(home, ann) == ["Mia", "小樹手作"]
    (file,) = ann.files
    assert file.name == "名單_refused.csv" and "3 列有問題" in file.caption


def test_the_refused_rows_come_back_and_are_sent_again(home: Home, ann: Talker) -> None:
    ann.send("名單.csv", MISTAKES)
    ann.tap("匯入 2 列")
    text = ann.files[0].content.decode("utf-8-sig")
    assert text.count("\n") == 4 and "粉絲數: 不是數字" in text
    fixed = text.replace("很多", "2萬").replace("240%", "2.4%").replace("阿德,,,", "阿德,FB,ade.camp,")
    shown = ann.send("改好.csv", fixed.encode())
    assert "3 列：新增 3、更新 0、沒變 0、有問題 0" in shown
    ann.tap("匯入 3 列")
    assert creators(home, ann) == ["Mia", "小樹手作", "慢慢洗", "泡泡研究室", "阿德"]


def test_the_same_file_again_changes_nothing(ann: Talker) -> None:
    ann.send("名單.csv", GOOD)
    ann.tap("匯入 2 列")
    shown = ann.send("名單.csv", GOOD)
    assert "沒變 2" in shown and "沒有可以匯入的新內容" in shown
    assert not any("✅" in label for label in ann.labels)


def test_updates_are_told_field_by_field(ann: Talker) -> None:
    ann.send("名單.csv", GOOD)
    ann.tap("匯入 2 列")
    shown = ann.send("新名單.csv", NEWER)
    assert "更新 1、沒變 1" in shown and "小樹手作: 粉絲數 12000 → 15000" in shown


def test_an_import_is_undone_by_its_own_button_only(home: Home, ann: Talker) -> None:
    ann.send("名單.csv", GOOD)
    ann.tap("匯入 2 列")
    first = ann.button("復原")
    ann.send("新名單.csv", NEWER)
    ann.tap("匯入 1 列")
    assert "沒有復原：這個變更已經復原，或之後又有別的變更" in ann.press(first)
    ann.command("/roster")
    ann.tap("復原上次變更")
    assert "已復原「新名單.csv」：1 位改回來、0 位移除" in ann.tap("復原上次變更")
    assert "已復原「名單.csv」" in ann.press(first)
    assert creators(home, ann) == []


def test_a_tap_acts_once(home: Home, ann: Talker) -> None:
    ann.send("名單.csv", GOOD)
    yes, no = ann.button("匯入 2"), ann.button("取消")
    assert "匯入完成" in ann.press(yes)
    assert "已經處理過" in ann.press(yes) and "已經處理過" in ann.press(no)
    assert len(creators(home, ann)) == 2


def test_no_is_an_answer(home: Home, ann: Talker) -> None:
    ann.send("名單.csv", GOOD)
    yes = ann.button("匯入 2")
    assert "檔案也不留" in ann.tap("取消")
    assert "已經處理過" in ann.press(yes) and creators(home, ann) == []


def test_an_import_waits_through_a_restart(home: Home, ann: Talker) -> None:
    from tests.conftest import home_at

    ann.send("名單.csv", GOOD)
    yes = ann.button("匯入 2")
    home.shelf.close()
    home.store.close()
    again = home_at(home.options.home)
    later = Talker(again, ann.user, "小安")
    assert "匯入完成" in later.press(yes)
    again.shelf.close()
    again.store.close()


def test_all_or_nothing_where_the_roster_changed_meanwhile(home: Home, ann: Talker) -> None:
    """Between dry run and yes a channel of the file came to belong to another creator."""
    both = table(
        "名稱 | IG 連結 | YouTube 連結",
        "小樹 | https://www.instagram.com/littletree | https://www.youtube.com/@littletree",
    )
    ann.send("兩個平台.csv", both)
    yes = ann.button("匯入 1")
    ann.send("另一份.csv", table("creator_id | 名稱 | 連結", "a | A | https://www.instagram.com/littletree",
                              "b | B | https://www.youtube.com/@littletree"))  # fmt: skip
    ann.tap("匯入 2 列")
    shown = ann.press(yes)
    assert "名單剛剛變了" in shown and "有問題 1" in shown
    assert creators(home, ann) == ["A", "B"]
    assert "取消" in str(ann.labels), "it still waits"


def test_a_column_is_corrected_by_buttons_and_remembered(ann: Talker) -> None:
    ann.send("名單.csv", MISTAKES)
    assert "怪欄：沒有讀" in ann.tap("欄位")
    ann.tap("怪欄")
    assert "怪欄 → 備註（你說的）" in ann.tap("備註")
    ann.tap("匯入 2")
    assert "怪欄 → 備註（你上次說的）" in ann.send("下個月.csv", MISTAKES)


@pytest.mark.parametrize("words", ["怪欄 = 備註", "怪欄=notes", "怪欄 → Notes", "怪欄 ＝ 備註"])
def test_a_column_is_corrected_in_words(ann: Talker, words: str) -> None:
    ann.send("名單.csv", MISTAKES)
    ann.tap("欄位")
    assert "怪欄 → 備註（你說的）" in (ann.say(words) or "")


def test_a_word_that_is_no_field_is_told(ann: Talker) -> None:
    ann.send("名單.csv", MISTAKES)
    ann.tap("欄位")
    assert "沒有「星座」這種欄位" in (ann.say("怪欄 = 星座") or "")
    assert ann.say("我賣手工皂 280") is None, "other words are for the brief"


def test_a_column_without_which_nothing_is_known(ann: Talker) -> None:
    odd = table("誰 | 哪裡 | 多少", "小樹 | littletree | 1.2萬", "Mia | mia | 8萬")
    shown = ann.send("奇怪.csv", odd)
    assert "讀不懂" in shown and "最少要有頻道連結" in shown


def test_every_row_can_be_looked_at(ann: Talker) -> None:
    rows = [f"創作者{n} | https://www.instagram.com/maker{n} | {n}00" for n in range(1, 41)]
    ann.send("四十位.csv", table("名稱 | 連結 | 粉絲數", *rows))
    shown = ann.tap("每一列")
    while "▶" in ann.labels:
        page = next(label for label in ann.labels if "/" in label)
        shown += ann.tap("▶")
        if page == next(label for label in ann.labels if "/" in label):
            break
    assert all(f"創作者{n} " in shown for n in range(1, 41))
    assert "確認後才匯入" in ann.tap("返回")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("https://www.instagram.com/littletree", 1),
        ("小樹 https://www.instagram.com/littletree", 1),
        ("https://www.instagram.com/littletree\nhttps://www.youtube.com/@mia\n", 2),
        ("名稱\t連結\t粉絲數\n小樹\thttps://www.instagram.com/littletree\t1.2萬", 1),
    ],
)
def test_pasted_links_and_tables(home: Home, ann: Talker, text: str, rows: int) -> None:
    assert f"{rows} 列：新增 {rows}" in (ann.say(text) or "")
    ann.tap("匯入")
    assert len(creators(home, ann)) == rows


def test_a_forwarded_message_is_one_creator(home: Home, ann: Talker) -> None:
    text = "哈囉～我是小樹，平常拍手作日常\nIG https://www.instagram.com/littletree\nYT https://youtube.com/@littletree 合作請私訊"
    assert ann.say(text) is None or "列" in (ann.say(text) or "")
    assert "1 列：新增 1" in (ann.say(text, forwarded=True) or "")
    ann.tap("匯入")
    with home.shelf.lent(home.teams.teams_of(ann.user)[0].team.id) as kept:
        (one,) = kept.roster.creators()
    assert {channel.platform.value for channel in one.channels} == {"instagram", "youtube"}


@pytest.mark.parametrize(
    "words",
    [
        "我賣手工皂 280 預算3萬",
        "https://shop.example.com/soap",
        "這個人 https://www.instagram.com/littletree 適合推我的手工皂嗎？預算三萬",
        "https://www.youtube.com/watch?v=abcdefghijk",
        "",
    ],
)
def test_words_for_the_brief_stay_there(ann: Talker, words: str) -> None:
    assert ann.say(words) is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空的.csv", b""),
        ("照片.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ("壞的.xlsx", b"PK\x03\x04" + bytes(100)),
        ("怪.json", b"{"),
        ("..\\..\\etc/passwd", b"x"),
        ("字.txt", "你好，請問可以合作嗎".encode()),
    ],
)
def test_what_is_no_list_is_told_kindly(home: Home, ann: Talker, name: str, content: bytes) -> None:
    shown = ann.send(name, content)
    assert "這份讀不懂" in shown and "/tmp" not in shown
    assert creators(home, ann) == []


def test_a_plain_member_is_refused_kindly(home: Home, ann: Talker, ben: Talker) -> None:
    ann.send("名單.csv", GOOD)
    team = home.teams.teams_of(ann.user)[0].team.id
    home.teams.join(team, ben.user, "阿本", Role.MEMBER)
    assert "沒有匯入" in ben.send("名單.csv", NEWER) and "編輯或擁有者" in ben.send("名單.csv", NEWER)
    home.teams.set_role(team, ben.user, Role.EDITOR)
    assert "更新 0" in ben.send("名單.csv", NEWER)
    assert "匯入完成" in ben.press(ben.button("匯入"))


def test_in_a_group(home: Home) -> None:
    boss = Talker(home, 7001, "小安", -1001, admin=True)
    guest, editor = Talker(home, 7002, "阿本", -1001), Talker(home, 7003, "Cat", -1001, admin=True)
    assert "還沒有名單" in guest.send("名單.csv", GOOD)
    boss.send("名單.csv", GOOD)
    assert "編輯或擁有者" in guest.press(boss.button("匯入"))
    assert "匯入完成" in editor.press(boss.button("匯入")), "another admin may say yes"
    assert "2 位創作者" in guest.command("/roster")
    assert "沒有匯入" in guest.send("名單.csv", NEWER)


def test_the_operator_fills_the_shared_roster_on_purpose_only(home: Home, ann: Talker) -> None:
    object.__setattr__(home.access, "operators", frozenset({ann.user}))
    ann.send("名單.csv", GOOD)
    ann.tap("匯入")
    assert creators(home, ann) == ["Mia", "小樹手作"] and not home.roster.has_own()
    ann.command("/roster")
    ann.tap("共用名單")
    assert "→ 共用名單" in ann.send("大家的.csv", GOOD)
    ann.tap("匯入")
    assert home.roster.has_own()


def test_somebody_else_only_reads_the_shared_roster(home: Home, ann: Talker) -> None:
    ann.command("/team 小樹")
    ann.tap("換名單")
    ann.tap("共用名單")
    shown = ann.command("/roster")
    assert "示範名單" in shown and {"👀 全部", "🔎 找人", "⬅️ 用回我們的名單"} == set(ann.labels)
    assert "→ 小樹" in ann.send("名單.csv", GOOD), "an import goes to one's own"


def test_the_terminals_imports_go_to_the_shared_roster(home: Home) -> None:
    sitting = Talker(home, 0, "")
    assert "→ 共用名單" in sitting.send("名單.csv", GOOD)
    sitting.tap("匯入")
    assert Roster(home.store, home.seal).has_own()
