"""The hard conditions of a brief. They hold always; meaning only ranks what passes them."""

from typing import Self

from knowledge.models import Brief, Channel, Creator, Frozen, Platform


class Filter(Frozen):
    """Which channels may be recommended. Empty sets and None ends allow all.

    A value the roster does not know fails a condition on it, since it cannot be shown to hold, unless
    ``unknown_passes``; the advisor relaxes to that only when nobody is left, and says so.
    """

    platforms: frozenset[Platform] = frozenset()
    excluded_platforms: frozenset[Platform] = frozenset()
    regions: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    followers_low: int | None = None
    followers_high: int | None = None
    without: frozenset[str] = frozenset()
    unknown_passes: bool = False

    @classmethod
    def of(cls, brief: Brief, without: frozenset[str] = frozenset()) -> Self:
        """The conditions in a brief, and the channel keys that the seller ruled out."""
        wanted = brief.followers
        return cls(
            platforms=frozenset(brief.platforms),
            excluded_platforms=frozenset(brief.excluded_platforms),
            regions=frozenset(brief.audience.regions),
            languages=frozenset(primary(language) for language in brief.audience.languages),
            followers_low=wanted.low if wanted else None,
            followers_high=wanted.high if wanted else None,
            without=without,
        )

    def admits(self, creator: Creator, channel: Channel) -> bool:
        """The meaning of this filter, one channel at a time: what every index must agree with."""
        if channel.platform in self.excluded_platforms or channel.key in self.without:
            return False
        if self.platforms and channel.platform not in self.platforms:
            return False
        return self._is_here(creator, channel) and self._speaks(channel) and self._is_sized(channel)

    def _is_here(self, creator: Creator, channel: Channel) -> bool:
        here = {*channel.audience.regions, *([creator.region] if creator.region else [])}
        return not self.regions or bool(here & self.regions) or (not here and self.unknown_passes)

    def _speaks(self, channel: Channel) -> bool:
        if not self.languages or (channel.language is None and self.unknown_passes):
            return True
        return channel.language is not None and primary(channel.language) in self.languages

    def _is_sized(self, channel: Channel) -> bool:
        if self.followers_low is None and self.followers_high is None:
            return True
        if channel.followers is None:
            return self.unknown_passes
        low, high = self.followers_low or 0, self.followers_high
        return channel.followers.value >= low and (high is None or channel.followers.value <= high)


def primary(language: str) -> str:
    """The primary subtag: ``zh`` of ``zh-TW``. Cantonese counts as Chinese: both read the same script."""
    tag = language.split("-")[0].lower()
    return "zh" if tag in {"yue", "cmn"} else tag
