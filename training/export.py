"""Writes the student as a SentenceTransformer folder: 8-bit rows with a weight each, and the documents' offset."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import Dense, Normalize, Router
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer


def quantise(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """8-bit rows and the weight that scales each back; a row of zeros keeps weight 0."""
    weights = np.abs(rows).max(axis=1) / 127.0
    scaled = rows / np.where(weights == 0.0, 1.0, weights)[:, None]
    return np.rint(scaled).astype(np.int8), weights.astype(np.float32)


def neutral(rows: np.ndarray, length: float = 1e-3) -> np.ndarray:
    """A short vector in the direction the vocabulary uses least: what a text of unknown script gets."""
    _, directions = np.linalg.eigh(rows.T @ rows)
    return (directions[:, 0] * length).astype(np.float32)


def write(folder: Path, tokenizer: Tokenizer, rows: np.ndarray, offset: np.ndarray) -> None:
    """Make the folder anew beside itself, then swap it in, so that a reader never sees half of one.

    :param rows: (pieces, dim) float32; row 0 is replaced by the neutral vector
    :param offset: (dim,) added to a document's unit vector before it is scaled to length 1 again
    """
    rows = rows.copy()
    rows[0] = neutral(rows[1:])
    dense = Dense(
        rows.shape[1],
        rows.shape[1],
        activation_function=None,
        init_weight=torch.eye(rows.shape[1]),
        init_bias=torch.from_numpy(offset.astype(np.float32)),
    )
    router = Router({"query": [Normalize()], "document": [dense, Normalize()]}, default_route="query")
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=rows), Normalize(), router]
    )
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    model.save(str(fresh), create_model_card=False)
    embeddings, weights = quantise(rows)
    save_file({"embeddings": embeddings, "weights": weights}, str(fresh / "model.safetensors"))
    tokenizer.save(str(fresh / "tokenizer.json"), pretty=False)
    for path in fresh.rglob("*.safetensors"):
        path.chmod(0o644)
    if (folder / "README.md").exists():
        shutil.copy(folder / "README.md", fresh / "README.md")
    old = folder.with_name(folder.name + ".old")
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
