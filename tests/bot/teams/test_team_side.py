"""/team as people see it: founding, inviting, roles, leaving, handing over, deleting, groups."""

import re

import pytest

from bot.app import Home
from bot.screens.screen import Button, Tap
from bot.texts import LANGUAGES
from data.teams import Role
from tests.bot.rosters.talk import Talker, table

GROUP = -1001
LIST = table("名稱 | 連結 | 粉絲數", "小樹手作 | https://www.instagram.com/littletree | 1.2萬")
VOID = "這個邀請連結不能用了"
GONE = "這裡沒有這個項目，或已經不在了。"


def invited(owner: Talker, label: str = "邀請成員（1") -> str:
    """The payload of a new invitation."""
    owner.command("/team")
    owner.tap("邀請")
    found = re.search(r"https://t\.me/kol_bot\?start=(\S+)", owner.tap(label))
    assert found
    return found[1]


def join(owner: Talker, guest: Talker, label: str = "邀請成員（1") -> None:
    guest.follow(invited(owner, label))
    guest.tap("加入")


def team_of(home: Home, who: Talker) -> str:
    return home.teams.teams_of(who.user)[0].team.id


def test_somebody_without_a_team_is_told_how_to_begin_one(ann: Talker) -> None:
    assert "還沒有團隊" in ann.command("/team")
    shown = ann.tap("建立團隊")
    assert "小安的團隊" in shown and "你是擁有者" in shown and "團隊建立好了" in shown


def test_a_team_is_named_at_once_and_renamed_in_words(ann: Talker) -> None:
    assert "小樹工作室" in ann.command("/team 小樹工作室")
    ann.tap("改名")
    assert "大樹工作室" in (ann.say("大樹工作室") or "")
    assert "第三個名字" in ann.command("/team 第三個名字")


@pytest.mark.parametrize(
    ("name", "shown"),
    [("a" * 80, "a" * 39 + "…"), ("\u202eevil\u202c  name\n2", "evil name 2"), ("<b>&</b>", "<b>&</b>")],
)
def test_names_of_all_kinds(ann: Talker, name: str, shown: str) -> None:
    assert f"👥 {shown}\n" in ann.command(f"/team {name}")


def test_a_name_of_nothing_is_asked_for_again(ann: Talker) -> None:
    ann.command("/team 小樹")
    ann.tap("改名")
    assert "沒有看得見的字" in (ann.say("\u200b\u200b") or "")
    assert "小樹" in ann.command("/team")


def test_words_are_for_the_brief_again_after_a_name(ann: Talker) -> None:
    ann.command("/team 小樹")
    assert ann.say("我賣手工皂 280") is None
    ann.tap("改名")
    ann.tap("返回")
    assert ann.say("我賣手工皂 280") is None


def test_an_invitation_is_followed_and_accepted(home: Home, ann: Talker, ben: Talker) -> None:
    ann.command("/team 小樹")
    payload = invited(ann)
    assert "邀你加入「小樹」，身分是成員" in ben.follow(payload)
    assert home.teams.role(team_of(home, ann), ben.user) is None, "looking is not joining"
    assert "已加入" in ben.tap("加入")
    assert "2 位成員" in ann.command("/team")
    assert "你已經在「小樹」裡了" in ben.follow(invited(ann))


def test_not_now_is_an_answer(home: Home, ann: Talker, ben: Talker) -> None:
    ann.command("/team 小樹")
    payload = invited(ann)
    ben.follow(payload)
    assert "沒有加入" in ben.tap("先不要")
    assert home.teams.teams_of(ben.user) == []
    assert "邀你加入" in ben.follow(payload), "the invitation is not used up"


def test_what_opens_nothing_says_the_same_in_every_case(ann: Talker, ben: Talker, cat: Talker) -> None:
    ann.command("/team 小樹")
    used, revoked = invited(ann), invited(ann)
    ben.follow(used)
    ben.tap("加入")
    ann.command("/team")
    ann.tap("邀請")
    ann.tap("撤回")
    told = {cat.follow(payload) for payload in (used, revoked, "i" + "A" * 22)}
    assert len(told) == 1 and VOID in told.pop()


