"""What sellers typically ask for: on this it is measured how far a search has to reach."""

import numpy as np

from knowledge.products import products
from retrieval.encoder import Encoder, Vectors

PROBES = 96  # about so many
MIXED = 0.7  # what kind and style weigh beside the product
STYLES = ("有實測數據", "calm and honest", "適合新手", "funny", "講話慢")


def typical(encoder: Encoder) -> Vectors:
    """Queries as the advisor puts them, unit rows: a product, its kind, and for every other one a style."""
    kinds = list(products().values())[:: max(1, len(products()) // PROBES)]
    asked = encoder.queries([kind.zh if n % 4 else kind.en for n, kind in enumerate(kinds)])
    asked = asked + MIXED * encoder.queries([f"{kind.zh} {kind.en}" for kind in kinds])
    asked[::2] += MIXED * encoder.queries([STYLES[n % len(STYLES)] for n in range(len(asked[::2]))])
    return np.asarray(asked / np.linalg.norm(asked, axis=1, keepdims=True), dtype=np.float32)
