"""The collection of a roster: its columns, their indexes, and what is kept beside them about how it was made."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

SCHEMA = 1  # grows with every change of the columns or of what is in them
LONGEST_TEXT, LONGEST_ID, LONGEST_KEY = 65_535, 1000, 3000  # bytes of UTF-8; the first is Milvus's own limit


REACH = 1024  # rows a graph keeps in view at least; more where more are wanted, or it refuses


class Kind(NamedTuple):
    """A vector index: how it is built and searched. ``reach`` names the setting that no search may have below its k."""

    name: str
    build: Mapping[str, Any] = MappingProxyType({})
    search: Mapping[str, Any] = MappingProxyType({})
    reach: str | None = None

    def params(self, most: int) -> dict[str, Any]:
        """The settings of a search for so many rows."""
        return {**self.search, **({self.reach: max(REACH, most)} if self.reach else {})}


# After Milvus's documentation, not measured here; what is found is scored again exactly in any case.
KINDS = {
    kind.name: kind
    for kind in (
        Kind("AUTOINDEX"),
        Kind("FLAT"),
        Kind("HNSW", {"M": 16, "efConstruction": 200}, reach="ef"),
        Kind(
            "IVF_RABITQ",
            {"nlist": 4096, "refine": True, "refine_type": "SQ8"},
            {"nprobe": 128, "refine_k": 2},
        ),
        Kind("DISKANN", reach="search_list"),
    )
}
DEFAULT_KIND = "AUTOINDEX"


def schema(client: Any, dim: int) -> Any:
    """The columns of a roster's collection."""
    from pymilvus import DataType

    columns = client.create_schema(auto_id=False, enable_dynamic_field=False, partition_key_field="market")
    columns.add_field("row", DataType.VARCHAR, max_length=2 * LONGEST_ID + 10, is_primary=True)
    texts = {
        "creator": LONGEST_ID, "key": LONGEST_KEY, "market": 4, "regions": 2100, "platform": 32, "language": 16,
        "person": LONGEST_TEXT, "channel": LONGEST_TEXT,
    }  # fmt: skip
    for name, longest in texts.items():
        columns.add_field(name, DataType.VARCHAR, max_length=longest)
    for name in ("place", "lot"):
        columns.add_field(name, DataType.INT64)
    for name in ("followers", "views", "engagement"):
        columns.add_field(name, DataType.DOUBLE)
    for name in ("described", "demo"):
        columns.add_field(name, DataType.BOOL)
    columns.add_field("style", DataType.FLOAT_VECTOR, dim=dim)
    columns.add_field("words", DataType.SPARSE_FLOAT_VECTOR)
    return columns


def indexes(client: Any, kind: Kind) -> Any:
    """What of it is indexed."""
    made = client.prepare_index_params()
    made.add_index("style", index_type=kind.name, metric_type="IP", params=dict(kind.build))
    made.add_index("words", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    for name in ("creator", "key", "market", "platform", "language", "followers", "lot"):
        made.add_index(name, index_type="INVERTED")
    return made


def notes_schema(client: Any) -> Any:
    """The columns of the small collection beside it: named notes, such as which encoder made the vectors."""
    from pymilvus import DataType

    columns = client.create_schema(auto_id=False, enable_dynamic_field=False)
    columns.add_field("name", DataType.VARCHAR, max_length=200, is_primary=True)
    columns.add_field("text", DataType.VARCHAR, max_length=LONGEST_TEXT)
    columns.add_field("nothing", DataType.FLOAT_VECTOR, dim=2)  # Milvus has no collections without vectors
    return columns


def notes_indexes(client: Any) -> Any:
    made = client.prepare_index_params()
    made.add_index("nothing", index_type="FLAT", metric_type="IP")
    return made
