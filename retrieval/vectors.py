"""Vectors kept between runs, by encoder and text: rebuilding encodes only what changed."""

import hashlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from retrieval.encoder import Encoder, Progress, Vectors


class VectorFile:
    """One .npz file with the vectors of texts. Replaced as a whole, so that it is never half written.

    An unreadable file, or one of another encoder, counts as empty: everything in it can be made again.
    """

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self.path, self.encoder = path, encoder

    def read(self) -> dict[str, npt.NDArray[np.float32]]:
        """Vectors by digest of their text."""
        try:
            with np.load(BytesIO(self.path.read_bytes()), allow_pickle=False) as kept:
                if str(kept["fingerprint"]) != self.encoder.fingerprint:
                    return {}
                return dict(zip(kept["digests"].tolist(), kept["vectors"], strict=True))
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return {}

    def vectors(self, texts: Sequence[str], progress: Progress | None = None) -> tuple[Vectors, int]:
        """Vectors of the texts in order, and how many had to be encoded. Keeps these, forgets all others."""
        digests, kept = [digest(text) for text in texts], self.read()
        missing = {d: text for d, text in zip(digests, texts, strict=True) if d not in kept}
        if missing:
            made = self.encoder.documents(list(missing.values()), progress)
            kept |= dict(zip(missing, made, strict=True))
        found = np.zeros((len(texts), self.encoder.dim), dtype=np.float32)
        for row, name in enumerate(digests):
            found[row] = kept[name]
        if missing or len(kept) != len(set(digests)):
            self._write(digests, found)
        return found, len(missing)

    def _write(self, digests: list[str], vectors: Vectors) -> None:
        """A read-only home is no reason to give no advice: then the vectors are made again next time."""
        first = {name: row for row, name in reversed(list(enumerate(digests)))}
        temporary = self.path.with_suffix(".tmp.npz")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            np.savez(
                temporary,
                fingerprint=np.array(self.encoder.fingerprint),
                digests=np.array(list(first), dtype="U32"),
                vectors=vectors[list(first.values())],
            )
            temporary.replace(self.path)
        except OSError:
            temporary.unlink(missing_ok=True)


def digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
