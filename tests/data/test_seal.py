"""Sealing: what is closed comes back, with any of the keys, and with no other."""

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from data.keys import new_key
from data.seal import PREFIX, Seal, WrongKey

OLD, NEW = new_key(), new_key()


@given(st.text())
def test_what_is_sealed_opens_as_it_was_and_shows_nothing(text: str) -> None:
    sealed = Seal([NEW]).close(text)
    assert Seal([NEW]).open(sealed) == text
    assert sealed.isascii() and sealed.startswith(PREFIX)
    assert len(text) < 4 or text not in sealed


@given(st.text().filter(lambda text: not text.startswith(PREFIX)))
def test_what_was_never_sealed_opens_as_it_is(text: str) -> None:
    assert Seal([NEW]).open(text) == Seal().open(text) == text


def test_equal_texts_are_sealed_differently() -> None:
    seal = Seal([NEW])
    assert seal.close("王小美") != seal.close("王小美")


def test_the_first_key_seals_and_every_key_opens() -> None:
    both, sealed = Seal([NEW, OLD]), Seal([OLD]).close("0912-345-678")
    assert both.open(sealed) == "0912-345-678"
    again = both.again(sealed)
    assert Seal([NEW]).open(again) == "0912-345-678"
    with pytest.raises(WrongKey):
        Seal([OLD]).open(again)


def test_another_key_opens_nothing_and_the_error_says_what_to_do() -> None:
    with pytest.raises(WrongKey, match=r"KOL_SECRET_KEY or KOL_KEY_FILE.*nothing was changed"):
        Seal([NEW]).open(Seal([OLD]).close("x"))
    with pytest.raises(WrongKey, match="set KOL_SECRET_KEY or KOL_KEY_FILE"):
        Seal().open(Seal([OLD]).close("x"))


def test_a_changed_value_is_noticed() -> None:
    sealed = Seal([NEW]).close("hello")
    for place in range(len(PREFIX), len(sealed), 7):
        other = "A" if sealed[place] != "A" else "B"
        with pytest.raises(WrongKey):
            Seal([NEW]).open(sealed[:place] + other + sealed[place + 1 :])


def test_unknown_stays_unknown() -> None:
    seal = Seal([NEW])
    assert seal.close_some(None) is None and seal.open_some(None) is None
    assert seal.open_some(seal.close_some("")) == ""


def test_a_key_is_a_fernet_key_and_no_two_are_alike() -> None:
    Fernet(new_key())
    assert new_key() != new_key()
