"""Which column of a spreadsheet means what, by its header.

A header is compared without case, width, blanks and punctuation (data/header_words.py has the words). What
stands in parentheses is a hint: a unit as in 訂閱數(萬), a percent sign, a currency as in 報價(美金). A fee
column is a word for a fee with a word for a format: fee_reel, 報價_開箱, 限動費用; without a format it is the
fee for the platform's usual piece. Figures, fees and the audience may have columns of their own for date and
source: followers_as_of, fee_reel_source; words as well (contact_source), and all of them profile_date and
profile_origin. A second fee of a format is fee_reel_2. A platform in a header (IG粉絲數, YouTube 訂閱, 報價(FB)) makes
it a column of the channel there; data/platform_columns.py has those.
"""

import re
from collections.abc import Mapping as Dict
from collections.abc import Sequence

from data.columns import REFUSED, Column, How, Mapping, Part, Unused, plain_header
from data.corrections import Corrections, Said, column_key
from data.fees import CURRENCY_WORDS, currency_words
from data.header_words import (
    DATED,
    DESCRIPTIVE,
    FEE_WORDS,
    FILLERS,
    FORMAT_WORDS,
    JOINED,
    SYNONYMS,
    VIDEO_WORDS,
)
from data.notation import folded
from data.platform_columns import BARE, CHANNEL_WORDS, OF_CREATOR, platform_of
from data.provenance import FIELDS, WHOLE, WHOLE_DATE, WHOLE_SOURCE
from knowledge.models import Format, Platform

# Not every ISO code: "fee_blog_article" ends with that of the Chilean escudo.
_CURRENCY_ENDINGS = [
    word
    for word, code in currency_words().items()
    if code in CURRENCY_WORDS.values() and plain_header(word) == word
    if len(word) == 3 or not word.isascii()
]
PART_WORDS = {
    Part.AS_OF: ("asof", "date", "資料日期", "日期", "updated"),
    Part.SOURCE: ("source", "來源", "来源", "出處"),
    Part.BASIS: ("basis", "依據"),
}
_BY_NAME = {
    plain_header(word): (rank, field)
    for field, words in SYNONYMS.items()
    for rank, word in enumerate(words.split(", "))
}


# Of words only as an export writes them: 聯絡日期 is no date of the contact's source.
_OF_WORDS = {
    plain_header(f"{field}_{part}"): (field, part) for field in FIELDS for part in (Part.AS_OF, Part.SOURCE)
} | {plain_header(WHOLE_DATE): (WHOLE, Part.AS_OF), plain_header(WHOLE_SOURCE): (WHOLE, Part.SOURCE)}
LONGEST_HEADER = 200  # a longer text is none, and would take long to compare
_LAST = 100  # "YouTube 名稱" names the creator only where nothing better does
UNNAMED = "no field has this name"
LEFT_OUT = ("ignore", "-", "不匯入", "略過")  # corrections that say a column means nothing


class UnknownField(ValueError):
    """A correction names a field that there is none of."""


def map_header(header: Sequence[str], corrections: Dict[str, str] | Corrections | None = None) -> Mapping:
    """Give each column its meaning. Two columns of one meaning: the better name wins, the other is unused.

    :param corrections: header to field, as ``field_of`` reads it; what a person says outranks every name.
    """
    spoken = corrections if isinstance(corrections, Corrections) else Corrections(corrections or {})
    found, unused = _found(header, spoken.of(header))
    columns: list[Column] = []
    taken: dict[tuple[object, ...], str] = {}
    for column in sorted(found, key=_rank):
        meaning = (column.platform, column.field, column.part, column.format, column.slot)
        if column.field in JOINED or meaning not in taken:
            taken.setdefault(meaning, column.header)
            columns.append(column)
        else:
            unused[column.place] = f"{column.title} is read from the column {taken[meaning]!r}"
    known = {column.place for column in columns}
    rest = [
        Unused(n, text.strip() or f"(column {n + 1})", unused.get(n, UNNAMED))
        for n, text in enumerate(header)
        if n not in known
    ]
    return Mapping(tuple(sorted(columns, key=lambda column: column.place)), tuple(rest), len(header))


def _found(header: Sequence[str], said: Said) -> tuple[list[Column], dict[int, str]]:
    """What the columns mean, each by itself, and why some are to mean nothing."""
    found: list[Column] = []
    unused: dict[int, str] = {}
    for place, text in enumerate(header):
        field, how = said.get(column_key(header, place), (None, How.CORRECTION))
        if field in LEFT_OUT:
            unused[place] = "left out as you said" + (" before" if how is How.REMEMBERED else "")
        elif text in REFUSED:
            unused[place] = "it tells why the row was refused before"
        else:
            found += field_of(place, text, field, how) if field else meanings(place, text)
    return found, unused


