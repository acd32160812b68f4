"""A language is its catalogues and a header: one more file is one more language, everywhere."""

from pathlib import Path

import pytest

from bot.app import Home
from bot.languages import LANGUAGES, UnnamedLanguage, language_of, languages, next_language
from bot.telegram.commands import codes
from bot.texts import Texts, catalogue
from data.conversations import Place

HEADER = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Language: ms\n"
"X-Language-Tag: ms\n"
"X-Language-Name: Bahasa Melayu\n"
"X-Spoken-As: ms malay melayu\n"
"""


def po(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


@pytest.fixture
def malay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """One file in an empty folder, each text in brackets, so that no other language can be mistaken for it."""
    entries = (f"\nmsgid {po(key)}\nmsgstr {po(f'⟦{text}⟧')}\n" for key, text in catalogue("en").items())
    (tmp_path / "ms.po").write_text(HEADER + "".join(entries), "utf-8")
    monkeypatch.setitem(LANGUAGES, "ms", languages(tmp_path)["ms"])
    return "ms"


def test_the_shipped_languages() -> None:
    assert {tag: (one.locale, one.name) for tag, one in LANGUAGES.items()} == {
        "en": ("en", "English"),
        "zh-TW": ("zh_Hant_TW", "繁體中文"),
    }


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("zh-hant", "zh-TW"), ("zh_CN", "zh-TW"), ("yue", "zh-TW"), ("中文", "zh-TW"), ("Chinese", "zh-TW"),
        ("en-GB", "en"), ("ENGLISH", "en"), ("英文", "en"), ("fr", "en"), ("", "zh-TW"), (None, "zh-TW"),
    ],
)  # fmt: skip
def test_codes_and_names_of_languages(said: str | None, language: str) -> None:
    assert language_of(said) == language


def test_a_switch_goes_round() -> None:
    assert [next_language("en"), next_language("zh-TW"), next_language("xx")] == ["zh-TW", "en", "zh-TW"]


def test_catalogues_that_do_not_say_their_language_are_refused(tmp_path: Path) -> None:
    (tmp_path / "xx.po").write_text('msgid ""\nmsgstr ""\n"Language: xx\\n"\n', "utf-8")
    with pytest.raises(UnnamedLanguage, match="X-Language-Tag"):
        languages(tmp_path)


def test_one_file_more_is_a_language_more(malay: str, home: Home) -> None:
    place = Place(user=5)
    turn = home.chat.command(place, "start", "", "ms")
    assert turn.language == "ms" and "⟦What do you sell?⟧" in turn.card.plain
    answer = home.chat.say(place, "soap NT$280, NT$30k", "ms")
    assert "⟦Cost⟧" in answer.card.plain and "NT$" in answer.card.plain
    assert all(
        reason.text and "⟦" in reason.text for pick in answer.advice.creators for reason in pick.reasons
    )  # type: ignore[union-attr]
    assert Texts("ms").locale.language == "ms"


def test_telegram_is_told_of_it(malay: str) -> None:
    assert dict(codes()) == {None: "en", "zh": "zh-TW", "ms": "ms"}


def test_settings_offer_it(malay: str, home: Home) -> None:
    place = Place(user=6)
    home.chat.command(place, "language", "melayu", None)
    assert home.chat.language(place, "en") == "ms"
