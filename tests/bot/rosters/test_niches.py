"""Niches of a roster in the reader's language: by our labels, by other names, by kinds of product, else untouched."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rosters.niches import ALSO, LABEL, SEPARATORS, counted, named
from bot.rosters.screens import NAME, _whole_words
from bot.screens.rows import width
from bot.texts import LANGUAGES, Texts, catalogue

ZH, EN = Texts("zh-TW"), Texts("en")
DEMO = Path("data/samples/demo_roster.csv")

NAMED = [
    # as the roster has it, in Chinese, in English
    ("pet cats and pet food", "貓咪", "pet cats and pet food"),
    ("Camping", "露營", "Camping"),
    ("露營", "露營", "camping"),
    ("彩妝", "彩妝", "makeup"),
    ("3C", "3C 科技", "phones and gadgets"),
    ("Pets", "寵物", "Pets"),
    ("時尚", "時尚", "fashion"),
    ("men’s  grooming", "男士理容", "men’s  grooming"),
    ("口紅", "口紅", "lipstick"),
    ("lip tint", "口紅", "lip tint"),
    ("手作", "手作", "handmade crafts"),
    ("量子占卜", "量子占卜", "量子占卜"),
    ("quantum tarot", "quantum tarot", "quantum tarot"),
    ("unknown", "unknown", "unknown"),
]


@pytest.mark.parametrize(("words", "chinese", "english"), NAMED)
def test_a_niche_is_named_as_the_reader_would(words: str, chinese: str, english: str) -> None:
    assert (named(words, ZH), named(words, EN)) == (chinese, english)


def test_every_niche_of_the_demo_roster_has_a_name_in_every_language() -> None:
    with DEMO.open(encoding="utf-8-sig") as file:
        niches = {row["category"] for row in csv.DictReader(file)}
    for language in LANGUAGES:
        labels = {niche: catalogue(language)[f"niche.{niche}"] for niche in niches}
        assert len(set(labels.values())) == len(niches)
    assert all(named(niche, ZH) == ZH.label("niche", niche) for niche in niches)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_is_of_two_niches(language: str) -> None:
    texts = catalogue(language)
    owner = {text.casefold(): key.removeprefix(LABEL) for key, text in texts.items() if key.startswith(LABEL)}
    for key, text in texts.items():
        if key.startswith(ALSO):
            for name in SEPARATORS.split(text):
                assert owner.setdefault(name.strip().casefold(), key.removeprefix(ALSO)) == key.removeprefix(
                    ALSO
                )


def test_two_names_of_one_niche_are_counted_together_most_first() -> None:
    counts = {"makeup": 3, "camping": 5, "美妝": 4, "量子占卜": 1}
    assert counted(counts, ZH) == {"美妝": 7, "露營": 5, "量子占卜": 1}


@given(st.text(min_size=1).filter(str.strip))
def test_a_long_name_is_cut_between_words_and_says_so(name: str) -> None:
    shown = _whole_words(name)
    assert 0 < len(shown) <= NAME + 2  # the marks that set right-to-left text apart


def test_how_long_names_are_cut() -> None:
    assert _whole_words("kids' toys and picture books and puzzles") == "kids' toys and picture…"
    assert _whole_words("x" * 60) == "x" * (NAME - 1) + "…"
    assert width(_whole_words("手" * 60)) <= 2 * NAME
