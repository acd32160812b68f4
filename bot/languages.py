"""Which languages there are: each folder of .po files under ``locale/``, or a single .po file, is one.

The header of one of its files says what a program must know of it, so that adding a language is adding a file:
``X-Language-Tag`` (BCP 47, as settings and JSON have it), ``Language`` (Babel's name of the locale),
``X-Language-Name`` (what its speakers call it) and ``X-Spoken-As`` (codes and names that mean it).
"""

import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

DEFAULT_LANGUAGE = "zh-TW"  # of somebody of whom nothing is known
COMMON_LANGUAGE = "en"  # of somebody whose language we do not have

_FIELD = re.compile(r'^"([\w-]+): *(.*?)\\n"$', re.MULTILINE)
_HEAD = 2000  # characters in which a header ends


class Language(NamedTuple):
    """A language with its catalogues. ``spoken_as`` holds primary subtags (zh, yue) and names, in lower case."""

    tag: str
    locale: str
    name: str
    spoken_as: frozenset[str]
    files: tuple[Traversable, ...]


class UnnamedLanguage(ValueError):
    """Catalogues whose header does not say which language they are."""


def languages(folder: Traversable) -> dict[str, Language]:
    """The languages of a folder by tag. Raises UnnamedLanguage."""
    places = sorted((item for item in folder.iterdir() if not item.name.startswith((".", "_"))), key=_name)
    found = [_language(item) for item in places if item.is_dir() or item.name.endswith(".po")]
    return {one.tag: one for one in found}


def _name(item: Traversable) -> str:
    return item.name


def _language(place: Traversable) -> Language:
    parts = sorted(place.iterdir(), key=_name) if place.is_dir() else [place]
    catalogues = tuple(part for part in parts if part.name.endswith(".po"))
    for part in catalogues:
        header: dict[str, str] = dict(_FIELD.findall(part.read_text("utf-8")[:_HEAD]))
        if tag := header.get("X-Language-Tag"):
            spoken = frozenset(header.get("X-Spoken-As", tag).casefold().split())
            name = header.get("X-Language-Name", tag)
            return Language(tag, header.get("Language", tag), name, spoken, catalogues)
    raise UnnamedLanguage(
        f"{place.name}: no catalogue names its language. Add to the header of one of them:"
        r' "X-Language-Tag: ms\n" (BCP 47) and "Language: ms\n" (Babel)'
    )


LANGUAGES = languages(files("bot").joinpath("locale"))


def language_of(code: str | None) -> str:
    """Our language for a BCP 47 or Telegram code, or for the name of a language; Chinese of any kind is Taiwan's."""
    if not code:
        return DEFAULT_LANGUAGE
    wanted = code.strip().casefold().replace("_", "-")
    primary = wanted.partition("-")[0]
    spoken = (one.tag for one in LANGUAGES.values() if {wanted, primary} & one.spoken_as)
    return next(spoken, COMMON_LANGUAGE)


def next_language(now: str) -> str:
    """The language after this one, for a switch that names none."""
    tags = list(LANGUAGES)
    return tags[(tags.index(now) + 1) % len(tags)] if now in tags else DEFAULT_LANGUAGE
