"""Other engines with the same vectors and filters, each behind ``search``."""

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import faiss
import numpy as np

from retrieval.arrays import Array
from retrieval.columns import Columns
from retrieval.encoder import Vectors
from retrieval.filters import Filter

LOADED = 5000  # rows handed over at once
UNTYPED: Any = faiss  # its stubs lack what is generated


class Peer(Protocol):
    """An engine that is loaded. ``passing`` is the filter as a mask, for engines that take one."""

    def search(self, query: Vectors, conditions: Filter, passing: Array, k: int) -> list[int]:
        """The k closest rows that pass, best first."""
        ...


class Kind(NamedTuple):
    """How to load an engine, the package it needs, and the most rows for which loading it takes minutes at most."""

    load: Callable[[Vectors, Columns, Path], Peer]
    package: str | None
    most: int


class Exact:
    """numpy: the rows that pass, compared one by one."""

    def __init__(self, vectors: Vectors, columns: Columns, folder: Path) -> None:
        self.vectors = vectors

    def search(self, query: Vectors, conditions: Filter, passing: Array, k: int) -> list[int]:
        rows = np.flatnonzero(passing)
        chosen = self.vectors if len(rows) == len(self.vectors) else self.vectors[rows]
        scores = np.vecdot(chosen, query)
        best = np.argpartition(-scores, k)[:k] if len(scores) > k else np.arange(len(scores))
        return list(rows[best[np.argsort(-scores[best])]].tolist())


class Whole:
    """numpy with what an answer needs beside the rows: the filter from its columns, and whose channels they are.

    Like for like with the index, except that it places no style among all.
    """

    def __init__(self, vectors: Vectors, columns: Columns, folder: Path) -> None:
        everyone = np.arange(len(columns))
        self.columns, self.exact = columns, Exact(vectors, columns, folder)
        self.keys, self.owners = columns.keys.read_rows(everyone), columns.owners.read_rows(everyone)

    def search(self, query: Vectors, conditions: Filter, passing: Array, k: int) -> list[int]:
        return [row for row, _, _ in self.named(query, conditions, k)]

    def named(self, query: Vectors, conditions: Filter, k: int) -> list[tuple[int, str, str]]:
        """Rows with their keys and creators, best first."""
        rows = self.exact.search(query, conditions, self.passing(conditions), k)
        return [(row, self.keys[row], self.owners[row]) for row in rows]

    def passing(self, c: Filter) -> Array:
        """The filter as a mask."""
        columns = self.columns
        passing: Array = np.ones(len(columns), dtype=np.bool_)
        if c.platforms or c.excluded_platforms:
            passing &= np.array([c.is_wished(v) for v in columns.platform.values])[columns.platform.codes]
        if c.regions:
            passing &= np.array([c.is_here(v) for v in columns.places.values])[columns.places.codes]
        if c.languages:
            passing &= np.array([c.speaks(v) for v in columns.language.values])[columns.language.codes]
        if c.followers_low is not None:
            passing &= columns.followers >= c.followers_low
        if c.followers_high is not None:
            passing &= columns.followers <= c.followers_high
        return passing


class Faiss:
    """A FAISS index with the filter as a bitmap selector."""

    def __init__(self, index: Any, parameters: Callable[[], Any], vectors: Vectors) -> None:
        self.index, self.parameters = index, parameters
        index.add(vectors)

    def search(self, query: Vectors, conditions: Filter, passing: Array, k: int) -> list[int]:
        bits = np.packbits(passing, bitorder="little")
        only = self.parameters()
        selector = faiss.IDSelectorBitmap(len(bits), faiss.swig_ptr(bits))
        only.sel = selector
        found = self.index.search(query[None], k, params=only)[1][0]
        return list(found[found >= 0].tolist())


def flat(vectors: Vectors, columns: Columns, folder: Path) -> Peer:
    return Faiss(faiss.IndexFlatIP(vectors.shape[1]), faiss.SearchParameters, vectors)


