"""Texts to style vectors: the one seam between words and search.

`load()` opens the bilingual encoder that ships with the project, without torch and in well under a second;
`load(name_or_path)` opens any sentence-transformers model instead.
"""

from __future__ import annotations

import hashlib
import importlib.resources
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]  # called with (texts done, texts in all)

log = logging.getLogger(__name__)


class EncoderError(ValueError):
    """A model that cannot be opened, or a text it has no vector for."""


class Encoder(Protocol):
    """What the index and the bench need of an encoder. Rows are float32 and of length 1, so a dot is a cosine."""

    @property
    def fingerprint(self) -> str:
        """Changes when weights, tokenizer, prompts or dimension do: vectors kept under another one are stale."""

    @property
    def dim(self) -> int:
        """Columns of every result."""

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of what is asked, (n, dim)."""

    def documents(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of what is found, (n, dim); not the same as `queries` of the same texts for every model."""


def shipped() -> Path:
    """The folder of the encoder in this installation."""
    return Path(str(importlib.resources.files("data"))) / "encoder"


def load(name_or_path: str | Path | None = None) -> Encoder:
    """Open an encoder: None for the shipped one, else a sentence-transformers name or folder.

    Takes seconds for a transformer and may go to the network for a name that is not cached (HF_HUB_OFFLINE=1 forbids).
    :raises EncoderError: nothing usable is there
    """
    from retrieval import encoder_static

    path = shipped() if name_or_path is None else Path(name_or_path)
    if encoder_static.opens(path):
        return encoder_static.StaticEncoder(path)
    if name_or_path is None:
        raise EncoderError(
            f"the shipped encoder is not in {path}. Reinstall the package, "
            "or set KOL_ENCODER to a sentence-transformers name or folder"
        )
    return TransformerEncoder(str(name_or_path))


def checked(texts: Sequence[str]) -> list[str]:
    """The texts, fit for any tokenizer: half surrogate pairs (broken emoji) become a question mark."""
    if isinstance(texts, str):
        raise EncoderError("expected a list of texts, found one str. Pass [text]")
    for n, text in enumerate(texts):
        if not isinstance(text, str):
            raise EncoderError(f"text {n} is {type(text).__name__}, expected str")
    return [text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8") for text in texts]


def unit(vectors: npt.NDArray[np.floating[Any]], neutral: Vectors) -> Vectors:
    """Rows scaled to length 1; a row of zeros becomes `neutral`. Raises EncoderError on NaN and infinity."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
    if not np.isfinite(lengths).all():
        bad = np.flatnonzero(~np.isfinite(lengths[:, 0])).tolist()
        raise EncoderError(f"the model gave no finite vector for text {bad[0]} (and {len(bad) - 1} more)")
    empty = lengths[:, 0] < 1e-12
    scaled = vectors / np.where(lengths < 1e-12, 1.0, lengths)
    scaled[empty] = neutral
    return np.ascontiguousarray(scaled, dtype=np.float32)


class TransformerEncoder:
    """Any sentence-transformers model. Prompts are the model's own; e5 models without get `query: ` and `passage: `."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self.model: SentenceTransformer = SentenceTransformer(name, device="cpu")
        except (
            Exception
        ) as problem:  # the library raises OSError, ValueError, ImportError and hub errors alike
            raise EncoderError(
                f"encoder {name!r} cannot be opened as a sentence-transformers model: {problem}. "
                "Set KOL_ENCODER to a folder or a cached name, or unset it"
            ) from problem
        self.dim: int = self.model.encode("a", show_progress_bar=False).shape[0]
        self._prompts = e5_prompts(name, self.model.prompts)
        self._neutral = np.eye(1, self.dim, dtype=np.float32)[0]
        self._fingerprint: str | None = None

    @property
    def fingerprint(self) -> str:
        """Digest of weights, module settings, tokenizer, prompts and dimension; computed at the first asking."""
        if self._fingerprint is None:
            self._fingerprint = digest(self.model, self._prompts, self.dim)
        return self._fingerprint

    def queries(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._encode(self.model.encode_query, "query", texts, None)

    def documents(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See Encoder. Batches of 64; `progress` is called after every 512."""
        return self._encode(self.model.encode_document, "document", texts, progress)

    def _encode(
        self, encode: Callable[..., Any], task: str, texts: Sequence[str], progress: Progress | None
    ) -> Vectors:
        clean = checked(texts)
        found = np.zeros((len(clean), self.dim), dtype=np.float32)
        for start in range(0, len(clean), 512):
            part = slice(start, start + 512)
            found[part] = encode(
                clean[part],
                prompt=self._prompts.get(task),
                batch_size=64,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
            if progress:
                progress(min(start + 512, len(clean)), len(clean))
        return unit(found, self._neutral)


def e5_prompts(name: str, own: Mapping[str, str | None]) -> dict[str, str]:
    """The prompts to force: none where the model brings its own (the library applies those), e5's where it should."""
    parts = name.lower().replace("_", "-").replace("/", "-").split("-")
    return {} if any(own.values()) or "e5" not in parts else {"query": "query: ", "document": "passage: "}


def digest(model: SentenceTransformer, prompts: Mapping[str, str], dim: int) -> str:
    """A short hash of everything in the model that can change its vectors."""
    seen = hashlib.blake2b(digest_size=12)
    seen.update(
        repr((dim, sorted(prompts.items()), sorted(model.prompts.items(), key=str), str(model))).encode()
    )
    for name, tensor in model.state_dict().items():
        seen.update(name.encode())
        seen.update(tensor.detach().cpu().contiguous().flatten().view(_bytes()).numpy().tobytes())
    tokenizer = getattr(model.tokenizer, "backend_tokenizer", model.tokenizer)
    if hasattr(tokenizer, "to_str"):
        seen.update(tokenizer.to_str().encode())
    return seen.hexdigest()


def _bytes() -> Any:
    import torch

    return torch.uint8  # bfloat16 has no numpy type: hash the raw bytes
