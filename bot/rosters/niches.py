"""What a roster calls its niches, in the reader's language where it is a niche that we know.

A niche is known by its label and its other names in any language (``niche.…`` and ``niche_also.…`` in the catalogues),
and else by the name of a kind of product. Words that are in the reader's language already stay what they are.
"""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from bot.texts import LANGUAGES, Texts, catalogue, written_in
from knowledge.products import products

LABEL, ALSO = "niche.", "niche_also."
SEPARATORS = re.compile("[、,]")


def named(words: str, texts: Texts) -> str:
    """A niche as the reader calls it; the roster's own words where we do not know it."""
    if written_in(words, plainly=False) == texts.language:
        return words
    found = _known().get(_folded(words))
    if found is not None:
        return texts.label("niche", found)
    kind = products().get(_kinds().get(_folded(words), ""))
    if kind is None:
        return words
    return kind.zh if texts.locale.language == "zh" else kind.en


def counted(counts: Mapping[str, int], texts: Texts) -> dict[str, int]:
    """Counts by the reader's names, most first: what a roster calls by two names of one niche is one."""
    total: Counter[str] = Counter()
    for words, count in counts.items():
        total[named(words, texts)] += count
    return dict(sorted(total.items(), key=lambda item: -item[1]))


@cache
def _known() -> dict[str, str]:
    """Niche by every name that it has in any language; its own names before the other ones."""
    names: dict[str, str] = {}
    for language in LANGUAGES:
        for key, text in catalogue(language).items():
            if key.startswith(LABEL):
                niche = key.removeprefix(LABEL)
                names |= {_folded(text): niche, _folded(niche): niche}
    for language in LANGUAGES:
        for key, text in catalogue(language).items():
            if key.startswith(ALSO):
                niche = key.removeprefix(ALSO)
                for name in SEPARATORS.split(text):
                    names.setdefault(_folded(name), niche)
    return names


@cache
def _kinds() -> dict[str, str]:
    """Kind of product by every name that it has; where two kinds share one, the first."""
    names: dict[str, str] = {}
    for kind in products().values():
        for name in (kind.zh, kind.en, *kind.zh_synonyms, *kind.en_synonyms):
            names.setdefault(_folded(name), kind.id)
    return names


def _folded(words: str) -> str:
    return " ".join(words.casefold().replace("’", "'").split())
