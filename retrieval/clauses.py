"""Descriptions, clause by clause: what a creator does, what they refuse, and who does what was ruled out."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from retrieval.encoder import Encoder

REPEATED = 0.62  # cosine from which a clause says what was ruled out, in other words

_BREAK = re.compile(r"[。！？!?；;\n]|(?<=[^\d])[,，、:：](?=.)|\. |——| – ")
# A clause that refuses something is no sign that the creator does it.
_REFUSAL = re.compile(
    r"不(?!同|錯|少|過|斷|只|僅|但|論|管)|拒|沒|無(?!論)|婉謝|退|討厭|避|別|戒|"
    r"\b(?:no|not|never|none|without|refus\w*|declin\w*|avoid\w*|won't|doesn't|don't|isn't|turn\w* down|hates?|"
    r"skips?|bans?|allergic to|wary of|nothing)\b",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"^(?:請|拜託|我|們|最好)*(?:不要|不想要|不想|不接受|不能|別找|別|避免|拒絕|排除|不)(?:找|跟|有|太|那種|任何)?|"
    r"^(?:please |i |we )*(?:no|not|don't want|do not want|avoid|without|never|exclude|nobody who|none of)\b(?: any| the| too)?",
    re.IGNORECASE,
)


class Clause(NamedTuple):
    """Part of a description, and whether it refuses something."""

    text: str
    refuses: bool


def clauses(content: str) -> list[Clause]:
    """The clauses of a description, in order."""
    parts = [part.strip(" 「」\"'（）()") for part in _BREAK.split(content)]
    return [Clause(part, bool(_REFUSAL.search(part))) for part in parts if len(part) > 1]


def conflicts(
    encoder: Encoder, exclusions: Sequence[str], contents: Sequence[str | None]
) -> list[str | None]:
    """For each description, the exclusion that it runs into, or None.

    A clause runs into an exclusion when it names it, or says much the same, and does not refuse it.
    """
    unwanted = [_WISH.sub("", exclusion.strip()).strip() or exclusion for exclusion in exclusions]
    split = [[c.text for c in clauses(content or "") if not c.refuses] for content in contents]
    flat = [text for part in split for text in part]
    if not unwanted or not flat:
        return [None] * len(contents)
    closeness = encoder.queries(flat) @ encoder.queries(unwanted).T
    results: list[str | None] = []
    start = 0
    for part in split:
        near = closeness[start : start + len(part)]
        start += len(part)
        results.append(_first_conflict(exclusions, unwanted, part, near))
    return results


def _first_conflict(
    exclusions: Sequence[str], unwanted: list[str], part: list[str], near: npt.NDArray[np.float32]
) -> str | None:
    for n, (said, word) in enumerate(zip(exclusions, unwanted, strict=True)):
        named = any(word.casefold() in text.casefold() for text in part)
        if named or (len(part) and float(near[:, n].max()) >= REPEATED):
            return said
    return None
