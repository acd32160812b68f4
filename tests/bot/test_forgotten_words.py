"""After /forget no object of the process holds a word of the person: not the advisors' answers, not any other cache."""

import gc
from collections.abc import Iterator

from bot.app import Home
from data.conversations import Place
from tests.bot.rosters.talk import FOUR, Talker

MEI, GROUP = 7001, -1_007_001
# Spelt in pieces, or this module's own constants would be found.
PIECES = ("zyx", "wvu", "soap")


def word() -> str:
    return "".join(PIECES)


def holders() -> list[str]:
    """The kinds of objects that refer to a text with the word in it, caches of functions among them."""
    gc.collect()
    found, seen = [], set[int]()
    for thing in gc.get_objects():
        if any("wvu" + PIECES[2] in text for text in _texts(thing, seen)):
            found.append(f"{type(thing).__module__}.{type(thing).__name__}")
    return found


def _texts(thing: object, seen: set[int]) -> Iterator[str]:
    """What an object refers to: keys of dicts, which the collector passes over, and containers of texts alone too."""
    parts = gc.get_referents(thing)
    if issubclass(type(thing), dict):  # isinstance would ask the object, and some warn of being asked
        parts += list(thing)
    for part in parts:
        if type(part) is str:
            yield part
        elif type(part) in (dict, tuple) and not gc.is_tracked(part) and id(part) not in seen:
            seen.add(id(part))
            yield from _texts(part, seen)


def ask(home: Home, place: Place) -> None:
    """Words that are in the brief, its answer, other plans, and what was looked at of it."""
    home.chat.say(place, f"{word()} NT$280, budget NT$30,000, style {word()}, no {word()} please", "en")
    conversation, advice = home.chat.read(place)
    assert advice and word() in advice.model_dump_json()
    home.adviser_of(place).choices(conversation.brief, conversation.view)


def test_nothing_in_memory_has_a_word_of_somebody_forgotten(home: Home) -> None:
    ask(home, Place(MEI, 0, MEI))
    assert holders(), "the search finds what is there"
    assert home.privacy.forget(MEI).left == {}
    assert holders() == []


def test_nor_of_a_group_that_was_left(home: Home) -> None:
    ask(home, Place(GROUP, 0, MEI))
    home.chat.left(GROUP)
    assert holders() == []


def test_nor_has_the_advisor_of_any_team(home: Home) -> None:
    mei = Talker(home, MEI, "Mei")
    mei.send("list.csv", FOUR)
    mei.tap("匯入 4 列")
    ask(home, mei.ask.place)
    with home.shelf.lent(home.access.team_for_advice(mei.ask.place) or "") as kept:
        assert len(kept.advisor._answers)
        del mei
        home.privacy.forget(MEI)
        assert not len(kept.advisor._answers)
    assert holders() == []
