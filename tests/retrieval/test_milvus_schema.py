"""Settings of a search that the server would refuse otherwise."""

import pytest

from retrieval.milvus_schema import DEFAULT_KIND, KINDS


@pytest.mark.parametrize(
    ("kind", "most", "wanted"),
    [
        ("AUTOINDEX", 416, {}),
        ("FLAT", 416, {}),
        ("HNSW", 416, {"ef": 1024}),
        ("HNSW", 1664, {"ef": 1664}),  # ties made a search grow: Milvus refuses an ef below k
        ("DISKANN", 16_384, {"search_list": 16_384}),
        ("IVF_RABITQ", 1664, {"nprobe": 128, "refine_k": 2}),
    ],
)
def test_a_search_reaches_as_far_as_it_wants_rows(kind: str, most: int, wanted: dict[str, int]) -> None:
    assert KINDS[kind].params(most) == wanted


def test_the_default_is_one_of_them() -> None:
    assert DEFAULT_KIND in KINDS
