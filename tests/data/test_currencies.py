"""Chosen currencies: a group's before a person's, kept over a restart, gone with whoever chose them."""

from pathlib import Path

from data.currencies import Currencies
from data.kept import unlisted
from data.privacy import Privacy
from data.seal import Seal
from data.store import connect

ME, GROUP = 700_001, -100_200


def test_a_group_comes_before_a_person_and_none_is_none(tmp_path: Path) -> None:
    chosen = Currencies(connect(tmp_path / "kol.db"))
    assert chosen.of(GROUP, ME) is None
    chosen.choose(ME, "USD")
    assert (chosen.of(ME, ME), chosen.of(GROUP, ME), chosen.of(GROUP, 8)) == ("USD", "USD", None)
    chosen.choose_for_chat(GROUP, "HKD")
    assert (chosen.of(GROUP, ME), chosen.of(ME, ME)) == ("HKD", "USD")
    chosen.choose_for_chat(GROUP, None)
    chosen.choose(ME, "JPY")
    assert chosen.of(GROUP, ME) == "JPY"


def test_it_outlives_a_restart(tmp_path: Path) -> None:
    first = connect(tmp_path / "kol.db")
    Currencies(first).choose(ME, "EUR")
    first.close()
    assert Currencies(connect(tmp_path / "kol.db")).of(0, ME) == "EUR"


def test_it_follows_a_group_and_goes_with_it_and_with_the_person(tmp_path: Path) -> None:
    store = connect(tmp_path / "kol-advisor.db")
    chosen, privacy = Currencies(store), Privacy(tmp_path, store, Seal())
    chosen.choose(ME, "USD")
    chosen.choose_for_chat(GROUP, "HKD")
    assert unlisted(store) == []
    privacy.move_chat(GROUP, -100_900)
    assert (chosen.of(-100_900, ME), chosen.of(GROUP, ME)) == ("HKD", "USD")
    assert privacy.export(ME)["people_currencies"] == [{"user_id": ME, "currency": "USD"}]
    privacy.forget_chat(-100_900)
    assert chosen.of(-100_900, 8) is None
    forgotten = privacy.forget(ME)
    assert forgotten.removed["people_currencies"] == 1 and forgotten.left == {}
    assert chosen.of(ME, ME) is None