def test_a_used_link_is_no_use_even_with_the_button_on_screen(ann: Talker, ben: Talker, cat: Talker) -> None:
    ann.command("/team 小樹")
    payload = invited(ann)
    ben.follow(payload)
    cat.follow(payload)
    ben.tap("加入")
    assert VOID in cat.tap("加入")


def test_an_editor_invites_members_only(home: Home, ann: Talker, ben: Talker, cat: Talker) -> None:
    ann.command("/team 小樹")
    join(ann, ben, "邀請編輯")
    ben.command("/team")
    assert "邀請編輯（1 人）" not in ben.tap("邀請") and not any("編輯" in label for label in ben.labels)
    forged = Button("x", Tap("~team", "link", f"{team_of(home, ann)}.editor.1"))
    assert "擁有者" in ben.press(forged)
    join(ben, cat)
    assert home.teams.role(team_of(home, ann), cat.user) is Role.MEMBER


def test_roles_are_changed_by_the_owner(home: Home, ann: Talker, ben: Talker) -> None:
    ann.command("/team 小樹")
    join(ann, ben)
    ann.command("/team")
    ann.tap("成員")
    ann.tap("阿本")
    assert "（編輯）" in ann.tap("改為編輯")
    assert home.teams.role(team_of(home, ann), ben.user) is Role.EDITOR
    assert "（成員）" in ann.tap("改為成員")


def test_a_member_sees_the_names_and_can_leave(home: Home, ann: Talker, ben: Talker) -> None:
    ann.command("/team 小樹")
    join(ann, ben)
    ben.command("/team")
    assert "小安（擁有者）" in ben.tap("成員") and "阿本" not in ben.labels
    ben.command("/team")
    assert not {"✉️ 邀請", "✏️ 改名", "🗑 刪除團隊"} & set(ben.labels)
    ben.tap("離開")
    assert "還沒有團隊" in ben.tap("離開團隊")
    assert home.teams.teams_of(ben.user) == []


def test_the_owner_hands_over_before_leaving(home: Home, ann: Talker, ben: Talker) -> None:
    ann.command("/team 小樹")
    join(ann, ben)
    team = team_of(home, ann)
    assert "先移交團隊" in ann.press(Button("x", Tap("~team", "leave", team)))
    assert "先移交團隊" in ann.press(Button("x", Tap("~team", "leave2", team)))
    ann.command("/team")
    ann.tap("成員")
    ann.tap("阿本")
    ann.tap("移交團隊")
    assert "已移交" in ann.tap("移交團隊")
    assert home.teams.role(team, ben.user) is Role.OWNER
    ann.tap("離開")
    ann.tap("離開團隊")
    assert home.teams.role(team, ann.user) is None


def test_whoever_is_removed_reads_nothing_more(ann: Talker, ben: Talker) -> None:
    ann.send("名單.csv", LIST)
    ann.tap("匯入")
    join(ann, ben)
    assert "1 位創作者" in ben.command("/roster")
    theirs = ben.button("全部")
    ann.command("/team")
    ann.tap("成員")
    ann.tap("阿本")
    ann.tap("移出")
    assert "阿本" not in ann.tap("移出團隊")
    assert ben.press(theirs) == GONE
    assert "小樹手作" not in ben.command("/roster")


def test_deleting_takes_the_files_along(home: Home, ann: Talker, ben: Talker) -> None:
    ann.send("名單.csv", LIST)
    ann.tap("匯入")
    join(ann, ben)
    folder = home.options.home / "teams" / team_of(home, ann)
    assert (folder / "roster.db").exists()
    ann.command("/team")
    assert "整份名單" in ann.tap("刪除團隊")
    assert ann.labels[0].startswith("↩️"), "the safe way comes first"
    assert "都刪除了" in ann.tap("刪除團隊")
    assert not folder.exists()
    assert "還沒有團隊" in ben.command("/team") and "還沒有團隊" in ann.command("/team")