def hnsw(vectors: Vectors, columns: Columns, folder: Path) -> Peer:
    """32 neighbours, 8-bit codes, 256 candidates."""
    index = faiss.index_factory(vectors.shape[1], "HNSW32_SQ8", faiss.METRIC_INNER_PRODUCT)
    index.train(vectors[:100_000])

    def parameters() -> Any:
        made = UNTYPED.SearchParametersHNSW()
        made.efSearch = 256
        return made

    return Faiss(index, parameters, vectors)


def payloads(columns: Columns) -> Iterator[dict[str, Any]]:
    """What an engine needs of each row to apply a filter. Made-up channels have one region at most."""
    for row in range(len(columns)):
        followers = columns.followers[row]
        yield {
            "platform": columns.platform.values[columns.platform.codes[row]].value,
            "language": columns.language.values[columns.language.codes[row]] or "",
            "region": next(iter(columns.places.values[columns.places.codes[row]]), ""),
            "followers": -1 if np.isnan(followers) else int(followers),
        }


def wished(conditions: Filter) -> dict[str, list[str]]:
    """Values of which one must hold, by field."""
    fields = {
        "platform": conditions.platforms,
        "language": conditions.languages,
        "region": conditions.regions,
    }
    return {name: sorted(values) for name, values in fields.items() if values}


class Chroma:
    """chromadb, in memory."""

    def __init__(self, vectors: Vectors, columns: Columns, folder: Path) -> None:
        import chromadb

        client = chromadb.EphemeralClient(chromadb.Settings(anonymized_telemetry=False))
        self.rows = client.create_collection(
            f"bench{len(vectors)}", metadata={"hnsw:space": "ip", "hnsw:search_ef": 256}
        )
        known = list(payloads(columns))
        for n in range(0, len(vectors), LOADED):
            ids = [str(row) for row in range(n, min(n + LOADED, len(vectors)))]
            self.rows.add(ids=ids, embeddings=vectors[n : n + LOADED], metadatas=known[n : n + LOADED])

    def search(self, query: Vectors, conditions: Filter, passing: Array, k: int) -> list[int]:
        parts: list[dict[str, Any]] = [{name: {"$in": v}} for name, v in wished(conditions).items()]
        if conditions.excluded_platforms:
            parts.append({"platform": {"$nin": sorted(conditions.excluded_platforms)}})
        for sign, bound in (("$gte", conditions.followers_low), ("$lte", conditions.followers_high)):
            parts += [{"followers": {sign: bound}}] if bound is not None else []
        where = None if not parts else parts[0] if len(parts) == 1 else {"$and": parts}
        found = self.rows.query(query_embeddings=[query], n_results=k, where=where, include=[])
        return [int(row) for row in found["ids"][0]]


class Lance:
    """lancedb on disk: IVF_HNSW_SQ with the filter first."""

    def __init__(self, vectors: Vectors, columns: Columns, folder: Path) -> None:
        import lancedb
        import pyarrow

        known = list(payloads(columns))
        cells = pyarrow.FixedSizeListArray.from_arrays(vectors.ravel(), vectors.shape[1])
        table = {name: [one[name] for one in known] for name in known[0]}
        rows = pyarrow.table({"row": np.arange(len(vectors)), "vector": cells, **table})
        self.rows = lancedb.connect(folder).create_table("rows", rows, mode="overwrite")
        if len(vectors) >= LOADED:
            self.rows.create_index(metric="dot", index_type="IVF_HNSW_SQ")

    def search(self, query: Vectors, conditions: Filter, passing: Array, k: int) -> list[int]:
        asked = self.rows.search(query).distance_type("dot").nprobes(16).refine_factor(2).limit(k)
        if where := _sql(conditions):
            asked = asked.where(where, prefilter=True)
        return list(asked.select(["row", "_distance"]).to_arrow()["row"].to_pylist())


