"""What an import found wrong, in the reader's language. data/ says it in English, once; its sentences are the
English texts of the keys ``refusal.…``, by which the other languages are found."""

import re
from functools import cache
from typing import NamedTuple

from bot.texts import Texts, catalogue
from data.report import ImportReport, RefusedRow

KEYS = "refusal."
_FIELD = re.compile(r"\{(\w+)\}")


class Sentence(NamedTuple):
    """One sentence of data/ with its values, as a pattern."""

    key: str
    pattern: re.Pattern[str]


def said(texts: Texts, english: str) -> str:
    """A reason or a suggestion in the language of ``texts``; one that nobody translated stays English."""
    if texts.language == "en":
        return english
    for sentence in _sentences():
        if found := sentence.pattern.fullmatch(english):
            return texts(
                sentence.key, **{name: said(texts, value) for name, value in found.groupdict().items()}
            )
    return english


def in_words(texts: Texts, report: ImportReport) -> ImportReport:
    """The report with what is wrong said in the language of ``texts``, for the file of refused rows."""
    files = (
        file.model_copy(update={"refused": tuple(_refused(texts, row) for row in file.refused)})
        for file in report.files
    )
    return report.model_copy(update={"files": tuple(files)})


def _refused(texts: Texts, row: RefusedRow) -> RefusedRow:
    problems = (
        problem.model_copy(
            update={"reason": said(texts, problem.reason), "suggestion": said(texts, problem.suggestion)}
        )
        for problem in row.problems
    )
    return row.model_copy(update={"problems": tuple(problems)})


@cache
def _sentences() -> tuple[Sentence, ...]:
    """The English sentences, those without values first and then the longest."""
    english = {key: text for key, text in catalogue("en").items() if key.startswith(KEYS)}
    ordered = sorted(english, key=lambda key: (len(_FIELD.findall(english[key])), -len(english[key])))
    return tuple(Sentence(key, _pattern(english[key])) for key in ordered)


def _pattern(text: str) -> re.Pattern[str]:
    pieces = _FIELD.split(text)
    return re.compile(
        "".join(f"(?P<{piece}>.{{0,2000}}?)" if n % 2 else _literal(piece) for n, piece in enumerate(pieces)),
        re.DOTALL,
    )


def _literal(piece: str) -> str:
    return re.escape(piece.replace("{{", "{").replace("}}", "}"))
