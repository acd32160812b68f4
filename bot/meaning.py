"""What texts mean: the encoder, and what is built on it. One for all rosters of a process."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from threading import RLock

from knowledge.circles import CIRCLES
from knowledge.products import ProductMatch, products
from retrieval.encoder import Encoder
from retrieval.encoder_static import StaticEncoder
from retrieval.mentions import Mentions
from retrieval.products import ProductIndex
from retrieval.vectors import VectorFile


class Meaning:
    """Loads the encoder at the first need; ``folder`` keeps the vectors of product names between runs.

    Safe to call from several threads.
    """

    def __init__(self, load_encoder: Callable[[], Encoder], folder: Path) -> None:
        self.load_encoder, self.folder = load_encoder, folder
        self._lock = RLock()

    @cached_property
    def encoder(self) -> Encoder:
        with self._lock:
            return self.load_encoder()

    @cached_property
    def product_index(self) -> ProductIndex:
        kept = VectorFile(self.folder / "products.npz", self.encoder)
        vectors, _ = kept.vectors(ProductIndex().names)
        return ProductIndex(self.encoder, vectors=vectors)

    @cached_property
    def mentions(self) -> Mentions:
        return Mentions(self.encoder, vocabulary())

    def classify(self, phrase: str) -> ProductMatch | None:
        """The product type of a phrase, None where it is like nothing known."""
        with self._lock:
            return self.product_index.match(phrase)

    def forget(self) -> None:
        """Drop the words of people that the encoder remembers."""
        if isinstance(encoder := self.__dict__.get("encoder"), StaticEncoder):
            encoder.forget()


def vocabulary() -> set[str]:
    """The Chinese words that a reason may quote: what products and their circles are called."""
    names = {name for kind in products().values() for name in (kind.zh, *kind.zh_synonyms)}
    return names | {word for zh, _ in CIRCLES.values() for word in zh.split()}