def test_somebody_in_two_teams_chooses(ann: Talker, ben: Talker) -> None:
    ann.command("/team 小樹")
    ben.command("/team 露營")
    join(ann, ben)
    assert "👥 小樹" in ben.command("/team"), "the one joined last is worked on"
    ben.tap("換名單")
    assert "✓ 小樹" in ben.labels
    assert "👥 露營" in ben.tap("露營")
    ben.tap("換名單")
    assert "共用名單" in ben.tap("共用名單")
    assert "📋 共用名單" in ben.command("/roster")


def test_a_groups_admin_begins_its_team(home: Home) -> None:
    boss = Talker(home, 7001, "小安", GROUP, admin=True)
    guest = Talker(home, 7002, "阿本", GROUP)
    assert "請群組管理員" in guest.command("/team") and not guest.labels
    assert "還沒有團隊" in boss.command("/team")
    assert "請群組管理員" in guest.press(boss.button("建立團隊"))
    assert "這個群組用這份名單" in boss.tap("建立團隊")
    assert "在這個群組裡看名單" in guest.command("/team")
    assert guest.labels == ["📋 名單"]
    assert guest.press(Button("x", Tap("~team", "members", f"{team_of(home, boss)}.1"))) == GONE


def test_an_owner_brings_a_team_into_a_group(home: Home, ann: Talker) -> None:
    ann.command("/team 小樹")
    boss = Talker(home, ann.user, "小安", GROUP, admin=True)
    assert "要用哪一份名單" in boss.command("/team")
    assert "👥 小樹" in boss.tap("小樹")
    assert "不再用團隊名單" in boss.tap("移開")
    assert "要用哪一份名單" in boss.command("/team")


def test_nobody_brings_a_team_of_others_into_a_group(home: Home, ann: Talker) -> None:
    ann.command("/team 小樹")
    other = Talker(home, 7005, "別人", GROUP, admin=True)
    assert other.press(Button("x", Tap("~team", "bind", team_of(home, ann)))) == GONE
    assert home.teams.seat(GROUP) is None


def test_an_anonymous_admin_owns_nothing(home: Home) -> None:
    # GroupAnonymousBot is one account for the anonymous admins of every group there is.
    ghost = Talker(home, 1087968824, "Group", GROUP, admin=True)
    assert "不要匿名" in ghost.command("/team")
    assert "不要匿名" in ghost.send("名單.csv", LIST)
    assert ghost.press(Button("x", Tap("~team", "found"))) and home.teams.teams_of(1087968824) == []


def test_forged_buttons_do_nothing(home: Home, ann: Talker) -> None:
    ann.command("/team 小樹")
    team = team_of(home, ann)
    before = home.teams.members(team)
    slots = ("", "x", "members", "member", "role", "link", "revoke", "hand2", "drop2", "join", "sit", "bind")
    values = ("", ".", team, f"{team}.", f"{team}.x", f"{team}.1.x", f"{team}.9999", f"{team}.-1", "nope.1")
    for slot in slots:
        for value in values:
            ann.press(Button("x", Tap("~team", slot, value)))
    assert home.teams.members(team) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_has_a_way_on(home: Home, language: str) -> None:
    """Walk over every button that can be reached and destroys nothing."""
    ann = Talker(home, 7001, "Ann", language=language)
    ann.command("/team Tree")
    seen, open_ = set[str](), [(ann.screens, button) for button in ann.buttons]
    while open_:
        screens, button = open_.pop()
        if button.tap is None or button.tap.brief_id != "~team" or button.tap.slot in ("delete2", "found"):
            continue
        if (key := f"{button.tap.slot}:{button.label}") in seen:
            continue
        seen.add(key)
        ann.screens = screens
        ann.press(button)
        assert ann.toast != "unknown", key
        assert ann.buttons or ann.toast, key
        open_ += [(ann.screens, other) for other in ann.buttons]
    assert len(seen) > 12
