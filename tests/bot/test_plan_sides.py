"""/plan, /shortlist and /settings, as a seller uses them, over the real conversation."""

import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from bot.app import Home
from bot.conversation import tag_of
from bot.screens.screen import Screen, Tap
from bot.sides import Ask
from bot.take_side import TakeAway
from bot.takeaway import fonts
from bot.taps import UnknownTap
from bot.turn import Turn
from data.conversations import Place
from tests.conftest import home_at

ME = Place(user=1)
ZH, EN = Ask(ME, "zh-TW"), Ask(ME, "en")
WORDS = "手工皂 280 預算3萬"


@pytest.fixture(scope="module")
def opened(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """One home for all: opening it is what takes time."""
    folder = tmp_path_factory.mktemp("sides") / "home"
    shutil.copytree(demo_folder, folder)
    home = home_at(folder)
    yield home
    home.store.close()


@pytest.fixture
def home(opened: Home) -> Home:
    """Nobody has said anything yet."""
    assert opened.chat  # makes the tables
    with opened.store.atomic():
        for table in ("votes", "briefs", "people", "people_currencies", "chat_currencies"):
            opened.store.execute(f"delete from {table}")
    return opened


def asked(home: Home, place: Place = ME, words: str = WORDS) -> Turn:
    turn = home.chat.asked(place, words, "zh-hant")
    assert turn.advice
    return turn


def press(home: Home, screen: Screen, label: str, ask: Ask = ZH) -> Turn:
    """The button with this label; of a brief or of a side."""
    tap = next(b.tap for row in screen.buttons for b in row if label in b.label and b.tap)
    return home.chat.tap_beside(ask, tap) if tap.brief_id.startswith("~") else home.chat.tap(ask.place, tap)


def command(home: Home, line: str, ask: Ask = ZH) -> Turn:
    name, _, argument = line.partition(" ")
    return home.chat.beside(ask, name, argument)


def labels(turn: Turn) -> list[str]:
    return [button.label for row in turn.card.buttons for button in row]


class TestTakingAway:
    def test_without_a_plan_it_says_what_is_needed(self, home: Home) -> None:
        assert "先告訴我賣什麼" in command(home, "plan").card.plain

    def test_plan_offers_three_files(self, home: Home) -> None:
        asked(home)
        turn = command(home, "plan")
        assert "手工皂" in turn.card.plain and labels(turn) == ["📎 Excel", "📎 PDF", "📎 圖片"]

    @pytest.mark.parametrize(("kind", "begins"), [("xlsx", b"PK"), ("pdf", b"%PDF"), ("png", b"\x89PNG")])
    def test_the_cards_buttons_send_a_file_with_a_caption(self, home: Home, kind: str, begins: bytes) -> None:
        turn = asked(home)
        (file,) = home.chat.tap_beside(ZH, Tap("~take", kind, turn.brief_id)).files
        assert file.name == f"kol-手工皂-20261122.{kind}" and file.content.startswith(begins)
        assert "手工皂" in file.caption and "示範名單" in file.caption and len(file.caption) <= 1024

    def test_a_file_speaks_the_language_of_whoever_asks(self, home: Home) -> None:
        turn = asked(home)
        (file,) = home.chat.tap_beside(EN, Tap("~take", "xlsx", turn.brief_id)).files
        book = CalamineWorkbook.from_filelike(BytesIO(file.content))
        cells = [str(cell) for row in book.get_sheet_by_name("Plan").to_python() for cell in row]
        assert any("your product" in cell for cell in cells) and "Creator plan" in file.caption

    def test_a_brief_of_another_chat_is_not_given_away(self, home: Home) -> None:
        turn = asked(home)
        stranger = Ask(Place(chat=99, user=2), "en")
        assert home.chat.tap_beside(stranger, Tap("~take", "pdf", turn.brief_id)).toast

    def test_a_colleague_in_the_same_chat_may_take_it_away(self, home: Home) -> None:
        turn = asked(home, Place(chat=-100, user=1))
        colleague = Ask(Place(chat=-100, user=2), "zh-TW")
        assert home.chat.tap_beside(colleague, Tap("~take", "xlsx", turn.brief_id)).files

    def test_without_a_font_it_names_the_package_and_excel_still_works(
        self, home: Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        none = (fonts.installed()[0], frozenset({"Libertinus Serif"}))
        monkeypatch.setattr(fonts, "installed", lambda: none)
        turn = asked(home)
        told = home.chat.tap_beside(ZH, Tap("~take", "pdf", turn.brief_id))
        assert "fonts-noto-cjk" in told.card.plain and not told.files
        assert home.chat.tap_beside(ZH, Tap("~take", "xlsx", turn.brief_id)).files

    @pytest.mark.parametrize("slot", ["exe", "", "pdf.."])
    def test_forged_kinds_are_refused(self, home: Home, slot: str) -> None:
        with pytest.raises(UnknownTap):
            home.chat.tap_beside(ZH, Tap("~take", slot, "x"))

    def test_a_product_of_odd_characters_makes_a_plain_file_name(self, home: Home) -> None:
        turn = asked(home, words="/../手工皂:*? 280 預算3萬")
        (file,) = home.chat.tap_beside(ZH, Tap("~take", "xlsx", turn.brief_id)).files
        assert not set(file.name) & set('/\\:*?"<>| ')


class TestShortlist:
    def star(self, home: Home, number: int) -> tuple[Turn, str]:
        """Star the creator with a number on a fresh card; their name."""
        turn = asked(home)
        assert turn.advice
        pick = turn.advice.creators[number - 1]
        detail = press(home, turn.card, f"🔍 {number}")
        return press(home, detail.card, "⭐"), pick.name

    def test_empty_it_says_how_to_fill_it(self, home: Home) -> None:
        assert "點 ⭐ 收藏" in command(home, "shortlist").card.plain

    def test_a_starred_creator_is_kept_shown_and_taken_off(self, home: Home) -> None:
        starred, name = self.star(home, 2)
        assert "🌟 取消收藏" in labels(starred)
        turn = command(home, "shortlist")
        assert name in turn.card.plain and "示範名單" in turn.card.plain
        (copied,) = [b.copy for row in turn.card.buttons for b in row if b.copy]
        assert copied.startswith("@")
        after = press(home, turn.card, f"✖️ {name}"[:8])
        assert "還沒有收藏任何人" in after.card.plain
        assert "收藏還是空的" in command(home, "shortlist").card.plain

    def test_it_outlives_changes_undo_and_a_restart(self, home: Home) -> None:
        starred, name = self.star(home, 1)
        home.chat.say(ME, "改成10萬", "zh-hant")
        home.chat.command(ME, "undo", "", "zh-hant")
        assert name in command(home, "shortlist").card.plain
        saved = home.conversations.load(starred.brief_id)
        assert saved and "starred" in saved.view

    def test_lists_of_two_briefs_do_not_mix(self, home: Home) -> None:
        _, soap = self.star(home, 1)
        wagon = asked(home, words="露營推車 2500 預算8萬")
        press(home, press(home, wagon.card, "🔍 1").card, "⭐")
        turn = command(home, "shortlist")
        assert "露營推車" in turn.card.plain and soap not in turn.card.plain
        assert soap in press(home, turn.card, "⭐ 手工皂").card.plain

    def test_it_is_exported_as_a_workbook_of_its_own(self, home: Home) -> None:
        _, name = self.star(home, 1)
        (file,) = press(home, command(home, "shortlist").card, "Excel").files
        book = CalamineWorkbook.from_filelike(BytesIO(file.content))
        assert book.sheet_names[0] == "收藏名單"
        assert name in [row[1] for row in book.get_sheet_by_name("收藏名單").to_python()]

    def test_a_group_keeps_whom_it_voted_up(self, home: Home) -> None:
        turn = asked(home, Place(chat=-100, user=1))
        assert turn.advice
        liked, disliked = turn.advice.creators[:2]
        for user in (2, 3):
            home.chat.poll.votes.cast(turn.brief_id, liked.id, user, 1, f"t{user}")
            home.chat.poll.votes.cast(turn.brief_id, disliked.id, user, -1, f"u{user}")
        shown = command(
            home, "shortlist", Ask(Place(chat=-100, user=1), "zh-TW", is_private=False)
        ).card.plain
        assert f"👍 {liked.name}" in shown and disliked.name not in shown

    def test_somebody_elses_list_is_out_of_reach(self, home: Home) -> None:
        starred, _ = self.star(home, 1)
        stranger = Ask(Place(chat=5, user=5), "zh-TW")
        assert home.chat.tap_beside(stranger, Tap("~list", "show", starred.brief_id)).toast
        tag = tag_of("instagram:x")
        assert home.chat.tap_beside(stranger, Tap("~list", "off", f"{starred.brief_id}.{tag}")).toast

    def test_forged_buttons_are_refused(self, home: Home) -> None:
        with pytest.raises(UnknownTap):
            home.chat.tap_beside(ZH, Tap("~list", "drop", "x"))


class TestSettings:
    def test_the_language_changes_at_a_tap_and_stays(self, home: Home) -> None:
        turn = command(home, "settings")
        assert "✅ 繁體中文" in labels(turn)
        after = press(home, turn.card, "English")
        assert "Settings" in after.card.plain and after.language == "en"
        assert home.chat.language(ME, "zh-hant") == "en"

    def test_the_margin_is_counted_with(self, home: Home) -> None:
        asked(home)
        after = press(home, command(home, "settings").card, "40%")
        assert "毛利率：40%" in after.card.plain
        conversation, advice = home.chat.read(ME)
        assert conversation.view.margin == 0.4 and advice and advice.economics.break_even_basis == "margin"
        assert "未設定" in press(home, after.card, "不用毛利率").card.plain

    def test_the_currency_is_automatic_until_one_is_chosen_and_may_be_again(self, home: Home) -> None:
        turn = command(home, "settings")
        assert "幣別：自動（沒寫幣別的金額算台幣）" in turn.card.plain and "✅ 自動" in labels(turn)
        chosen = press(home, turn.card, "US$")
        assert "幣別：沒寫幣別的金額都算美元" in chosen.card.plain
        assert "✅ US$" in labels(chosen) and "自動" in labels(chosen)
        assert "幣別：自動" in press(home, chosen.card, "自動").card.plain

    def test_amounts_are_read_in_it_and_it_stays_for_the_next_brief(self, home: Home) -> None:
        press(home, command(home, "settings").card, "US$")
        turn = home.chat.asked(ME, "手工皂 28 預算1000", "zh-hant")
        assert turn.brief.unit_price and turn.brief.unit_price.currency == "USD"
        assert turn.brief.budget and turn.brief.budget.currency == "USD"
        assert "US$1,000" in labels(turn) and "US$28" in turn.card.plain
        assert home.chat.asked(ME, "面膜 12 預算500", "zh-hant").brief.budget.currency == "USD"  # type: ignore[union-attr]

    def test_questions_offer_sums_of_it(self, home: Home) -> None:
        press(home, command(home, "settings").card, "HK$")
        turn = home.chat.asked(ME, "手工皂", "zh-hant")
        assert labels(turn)[:3] == [
            "平價（HK$29 以下）",
            "中價位（HK$29–85）",
            "高價位（HK$85 以上）",
        ]  # NT$120, 350
        turn = press(home, turn.card, "平價")
        assert "HK$3,000" in labels(turn)

    def test_fees_in_another_currency_are_told_in_it_first(self, home: Home) -> None:
        press(home, command(home, "settings").card, "US$")
        turn = home.chat.asked(ME, "手工皂 NT$280 預算 NT$30000", "zh-hant")
        assert turn.advice and turn.advice.creators[0].offer
        fee = turn.advice.creators[0].offer.fee
        assert fee.currency == "TWD"
        line = next(line for line in turn.card.plain.splitlines() if " 約 US$" in line)
        assert f"（NT${fee.low:,.0f}" in line
        detail = press(home, turn.card, "🔍 1").card.plain
        assert line in detail
        compared = home.chat.say(ME, "比較 1 和 2", "zh-hant")
        assert line in compared.card.plain

    def test_a_group_has_a_currency_of_its_own(self, home: Home) -> None:
        group = Place(chat=-100, user=1)
        press(home, command(home, "settings").card, "US$")
        theirs = Ask(group, "zh-TW", is_private=False)
        press(home, command(home, "settings", theirs).card, "HK$", theirs)
        for user in (1, 2):
            brief = asked(home, group._replace(user=user), "手工皂 90 預算9000").brief
            assert brief.budget and brief.budget.currency == "HKD"
        mine = asked(home, words="手工皂 28 預算900").brief
        assert mine.budget and mine.budget.currency == "USD"

    def test_a_promotion_is_counted_in_it(self, home: Home) -> None:
        press(home, command(home, "settings").card, "JP¥")
        turn = home.chat.command(ME, "promo", "1000 500 75折 100 200", "zh-hant")
        assert "JP¥1,000 → JP¥750" in turn.screens[0].plain

    @pytest.mark.parametrize(
        ("slot", "value"),
        [
            ("language", "tlh"),
            ("margin", "0"),
            ("margin", "x"),
            ("", ""),
            ("currency", "XAU"),
            ("currency", ""),
        ],
    )
    def test_forged_buttons_are_refused(self, home: Home, slot: str, value: str) -> None:
        with pytest.raises(UnknownTap):
            home.chat.tap_beside(ZH, Tap("~set", slot, value))


class TestAnotherPlanTakenAway:
    def taken(self, home: Home) -> Turn:
        """The card with the cheaper plan in place of the best one."""
        return press(home, press(home, asked(home).card, "其他方案").card, "採用：省一點")

    def test_files_are_of_the_plan_that_was_taken_and_say_so(self, home: Home) -> None:
        turn = self.taken(home)
        assert turn.advice
        (file,) = home.chat.tap_beside(EN, Tap("~take", "xlsx", turn.brief_id)).files
        book = CalamineWorkbook.from_filelike(BytesIO(file.content))
        cells = [str(cell) for row in book.get_sheet_by_name("Plan").to_python() for cell in row]
        names = [pick.name for pick in turn.advice.creators]
        assert [cell for cell in cells if cell in names] == names
        assert any("Your pick: Cheaper, " in cell for cell in cells)
        left_out = [row[1] for row in book.get_sheet_by_name("Alternatives").to_python()]
        assert {pick.name for pick in turn.advice.alternatives} <= set(left_out)

    def test_a_table_in_the_chat_is_of_it_too(self, home: Home) -> None:
        turn = self.taken(home)
        assert turn.advice
        told = TakeAway(home.chat.read, tables=True).tap(ZH, "table", turn.brief_id).card
        assert "📌 你選：省一點" in told.plain
        assert all(pick.name in told.rich for pick in turn.advice.creators)

    def test_a_brief_that_is_gone_has_no_table(self, home: Home) -> None:
        assert TakeAway(home.chat.read, tables=True).tap(ZH, "table", "nothere").toast
        with pytest.raises(UnknownTap):
            home.chat.tap_beside(ZH, Tap("~take", "table", "x"))  # the setting is off
