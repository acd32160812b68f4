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
        return (
            not (self.without and channel.key in self.without)
            and self.is_wished(channel.platform)
            and (not self.regions or self.is_here(places_of(creator, channel)))
            and self.speaks(primary(channel.language) if channel.language else None)
            and self.is_sized(channel.followers.value if channel.followers else None)
        )

    def is_wished(self, platform: Platform) -> bool:
        """Whether a channel may be on this platform."""
        return platform not in self.excluded_platforms and (not self.platforms or platform in self.platforms)

    def is_here(self, places: frozenset[str]) -> bool:
        """Whether a channel may be of these regions; none are unknown ones."""
        return not self.regions or bool(places & self.regions) or (not places and self.unknown_passes)

    def speaks(self, language: str | None) -> bool:
        """Whether a channel may be in a language, given by its primary subtag."""
        if not self.languages:
            return True
        return self.unknown_passes if language is None else language in self.languages

    def is_sized(self, followers: float | None) -> bool:
        """Whether a channel may have so many followers."""
        if self.followers_low is None and self.followers_high is None:
            return True
        if followers is None:
            return self.unknown_passes
        return followers >= (self.followers_low or 0) and (
            self.followers_high is None or followers <= self.followers_high
        )


def places_of(creator: Creator, channel: Channel) -> frozenset[str]:
    """Where a channel is: the regions of its audience, and its creator's own."""
    return frozenset([*channel.audience.regions, *([creator.region] if creator.region else [])])


def primary(language: str) -> str:
    """The primary subtag: ``zh`` of ``zh-TW``. Cantonese counts as Chinese: both read the same script."""
    tag = language.split("-")[0].lower()
    return "zh" if tag in {"yue", "cmn"} else tag