def field_of(place: int, header: str, correction: str, how: How = How.CORRECTION) -> list[Column]:
    """The meaning that a person gives to a column: any header that we know, such as followers or IG 報價."""
    found = meanings(place, correction)
    if not found and how is How.REMEMBERED:  # a word that a later version no longer knows
        return meanings(place, header)
    if not found:
        raise UnknownField(
            f"{correction!r} is no field, so the column {header.strip()!r} cannot be read as it. "
            f"Fields are {', '.join(SYNONYMS)}, fee, fee_reel and so on, with a platform before them where "
            "it is of one (instagram followers), or ignore."
        )
    hint = _without_hint(header)[1]
    return [column._replace(header=header, how=how, hint=column.hint or hint) for column in found[-1:]]


def known_names(header: Sequence[str], corrections: Corrections | None = None) -> float:
    """How much a row looks like a header: the fields it names. A name of a platform counts less: data has it."""
    columns = [column for column in map_header(header, corrections).columns if header[column.place].strip()]
    bare = [column for column in columns if column.how is How.BARE]
    named = len({column.place for column in columns}) - len(bare)
    named += any(name in REFUSED for name in header)  # a file of refused rows that had no header
    return named + 0.3 * len(bare) if named or len(bare) > 1 else 0


def meanings(place: int, header: str) -> list[Column]:
    """What one header means: nothing, one field, or a category that also describes the content."""
    if len(header) > LONGEST_HEADER:
        return []
    name, hint = _without_hint(header)
    platform, rest = platform_of(header)
    if platform and platform_of(hint)[0] and rest:  # 粉絲數(IG)
        return _of_platform(place, header, platform, rest)
    found: list[Column] = []
    if name in DESCRIPTIVE:
        found.append(Column(place, header, "content", label=DESCRIPTIVE[name]))
    if name in _BY_NAME:
        found.append(Column(place, header, _BY_NAME[name][1], hint=hint))
    if not found and (column := _provenance(place, header, name) or _fee(place, header, name, hint)):
        found.append(column)
    if not found and platform:
        return _of_platform(place, header, platform, rest)
    return found


def _of_platform(place: int, header: str, platform: Platform, rest: str) -> list[Column]:
    """The meaning of a header without its platform, for the channel there."""
    name = plain_header(rest)
    if platform is Platform.LINE and name in ("", "id"):  # whom to write to, not a channel to advertise on
        return [Column(place, header, "contact", label="LINE")]
    if name in BARE:
        return [Column(place, header, "handle", platform=platform, how=How.BARE)]
    if name in CHANNEL_WORDS:
        return [Column(place, header, CHANNEL_WORDS[name], platform=platform)]
    return [
        column._replace(header=header, platform=None if column.field in OF_CREATOR else platform)
        for column in meanings(place, rest)
        if column.platform is None
    ]


def _rank(column: Column) -> tuple[bool, int, int]:
    """What a person said first, then the better name, then the column further left."""
    name, _ = _without_hint(column.header)
    rank, _ = _BY_NAME.get(name, (_LAST if column.field in OF_CREATOR else 0, ""))
    return column.how not in (How.CORRECTION, How.REMEMBERED), rank, column.place


def _without_hint(header: str) -> tuple[str, str]:
    bare = re.sub(r"\([^()]*\)", "", folded(header))
    hints = re.findall(r"\(([^()]*)\)", folded(header))
    return plain_header(bare) or plain_header(header), (hints[-1].strip() if hints else "")


def _provenance(place: int, header: str, name: str) -> Column | None:
    if name in _OF_WORDS:
        return Column(place, header, *_OF_WORDS[name])
    for part, words in PART_WORDS.items():
        for word in words:
            thing = name.removesuffix(word)
            field = thing if thing == "audience" else _BY_NAME.get(thing, (0, ""))[1]
            if thing != name and field in DATED:
                return Column(place, header, field, part)
    return None


def _fee(place: int, header: str, name: str, hint: str) -> Column | None:
    part = Part.VALUE
    for candidate, words in PART_WORDS.items():
        if ending := next((word for word in words if name.endswith(word)), None):
            part, name = candidate, name.removesuffix(ending)
            break
    slot = re.fullmatch(r"(.*\D)(\d{1,2})", name)
    name, number = (slot[1], int(slot[2])) if slot else (name, 1)
    word = next((word for word in FEE_WORDS if word in name), None)
    if word is None or number < 1:
        return None
    rest = name.replace(word, "", 1)
    if not hint and (ending := next((word for word in _CURRENCY_ENDINGS if rest.endswith(word)), None)):
        hint, rest = ending, rest.removesuffix(ending)
    format_ = _format(rest)
    return Column(place, header, "fee", part, format_, number, hint=hint) if format_ else None


def _format(words: str) -> Format | str | None:
    """The format that the rest of a fee's header names; None when it says something else."""
    for format_, names in FORMAT_WORDS.items():
        for name in sorted(names.split(), key=len, reverse=True):
            if name in words:
                return format_ if not _leftover(words.replace(name, "", 1)) else None
    if any(word in words for word in VIDEO_WORDS):
        return "video" if not _leftover(words) else None
    return "piece" if not _leftover(words) else None


def _leftover(words: str) -> str:
    for filler in (*FILLERS, *VIDEO_WORDS):
        words = words.replace(filler, "", 1)
    return words