def _sql(conditions: Filter) -> str:
    quoted = {n: ", ".join(f"'{value}'" for value in v) for n, v in wished(conditions).items()}
    parts = [f"{name} IN ({values})" for name, values in quoted.items()]
    parts += [f"platform != '{platform}'" for platform in sorted(conditions.excluded_platforms)]
    if conditions.followers_low is not None:
        parts.append(f"followers >= {conditions.followers_low}")
    if conditions.followers_high is not None:
        parts.append(f"followers >= 0 AND followers <= {conditions.followers_high}")
    return " AND ".join(parts)


class Qdrant:
    """qdrant-client's local mode, which compares one by one in Python."""

    def __init__(self, vectors: Vectors, columns: Columns, folder: Path) -> None:
        from qdrant_client import QdrantClient, models

        self.models, self.client = models, QdrantClient(":memory:")
        space = models.VectorParams(size=vectors.shape[1], distance=models.Distance.DOT)
        self.client.create_collection("rows", vectors_config=space)
        ids = list(range(len(vectors)))
        self.client.upload_collection("rows", vectors=vectors, payload=payloads(columns), ids=ids)

    def search(self, query: Vectors, conditions: Filter, passing: Array, k: int) -> list[int]:
        m = self.models
        must = [m.FieldCondition(key=n, match=m.MatchAny(any=v)) for n, v in wished(conditions).items()]
        range_ = m.Range(gte=conditions.followers_low, lte=conditions.followers_high)
        if (conditions.followers_low, conditions.followers_high) != (None, None):
            must.append(m.FieldCondition(key="followers", range=range_))
        banned = [p.value for p in conditions.excluded_platforms]
        not_ = [m.FieldCondition(key="platform", match=m.MatchAny(any=banned))] if banned else []
        found = self.client.query_points(
            "rows", query=query, query_filter=m.Filter(must=must, must_not=not_), limit=k, with_payload=False
        )
        return [int(point.id) for point in found.points]


class Zvec:
    """zvec on disk: HNSW with the filter as an expression."""

    def __init__(self, vectors: Vectors, columns: Columns, folder: Path) -> None:
        import zvec

        text = [zvec.FieldSchema(n, zvec.DataType.STRING) for n in ("platform", "language", "region")]
        numbers = [zvec.FieldSchema("followers", zvec.DataType.INT64)]
        index = zvec.HnswIndexParam(metric_type=zvec.MetricType.IP)
        vector = zvec.VectorSchema("v", zvec.DataType.VECTOR_FP32, vectors.shape[1], index_param=index)
        schema = zvec.CollectionSchema("rows", fields=[*text, *numbers], vectors=vector)
        self.zvec, self.rows = zvec, zvec.create_and_open(path=str(folder / "zvec"), schema=schema)
        docs = [
            zvec.Doc(id=str(n), vectors={"v": vectors[n].tolist()}, fields=known)
            for n, known in enumerate(payloads(columns))
        ]
        for n in range(0, len(docs), 1000):
            self.rows.insert(docs[n : n + 1000])
        self.rows.optimize()

    def search(self, query: Vectors, conditions: Filter, passing: Array, k: int) -> list[int]:
        near = self.zvec.VectorQuery("v", vector=query.tolist(), param=self.zvec.HnswQueryParam(ef=256))
        found = self.rows.query(near, topk=k, filter=_sql(conditions) or None, output_fields=[])
        return [int(one.id) for one in found]


KINDS = {
    "numpy": Kind(Exact, None, 1_000_000),
    "numpy-whole": Kind(Whole, None, 1_000_000),
    "faiss-flat": Kind(flat, None, 1_000_000),
    "faiss-hnsw": Kind(hnsw, None, 1_000_000),
    "chromadb": Kind(Chroma, "chromadb", 100_000),
    "lancedb": Kind(Lance, "lancedb", 1_000_000),
    "qdrant": Kind(Qdrant, "qdrant_client", 10_000),
    "zvec": Kind(Zvec, "zvec", 100_000),
}


def installed(name: str) -> bool:
    """Whether an engine's package is there."""
    package = KINDS[name].package
    return package is None or find_spec(package) is not None
