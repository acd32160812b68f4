"""Medians of the roster's groups, what a channel is measured against."""

import numpy as np

from knowledge.models import Peer, Platform, Tier
from knowledge.tiers import FLOORS
from retrieval.arrays import Array
from retrieval.columns import Columns
from retrieval.protocol import Peers


def peers_of(columns: Columns) -> Peers:
    """Medians by platform × tier, and by platform alone under tier None."""
    platforms, followers = columns.platform.codes, columns.followers
    views, engagement = columns.views, columns.engagement
    with np.errstate(divide="ignore", invalid="ignore"):
        reached = np.where((followers > 0) & np.isfinite(views), views / followers, np.nan)
    found: dict[tuple[Platform, Tier | None], Peer] = {}
    tiers = _tiers(followers)
    for code, platform in enumerate(columns.platform.values):
        here = np.flatnonzero(platforms == code)
        for tier, among in [(None, here), *((t, here[tiers[here] == n]) for n, t in enumerate(FLOORS))]:
            if len(among):
                found[platform, tier] = Peer(
                    channels=len(among),
                    engagement=_median(engagement[among]),
                    views_per_follower=_median(reached[among]),
                )
    return found


def _tiers(followers: Array) -> Array:
    """The place of each row's tier in FLOORS, -1 where nobody counted."""
    places = np.searchsorted(list(FLOORS.values())[1:], followers, side="right")
    return np.where(np.isnan(followers), -1, places)


def _median(values: Array) -> float | None:
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else None
