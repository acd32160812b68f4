"""The audience factor: market, language, age and gender of the followers against those the seller wants."""

from collections.abc import Mapping

from knowledge.age import towards_unknown
from knowledge.case import UNKNOWN, Case, Part, Reading
from knowledge.models import Gender

WEIGHTS = {"region": 4, "language": 2, "age": 2, "gender": 2}
# Shares of a component in a range of ages: where nobody said, a wanted range has these ends.
YOUNGEST, OLDEST = 13, 70
LANGUAGE_OF = {"TW": "zh", "HK": "zh", "CN": "zh", "US": "en", "GB": "en", "AU": "en", "JP": "ja", "KR": "ko"}
# Best to tell first: the narrower a match, the more it says.
TOLD = ("gender", "age", "region", "language")


def audience(case: Case) -> Reading:
    """Mean of the components asked for, or that follow from the market; unknown ones count 0.5."""
    parts = {name: part for name, part in _parts(case).items() if part is not None}
    known = {name: part.value for name, part in parts.items() if part.value is not None}
    if not known:
        return UNKNOWN
    weight = sum(WEIGHTS[name] for name in parts)
    value = sum(WEIGHTS[name] * known.get(name, 0.5) for name in parts) / weight
    told = _told(known, value)
    return Reading(value, told, parts[told].values)


def _told(known: dict[str, float], value: float) -> str:
    """The component that explains the value: the narrowest good one, or the worst."""
    if value >= 0.5:
        good = [name for name in TOLD if known.get(name, 0) >= 0.6]
        return good[0] if good else max(known, key=lambda name: known[name])
    return min(known, key=lambda name: known[name])


def reachable(case: Case) -> float:
    """The share of the followers whom the seller can sell to: in the market, of the ages and gender asked for.

    A guess from the same parts as the factor, multiplied where those are averaged: followers abroad are lost
    whatever their age. Unknown parts count half.
    """
    parts = _parts(case)
    people = [part for part in (parts["age"], parts["gender"]) if part is not None]
    of_kind = sum(_or_half(part) for part in people) / len(people) if people else 1.0
    return _or_half(parts["region"]) * of_kind


def _measured(case: Case, value: float) -> float:
    """What the followers' ages and gender still say; an undated note is taken as it stands. Countries do not age."""
    seen = case.candidate.channel.audience
    return value if seen.as_of is None else towards_unknown(value, case.counts(seen))


def _or_half(part: Part | None) -> float:
    return 0.5 if part is None or part.value is None else part.value


def _parts(case: Case) -> Mapping[str, Part | None]:
    """Both the factor and the reachable share are made of them, so the case keeps them."""
    if case.audience is None:
        case.audience = _compared(case)
    return case.audience


def _compared(case: Case) -> dict[str, Part | None]:
    return {"region": _region(case), "language": _language(case), "age": _age(case), "gender": _gender(case)}


def _region(case: Case) -> Part:
    """The market, said or concluded: where the followers are, else where the creator lives."""
    wanted = case.markets
    regions, home = case.candidate.channel.audience.regions, case.candidate.creator.region
    if regions:
        ranks = [regions.index(region) for region in wanted if region in regions]
        value = (1.0 if min(ranks) == 0 else 0.8) if ranks else 0.1
        return Part(value, {"regions": [region for region in regions if region in wanted] or list(regions)})
    if home:
        return Part(0.85 if home in wanted else 0.15, {"regions": [home]})
    return Part(None, {})


def _language(case: Case) -> Part | None:
    spoken = case.candidate.channel.language
    wanted = case.brief.audience.languages or tuple(
        LANGUAGE_OF[market] for market in case.markets if market in LANGUAGE_OF
    )
    if not wanted:
        return None
    if spoken is None:
        return Part(None, {})
    return Part(max(_alike(spoken, language) for language in wanted), {"language": spoken})


def _alike(spoken: str, wanted: str) -> float:
    if spoken == wanted or wanted == spoken.split("-")[0]:
        return 1.0
    return 0.7 if spoken.split("-")[0] == wanted.split("-")[0] else 0.1


def _age(case: Case) -> Part | None:
    wish, seen = case.brief.audience, case.candidate.channel.audience
    if wish.age_low is None and wish.age_high is None:
        return None
    if seen.age_low is None and seen.age_high is None:
        return Part(None, {})
    want_low, want_high = _ends(wish.age_low, wish.age_high)
    low, high = _ends(seen.age_low, seen.age_high)
    overlap = max(min(high, want_high) - max(low, want_low) + 1, 0)
    dice = 2 * overlap / ((high - low + 1) + (want_high - want_low + 1))
    return Part(_measured(case, dice), {"age_low": low, "age_high": high})


def _ends(low: int | None, high: int | None) -> tuple[int, int]:
    first = YOUNGEST if low is None else low
    last = max(OLDEST, first) if high is None else high
    return min(first, last), last


def _gender(case: Case) -> Part | None:
    wish, share = case.brief.audience.gender, case.candidate.channel.audience.female_share
    if wish is None:
        return None
    if share is None:
        return Part(None, {})
    value = share if wish is Gender.FEMALE else 1 - share
    return Part(_measured(case, value), {"gender": wish.value, "gender_share": round(value, 4)})
