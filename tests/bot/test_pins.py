"""What pinning a card comes to, without Telegram."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.authority import SHARED_ACCOUNTS
from bot.chat import Chat
from bot.conversation import View
from bot.languages import LANGUAGES
from bot.pins import AREA, Pinning, buttons_of, keep_choices
from bot.screens.screen import TEXT_LIMIT
from bot.showing import NotFound
from bot.sides import Ask
from bot.taps import STARS, UnknownTap
from bot.texts import Texts
from data.conversations import ConversationStore, Place
from data.pins import Pins
from data.seal import Seal
from data.store import connect
from tests.fakes.adviser import FakeAdviser

ANN, GROUP = 700_001, -1_001_234
BRIEF = "手工皂 280 預算3萬"


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    store, adviser = connect(tmp_path / "kol.db"), FakeAdviser()
    pinning = Pinning(Pins(store), lambda: chat)
    chat = Chat(ConversationStore(store, Seal()), lambda _: adviser, (pinning,))
    yield chat
    store.close()


@pytest.fixture
def pinning(chat: Chat) -> Pinning:
    side = chat.sides[AREA]
    assert isinstance(side, Pinning)
    return side


def asked(chat: Chat, user: int = ANN, where: int = GROUP, message: int = 40) -> str:
    """A brief with an answer on a card."""
    brief = chat.say(Place(where, 0, user), BRIEF, "zh-TW").brief_id
    chat.store.place_card(brief, message)
    return brief


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("where", [GROUP, ANN])
def test_the_card_has_a_line_about_it_and_stays_what_it_was(
    chat: Chat, pinning: Pinning, where: int, language: str
) -> None:
    chat.choose_language(Place(where, 0, ANN), language, "")
    asked(chat, where=where)
    turn = pinning.pinned(where, 40)
    assert turn and turn.message == 40
    key = "pin.in_group" if where == GROUP else "pin.in_private"
    line, rest = Texts(language)(key), turn.card.plain
    assert line in rest and "手工皂" in rest and len(rest) <= TEXT_LIMIT
    shown = chat.shown(Place(where, 0, ANN))
    assert shown.card.buttons == turn.card.buttons and line not in shown.card.plain


def test_a_question_can_be_pinned_too(chat: Chat, pinning: Pinning) -> None:
    brief = chat.say(Place(GROUP, 0, ANN), "手工皂", "zh-TW").brief_id
    chat.store.place_card(brief, 40)
    assert pinning.pinned(GROUP, 40) and pinning.pins.has(brief)


def test_an_answer_above_the_card_is_pinned_without_a_word(chat: Chat, pinning: Pinning) -> None:
    brief = asked(chat)
    chat.store.note_message(GROUP, 39, brief)
    assert pinning.pinned(GROUP, 39) is None
    assert pinning.pins.stands(brief, GROUP, 39)


def test_what_is_no_card_is_nothing(chat: Chat, pinning: Pinning) -> None:
    brief = asked(chat)
    assert pinning.pinned(GROUP, 41) is None and pinning.pinned(GROUP - 1, 40) is None
    assert not pinning.pins.has(brief)


@pytest.mark.parametrize("account", sorted(SHARED_ACCOUNTS))
def test_what_was_asked_anonymously_has_nobody_to_stay_with(
    chat: Chat, pinning: Pinning, account: int
) -> None:
    brief = asked(chat, user=account)
    assert pinning.pinned(GROUP, 40) is None and not pinning.pins.has(brief)


def test_only_its_asker_opens_it_and_only_where_it_is(chat: Chat, pinning: Pinning) -> None:
    brief = asked(chat, where=ANN)
    other = chat.command(Place(ANN, 0, ANN), "new", BRIEF, "zh-TW").brief_id
    pinning.pinned(ANN, 40)
    opened = pinning.tap(Ask(Place(ANN, 0, ANN), "en"), "open", brief)
    assert opened.brief_id == brief and opened.message is None
    for place, value in (
        (Place(ANN + 1, 0, ANN + 1), brief),
        (Place(GROUP, 0, ANN), brief),
        (Place(ANN, 0, ANN), other),
        (Place(ANN, 0, ANN), "nowhere"),
        (Place(ANN, 0, ANN), ""),
    ):
        for slot in ("open", "off", "nonsense"):
            with pytest.raises(NotFound):
                pinning.tap(Ask(place, "en"), slot, value)
    with pytest.raises(UnknownTap):
        pinning.tap(Ask(Place(ANN, 0, ANN), "en"), "nonsense", brief)


def test_what_was_opened_is_what_the_next_words_are_about(chat: Chat, pinning: Pinning) -> None:
    brief = asked(chat, where=ANN)
    pinning.pinned(ANN, 40)
    chat.command(Place(ANN, 0, ANN), "new", "露營推車 2500 預算8萬", "zh-TW")
    pinning.tap(Ask(Place(ANN, 0, ANN), "en"), "open", brief)
    assert chat.say(Place(ANN, 0, ANN), "預算改成5萬", "zh-TW").brief_id == brief


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_buttons_fit_a_phone(language: str) -> None:
    for is_private, count in ((True, 2), (False, 1)):
        buttons = buttons_of("AbCdEfGh", Ask(Place(), language, is_private=is_private), Texts(language))
        assert len(buttons) == count and all(len(button.label) <= 20 for button in buttons)


def test_what_the_group_voted_up_is_starred_beside_what_was(chat: Chat) -> None:
    brief = asked(chat)
    saved = chat.store.load(brief)
    assert saved
    stars = tuple(f"instagram:s{n}" for n in range(STARS - 1))
    chat.store.save(saved._replace(view=View(starred=stars).model_dump_json()))
    for user, channel, value in (
        (1, "a", 1),
        (2, "a", 1),
        (1, "b", -1),
        (1, "c", 1),
        (2, "c", -1),
        (3, "s0", 1),
    ):
        chat.poll.votes.cast(brief, f"instagram:{channel}", user, value, f"t{user}{channel}")
    keep_choices(chat, GROUP)
    after = chat.store.load(brief)
    assert after and chat.showing.load(after).view.starred == stars, "not pinned: nothing to do"
    Pins(chat.store.db).pin(brief, GROUP, 40)
    keep_choices(chat, GROUP)
    after = chat.store.load(brief)
    assert after and chat.showing.load(after).view.starred == (*stars, "instagram:a")
