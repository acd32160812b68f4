"""Vectors are made once for a text and an encoder, and a damaged file costs time, never an answer."""

from pathlib import Path

import numpy as np

from retrieval.vectors import VectorFile
from tests.retrieval.toy import ToyEncoder


def test_only_what_changed_is_encoded_again(tmp_path: Path) -> None:
    path, first, second = tmp_path / "index" / "v.npz", ToyEncoder(), ToyEncoder()
    made, fresh = VectorFile(path, first).vectors(["cat", "soap", "cat"])
    assert fresh == 2
    again, changed = VectorFile(path, second).vectors(["soap", "camping", "cat"])
    assert (changed, second.encoded) == (1, ["camping"])
    assert np.array_equal(again[[2, 0]], made[[0, 1]])


def test_what_is_no_longer_there_is_forgotten(tmp_path: Path) -> None:
    file = VectorFile(tmp_path / "v.npz", ToyEncoder())
    file.vectors(["cat", "soap"])
    file.vectors(["soap"])
    assert len(file.read()) == 1


def test_another_encoder_starts_afresh(tmp_path: Path) -> None:
    VectorFile(tmp_path / "v.npz", ToyEncoder("one")).vectors(["cat"])
    other = ToyEncoder("other")
    assert VectorFile(tmp_path / "v.npz", other).vectors(["cat"])[1] == 1
    assert other.encoded == ["cat"]


def test_a_damaged_file_counts_as_empty(tmp_path: Path) -> None:
    path = tmp_path / "v.npz"
    whole = VectorFile(path, ToyEncoder()).vectors(["cat", "soap"])[0]
    for damage in (b"", b"not a zip", path.read_bytes()[:-40]):
        path.write_bytes(damage)
        vectors, fresh = VectorFile(path, ToyEncoder()).vectors(["cat", "soap"])
        assert fresh == 2
        assert np.array_equal(vectors, whole)


def test_a_home_that_cannot_be_written_still_gives_vectors() -> None:
    vectors, fresh = VectorFile(Path("/proc/nowhere/v.npz"), ToyEncoder()).vectors(["cat"])
    assert (vectors.shape, fresh) == ((1, 32), 1)


def test_no_text_no_vector(tmp_path: Path) -> None:
    assert VectorFile(tmp_path / "v.npz", ToyEncoder()).vectors([])[0].shape == (0, 32)
