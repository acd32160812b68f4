"""What next words answer: one question for each person in each place, for ten minutes."""

from datetime import UTC, datetime
from pathlib import Path

from data.conversations import Place
from data.store import connect
from data.waits import LASTS, Waits

ANN, BEN = Place(-100, 0, 7001), Place(-100, 0, 7002)


def test_a_question_is_open_for_whom_it_was_asked(tmp_path: Path) -> None:
    waits = Waits(db := connect(tmp_path / "kol.db"))
    waits.ask(ANN, "~roster", "find.x")
    assert waits.asked(ANN, "~roster") == "find.x"
    assert waits.asked(BEN, "~roster") is None and waits.asked(ANN, "~team") is None
    assert waits.asked(ANN._replace(thread=5), "~roster") is None
    waits.ask(ANN, "~team", "t")
    assert waits.asked(ANN, "~roster") is None, "the last question counts"
    waits.done(ANN)
    assert waits.asked(ANN, "~team") is None
    db.close()


def test_later_words_are_no_answer(tmp_path: Path) -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    waits = Waits(db := connect(tmp_path / "kol.db"), lambda: now)
    waits.ask(ANN, "~roster", "find.x")
    now += LASTS
    assert waits.asked(ANN, "~roster") is None
    db.close()
