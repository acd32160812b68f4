"""The student's arithmetic, each against another way to the same number."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from retrieval.encoder import load
from training import export, vocabulary
from training.student import Bags, Student, contrast, disagreement, near_duplicates


@pytest.fixture(scope="module")
def folding() -> normalizers.Normalizer:
    return vocabulary.normalizer()


@pytest.fixture
def coder(folding: normalizers.Normalizer) -> Tokenizer:
    return vocabulary.build(
        {"cat": 9, "tent": 5, "bubble": 3, "tea": 4},
        {"貓": 9, "猫咪": 7, "露营": 5, "帐篷": 4},
        ["ing"],
        folding,
    )


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Café ÉCOLE", "cafe ecole"),
        ("臺灣露營", "台湾露营"),
        ("ＡＢＣ１２３", "abc123"),
        ("don't", "don t"),
        ("💄", "lipstick"),
        ("❤️", "heart"),
        ("「你好」，妳呢？", "你好 你呢"),
        ("한국어", "한국어"),
        ("a\u3000b\u2028c\u200bd", "a b cd"),
    ],
)
def test_folding_reads_alike_what_means_alike(folding: normalizers.Normalizer, text: str, read: str) -> None:
    assert " ".join(folding.normalize_str(text).split()) == read


def test_segmentation_takes_the_likely_words(coder: Tokenizer) -> None:
    assert coder.encode("#BubbleTea 露營帳篷 貓咪").tokens == ["bubble", "tea", "露营", "帐篷", "猫咪"]


def test_an_unknown_script_is_one_unknown_piece(coder: Tokenizer) -> None:
    assert coder.encode("สวัสดี").ids == [0]


def test_a_bag_names_where_each_text_begins(coder: Tokenizer) -> None:
    bags = Bags(coder, ["cat tent", "", "tea"])
    ids, ends = bags.batch(np.array([0, 1, 2]))
    cat, tent, tea = (coder.token_to_id(word) for word in ("cat", "tent", "tea"))
    assert ids.tolist() == [cat, tent, 0, tea]
    assert ends.tolist() == [0, 2, 3, 4]


def test_dropping_pieces_never_empties_a_text(coder: Tokenizer) -> None:
    bags = Bags(coder, ["cat tent tea cat tent tea"] * 50)
    _, ends = bags.batch(np.arange(50), 0.999, np.random.default_rng(1))
    assert np.diff(ends).min() >= 1


def test_the_hand_carried_step_equals_torch_s_adam(coder: Tokenizer) -> None:
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(coder.get_vocab_size(), 6)).astype(np.float32)
    weights = rng.random(len(rows)).astype(np.float32)
    bags = Bags(coder, ["cat tent", "露營 cat cat", "tea"])
    want = torch.nn.functional.normalize(torch.from_numpy(rng.normal(size=(3, 6)).astype(np.float32)), dim=1)
    student = Student(rows.copy(), weights)
    free = torch.from_numpy(rows.copy()).requires_grad_()
    adam = torch.optim.Adam([free], lr=0.01)
    for _ in range(3):
        student.learn((1 - (student(bags.batch(np.arange(3))) * want).sum(dim=1)).mean(), 0.01)
        sums = torch.stack(
            [(free[ids] * torch.from_numpy(weights[ids])[:, None]).sum(dim=0) for ids in bags.ids]
        )
        adam.zero_grad()
        (1 - (torch.nn.functional.normalize(sums, dim=1) * want).sum(dim=1)).mean().backward()
        adam.step()
    assert np.abs(student.rows - free.detach().numpy()).max() < 5e-4  # a step is 0.01
    assert (student.final() == student.rows * weights[:, None]).all()


def test_disagreement_is_one_minus_the_correlation() -> None:
    a, b = [0.1, 0.5, 0.3, 0.9], [1.0, 4.0, 3.0, 4.5]
    found = disagreement(torch.tensor(a), torch.tensor(b))
    assert float(found) == pytest.approx(1 - np.corrcoef(a, b)[0, 1], abs=1e-5)


def test_contrast_is_low_when_each_finds_its_own() -> None:
    eye, no = torch.eye(3), torch.zeros(3, 3, dtype=torch.bool)
    assert float(contrast(eye, eye, no, 0.05)) < 1e-6
    assert float(contrast(eye, eye.roll(1, 0), no, 0.05)) == pytest.approx(20.0, abs=0.01)


def test_near_duplicates_are_no_negatives() -> None:
    a = torch.tensor([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    assert near_duplicates(a).tolist() == [[False, True, False], [True, False, False], [False, False, False]]
    assert float(contrast(a, a, near_duplicates(a), 0.05)) < 1e-6


def test_eight_bits_keep_each_row_within_half_a_step() -> None:
    rows = np.random.default_rng(5).normal(size=(50, 16)).astype(np.float32)
    rows[7] = 0
    kept, weights = export.quantise(rows)
    assert kept.dtype == np.int8
    assert weights[7] == 0
    assert (np.abs(kept * weights[:, None] - rows) <= weights[:, None] / 2 + 1e-7).all()


def test_the_folder_written_gives_the_student_s_vectors(coder: Tokenizer, tmp_path: Path) -> None:
    rng = np.random.default_rng(9)
    rows = rng.normal(size=(coder.get_vocab_size(), 16)).astype(np.float32)
    offset = np.full(16, -0.05, dtype=np.float32)
    export.write(tmp_path / "made", coder, rows, offset)
    export.write(tmp_path / "made", coder, rows, offset)  # a second time swaps it in whole
    encoder, texts = load(tmp_path / "made"), ["cat tent", "貓咪 露營 tea"]
    bags = Bags(coder, texts)
    sums = np.stack([rows[ids].sum(axis=0) for ids in bags.ids])
    wanted = sums / np.linalg.norm(sums, axis=1, keepdims=True)
    assert encoder.queries(texts) == pytest.approx(wanted, abs=0.02)
    moved = wanted + offset
    moved /= np.linalg.norm(moved, axis=1, keepdims=True)
    assert encoder.documents(texts) == pytest.approx(moved, abs=0.02)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made"]


def test_the_charsmap_is_found_in_a_protobuf() -> None:
    inner = b"\x0a\x03abc" + b"\x12\x02hi"  # field 1 "abc", field 2 "hi"
    outer = (
        b"\x08\x96\x01" + b"\x1a" + bytes([len(inner)]) + inner
    )  # field 1 is the number 150, field 3 the inner
    assert vocabulary._field(vocabulary._field(outer, 3), 2) == b"hi"
    with pytest.raises(ValueError, match="no field 4"):
        vocabulary._field(outer, 4)


def test_a_vocabulary_may_be_empty_of_one_language(folding: normalizers.Normalizer) -> None:
    made = vocabulary.build({"cat": 1}, {"貓": 1}, [], folding)
    assert isinstance(made.model, models.Unigram)
    assert isinstance(made.pre_tokenizer, pre_tokenizers.WhitespaceSplit)
