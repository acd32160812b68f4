"""The fast way to read a static encoder's folder: tokenizers and numpy, no torch.

`SentenceTransformer(folder)` gives the same vectors from the same files, some 30 times slower to start.
What is cached is exact: the tokenizer never looks across a space or one of the marks in `_RUN`, so a text's pieces
are those of its runs, one after the other.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.encoder import EncoderError, Progress, Vectors, checked, unit

LAYOUT = ("StaticEmbedding", "Normalize", "Router")
_RUN = re.compile(r"[^ \t\n\r\u3000，。！？、：；（）「」《》【】～]+")
_CACHED_RUNS = 200_000  # about 30 MB of short strings; forgotten all at once when full
_LONGEST_CACHED = 32  # characters; a longer run hardly comes twice
_BATCH = 2048


def opens(folder: Path) -> bool:
    """Whether the folder holds a static encoder laid out as `training` writes it, without prompts."""
    try:
        modules = json.loads((folder / "modules.json").read_text("utf-8"))
        settings = json.loads((folder / "config_sentence_transformers.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    names = tuple(module["type"].rsplit(".", 1)[-1] for module in modules)
    return names == LAYOUT and not any(settings.get("prompts", {}).values())


def tensors(path: Path) -> dict[str, npt.NDArray[Any]]:
    """The arrays of a .safetensors file, mapped from disk rather than read."""
    kinds = {"F32": np.float32, "F16": np.float16, "I8": np.int8}
    raw = np.memmap(path, dtype=np.uint8, mode="r")
    size = int(raw[:8].view("<u8")[0])
    header = json.loads(raw[8 : 8 + size].tobytes())
    found = {}
    for name, entry in header.items():
        if name != "__metadata__":
            first, last = (8 + size + offset for offset in entry["data_offsets"])
            found[name] = np.frombuffer(raw[first:last], dtype=kinds[entry["dtype"]]).reshape(entry["shape"])
    return found


class StaticEncoder:
    """Word vectors summed and scaled. Thread-safe for reading: the cache only ever gains equal entries.

    A text with nothing to read (empty, or only unknown script) gets one fixed vector that is near to no other.
    """

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        self.folder = folder
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            weights = tensors(folder / "model.safetensors")
            dense = tensors(folder / "2_Router/document_0_Dense/model.safetensors")
        except Exception as problem:  # tokenizers raises bare Exception
            raise EncoderError(
                f"the encoder in {folder} is damaged: {problem}. Reinstall the package"
            ) from problem
        self._rows, self._weights = weights["embeddings"], weights["weights"]
        self._offset = dense["linear.bias"].astype(np.float32)
        self.dim: int = self._rows.shape[1]
        self._neutral = unit(
            self._row(np.zeros(1, dtype=np.int64)), np.eye(1, self.dim, dtype=np.float32)[0]
        )[0]
        self._ascii = {n: self._tokenizer.normalizer.normalize_str(chr(n)) or None for n in range(1, 128)}
        self._runs: dict[str, tuple[int, ...]] = {}

    @cached_property
    def fingerprint(self) -> str:
        """Digest of every file that decides a vector; reads 30 MB at the first asking."""
        seen = hashlib.blake2b(str(self.dim).encode(), digest_size=12)
        for path in sorted(self.folder.rglob("*")):
            if path.suffix in (".json", ".safetensors"):
                seen.update(path.relative_to(self.folder).as_posix().encode() + path.read_bytes())
        return seen.hexdigest()

    def queries(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self._encode(checked(texts), None, None)

    def documents(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See Encoder. The mean of creators' texts is taken off, so that no text is near to everything."""
        return self._encode(checked(texts), self._offset, progress)

    def forget(self) -> None:
        """Drop the words that were read so far: some are people's own."""
        self._runs = {}

    def _encode(self, texts: list[str], offset: Vectors | None, progress: Progress | None) -> Vectors:
        found = np.empty((len(texts), self.dim), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            rows = unit(self._sums(self._pieces(texts[start : start + _BATCH])), self._neutral)
            found[start : start + _BATCH] = rows if offset is None else unit(rows + offset, self._neutral)
            if progress:
                progress(min(start + _BATCH, len(texts)), len(texts))
        return found

    def _split(self, text: str) -> list[str]:
        """The runs of a text, cut where the tokenizer cuts anyway."""
        return text.translate(self._ascii).split() if text.isascii() else _RUN.findall(text)

    def _pieces(self, texts: list[str]) -> list[list[int]]:
        """Piece ids of each text; a text without any gets the unknown piece."""
        split = [self._split(text) for text in texts]
        known = self._runs if len(self._runs) < _CACHED_RUNS else {}
        missing = [run for run in set(chain.from_iterable(split)) if run not in known]
        fresh = self._tokenizer.encode_batch_fast(missing, add_special_tokens=False)
        long: dict[str, tuple[int, ...]] = {}
        for run, one in zip(missing, fresh, strict=True):
            (known if len(run) <= _LONGEST_CACHED else long)[run] = tuple(one.ids)
        self._runs = known  # another thread may hold the old one: it stays whole, entries are never taken out
        find = (lambda run: long[run] if run in long else known[run]) if long else known.__getitem__
        return [list(chain.from_iterable(map(find, runs))) or [0] for runs in split]

    def _row(self, ids: npt.NDArray[np.int64]) -> Vectors:
        rows: Vectors = self._rows[ids].astype(np.float32)
        return rows * self._weights[ids, None].astype(np.float32)

    def _sums(self, pieces: list[list[int]]) -> Vectors:
        """Sum of the pieces' rows for each text."""
        if len(pieces) < 8:
            return np.stack([self._row(np.array(ids)).sum(axis=0) for ids in pieces])
        from scipy.sparse import csr_array  # slow to import, and only bulk work needs it

        flat = np.fromiter(chain.from_iterable(pieces), dtype=np.int64)
        seen = np.zeros(len(self._rows), dtype=bool)
        seen[flat] = True
        used = np.flatnonzero(seen)
        place = np.zeros(len(self._rows), dtype=np.int32)
        place[used] = np.arange(len(used))
        ends = np.cumsum([0, *map(len, pieces)])
        counts = csr_array(
            (np.ones(len(flat), dtype=np.float32), place[flat], ends), shape=(len(pieces), len(used))
        )
        return np.asarray(counts @ self._row(used), dtype=np.float32)
