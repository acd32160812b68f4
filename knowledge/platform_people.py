"""Who is on a platform: what the wanted audience and the market say for it or against it."""

from knowledge.models import Audience, Platform
from knowledge.platform_force import Force, force
from knowledge.platform_reach import (
    AGES,
    ELSEWHERE,
    GENDERS,
    MARKETS,
    TW_LINE_REACH,
    TW_REACH,
    TW_REACH_35,
    TW_REACH_OVER,
    TW_REACH_YOUNG,
    TW_YEAR,
    XIAOHONGSHU_BLOCKED,
)


def middle_age(audience: Audience) -> float | None:
    """The middle of the wanted ages; an open end is taken fifteen years off."""
    if audience.age_low is None and audience.age_high is None:
        return None
    low = audience.age_low if audience.age_low is not None else max((audience.age_high or 0) - 15, 0)
    high = audience.age_high if audience.age_high is not None else low + 15
    return (low + high) / 2


def audience_forces(platform: Platform, audience: Audience, markets: tuple[str, ...]) -> list[Force]:
    """Whether the ages and the gender wanted are found there."""
    found, age, surveyed = [], middle_age(audience), "TW" in markets
    for band in AGES if age is not None else ():
        size = band.pulls.get(platform, 0.0)
        if size and age is not None and band.low <= age <= band.high:
            found.append(_age_force(size, platform, age, surveyed))
    size = GENDERS[audience.gender].get(platform, 0.0) if audience.gender else 0.0
    if audience.gender and size:
        code = "platform.gender" if size > 0 else "platform.not_gender"
        found.append(force(size, code, "OWN", platform=platform.value, gender=audience.gender.value))
    return found


def _age_force(size: float, platform: Platform, age: float, surveyed: bool) -> Force:
    """With the share of that age where the survey of Taiwan gives it, and only in Taiwan."""
    young, mature = TW_REACH_YOUNG.get(platform), TW_REACH_35.get(platform)
    name, year, suits = platform.value, str(TW_YEAR), size > 0
    if surveyed and suits and young and age <= AGES[0].high:
        return force(size, "platform.young_share", "M33", platform=name, reach_share=young, year=year)
    if surveyed and suits and mature and age >= AGES[1].low:
        return force(size, "platform.mature_share", "M33", platform=name, reach_share=mature, year=year)
    return force(size, "platform.age" if suits else "platform.not_age", "M33", "M34", platform=name)


def market_force(platform: Platform, markets: tuple[str, ...]) -> Force:
    """How much a platform is used in the markets."""
    size = sum(MARKETS.get(m, ELSEWHERE).get(platform, 0.0) for m in markets) / len(markets)
    if "TW" in markets:
        return _taiwan_force(size, platform)
    return force(size, "platform.habit_unknown", "OWN", platform=platform.value, markets=list(markets))


def _taiwan_force(size: float, platform: Platform) -> Force:
    if platform is Platform.XIAOHONGSHU:
        return force(size, "platform.blocked", "M43", platform=platform.value, since=XIAOHONGSHU_BLOCKED)
    if platform is Platform.LINE:
        return force(size, "platform.line_reach", "M37", platform=platform.value, reach_share=TW_LINE_REACH)
    year = str(TW_YEAR)
    if reach := TW_REACH.get(platform):
        code = "platform.reach_over" if platform in TW_REACH_OVER else "platform.reach"
        return force(size, code, "M33", platform=platform.value, reach_share=reach, year=year)
    return force(size, "platform.reach_unknown", "M33", platform=platform.value, year=year)
