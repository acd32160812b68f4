"""What is known of a whole collection from a fair part of it: how similarities spread, how rare words are, medians."""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.models import Peer
from retrieval.columns import Columns
from retrieval.join import Scores
from retrieval.milvus_collection import Collection
from retrieval.milvus_rows import FIGURES, LOTS, figures_of
from retrieval.milvus_words import Rarity
from retrieval.peers import peers_of
from retrieval.protocol import Peers, Vector

SAMPLE = (
    4096  # channels that stand for all where a similarity is placed or a word counted; fewer are all taken
)
MEASURED = 50_000  # channels that medians are made of, for which a sample of the smallest groups has to do
CHANNELS = 'platform != ""'  # leaves out creators without any


class Sample(NamedTuple):
    """``described`` are the vectors of the sampled channels that have content, one a row."""

    described: npt.NDArray[np.float32]
    rarity: Rarity

    def beaten(self, query: Vector, scores: Scores) -> npt.NDArray[np.float64] | None:
        """The share of the roster that each score beats, None where nobody is described."""
        if not len(self.described):
            return None
        everyone = np.sort(self.described @ query)
        shares = np.searchsorted(everyone, scores - 1e-6) / max(1, len(everyone) - 1)
        return np.minimum(1.0, shares)


def sampled(collection: Collection, channels: int) -> Sample:
    """Draw the sample: by lot, so that it is the same in every process and follows what is written."""
    where = _drawn(channels, SAMPLE)
    rows = list(collection.rows(where, ("style", "words", "described")))
    vectors = [row["style"] for row in rows if row["described"]]
    described = np.array(vectors, dtype=np.float32) if vectors else np.zeros((0, 0), dtype=np.float32)
    return Sample(described, Rarity((row["words"] for row in rows), channels))


def median_peers(collection: Collection, channels: int) -> Peers:
    """Medians by platform and tier; group sizes of a sampled roster are scaled up to the whole."""
    columns = ("platform", *FIGURES)
    drawn = [figures_of(row) for row in collection.rows(_drawn(channels, MEASURED), columns)]
    scale, peers = channels / max(1, len(drawn)), peers_of(Columns.of(drawn, np.arange(len(drawn))))
    return {group: _scaled(peer, scale) for group, peer in peers.items()} if scale > 1 else peers


def _drawn(channels: int, wanted: int) -> str:
    """A condition that holds for about as many rows as are wanted, or for all where there are no more."""
    if channels <= wanted:
        return CHANNELS
    return f"lot < {math.ceil(LOTS * wanted / channels)} and {CHANNELS}"


def _scaled(peer: Peer, scale: float) -> Peer:
    return peer.model_copy(update={"channels": round(peer.channels * scale)})
