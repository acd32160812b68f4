"""The encoder that ships, and any other through the same four names."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from retrieval import encoder_static
from retrieval.encoder import Encoder, EncoderError, TransformerEncoder, e5_prompts, load, shipped
from retrieval.encoder_static import StaticEncoder
from training import export

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

FOLDER = shipped()
MEANINGS = [  # written for this test, in no training file
    ("帶狗狗散步要準備的東西", "things to bring when walking the dog"),
    ("防水睫毛膏和口紅評比", "comparing waterproof mascara and lipstick"),
    ("三天搭好帳篷露營的新手", "beginner pitching a tent on a camping trip"),
    ("電競筆電和滑鼠開箱", "unboxing a gaming laptop and mouse"),
    ("嬰兒奶粉怎麼選", "how to choose infant formula"),
    ("台北最好吃的牛肉麵餐廳", "the best beef noodle restaurant in Taipei"),
    ("股票和基金投資入門", "introduction to investing in stocks and funds"),
    ("重機車安全帽評價", "motorcycle helmet review"),
    ("適合上班族的瑜珈課", "yoga classes for office workers"),
    ("鋼琴翻彈流行歌曲", "piano covers of pop songs"),
]
AWKWARD = [
    "Hello, WORLD!! café ÉCOLE don't #BubbleTea @mama_chen 3.5k",
    "臺灣手搖飲開箱❤️💄😂，ＡＢＣ１２３「你好」…",
    "สวัสดีครับ",
    "👩‍👩‍👧‍👦 🇹🇼 1️⃣",
    "한국어 日本語のテキスト ½ №",
    "x\u2028y\x85z\ta\x0bb\x1cc\r\nd\u3000e\u200bf\u0301",
    "無空白長文" * 40,
    "a" * 5000,
]


@pytest.fixture(scope="module")
def encoder() -> StaticEncoder:
    return StaticEncoder(FOLDER)


@pytest.fixture(scope="module")
def reference() -> SentenceTransformer:
    """The same folder through the library: some seconds to import, so once for all tests."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(FOLDER), device="cpu")


def test_load_without_a_name_opens_the_shipped_encoder_without_torch() -> None:
    found = load()
    assert isinstance(found, StaticEncoder)
    assert found.folder == FOLDER
    assert found.dim == 256


def test_each_chinese_line_finds_its_english_one_and_back(encoder: Encoder) -> None:
    chinese, english = ([pair[n] for pair in MEANINGS] for n in (0, 1))
    there = encoder.queries(chinese) @ encoder.documents(english).T
    back = encoder.queries(english) @ encoder.documents(chinese).T
    assert there.argmax(axis=1).tolist() == list(range(len(MEANINGS)))
    assert back.argmax(axis=1).tolist() == list(range(len(MEANINGS)))


def test_makeup_is_not_camping_in_chinese(encoder: Encoder) -> None:
    # all-MiniLM-L6-v2 gives these two a cosine of 0.95: it reads no Chinese
    a, b = encoder.queries(["彩妝教學", "露營帳篷開箱"])
    assert float(a @ b) < 0.5


def test_both_scripts_of_a_text_are_one(encoder: Encoder) -> None:
    a, b = encoder.queries(["貓咪罐頭開箱評測", "猫咪罐头开箱评测"])
    assert float(a @ b) == pytest.approx(1.0, abs=1e-6)


def test_a_hashtag_is_read_as_its_words(encoder: Encoder) -> None:
    a, b = encoder.queries(["#BubbleTea", "bubble tea"])
    assert float(a @ b) == pytest.approx(1.0, abs=1e-6)


def test_an_emoji_means_what_it_shows(encoder: Encoder) -> None:
    query = encoder.queries(["💄"])[0]
    makeup, tent = encoder.queries(["口紅彩妝", "露營帳篷"])
    assert query @ makeup > query @ tent + 0.2


@pytest.mark.parametrize("side", ["queries", "documents"])
def test_the_fast_path_equals_sentence_transformers(
    encoder: StaticEncoder, reference: SentenceTransformer, side: str
) -> None:
    texts = [*AWKWARD, *(text for pair in MEANINGS for text in pair)]
    encode = reference.encode_query if side == "queries" else reference.encode_document
    assert getattr(encoder, side)(texts) == pytest.approx(encode(texts), abs=2e-6)


def test_plain_encode_of_the_library_gives_query_vectors(
    encoder: StaticEncoder, reference: SentenceTransformer
) -> None:
    assert encoder.queries(AWKWARD) == pytest.approx(reference.encode(AWKWARD), abs=2e-6)


def test_one_text_and_many_give_the_same_vector(encoder: StaticEncoder) -> None:
    # fewer than eight texts take the numpy way, more the sparse one
    many = encoder.documents(AWKWARD * 3)
    alone = np.vstack([encoder.documents([text]) for text in AWKWARD * 3])
    assert many == pytest.approx(alone, abs=2e-6)


MIXED = (
    st.text(st.sampled_from("aB9 .,!'#_\t\n\r\u3000\xa0\u2003é￥，。「貓猫咪露營帳篷💄❤️\u0301\u200dก็한"))
    | st.text()
)


@settings(max_examples=150, deadline=None)
@given(MIXED)
def test_cached_runs_give_the_tokenizer_s_own_pieces(text: str) -> None:
    # Incident this guards: a no-break space joins with the mark after it, so it must not be a place to cut.
    encoder = _fresh()
    clean = text.encode("utf-8", "replace").decode("utf-8")
    whole = encoder._tokenizer.encode(clean, add_special_tokens=False).ids
    assert encoder._pieces([clean]) == [whole or [0]]
    assert encoder._pieces([clean]) == [whole or [0]]  # now out of the cache


_KEPT: list[StaticEncoder] = []


def _fresh() -> StaticEncoder:
    if not _KEPT:
        _KEPT.append(StaticEncoder(FOLDER))
    return _KEPT[0]


def test_a_full_cache_is_forgotten_and_nothing_changes(
    encoder: StaticEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = encoder.queries(AWKWARD)
    monkeypatch.setattr(encoder_static, "_CACHED_RUNS", 3)
    assert (encoder.queries(AWKWARD) == wanted).all()
    assert (encoder.queries(AWKWARD) == wanted).all()


def test_threads_share_one_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = StaticEncoder(FOLDER)
    monkeypatch.setattr(encoder_static, "_CACHED_RUNS", 20)
    texts = [[f"{chinese} {n}", f"{english} #{n}"] for n in range(15) for chinese, english in MEANINGS]
    alone = [StaticEncoder.queries(shared, pair) for pair in texts]
    with ThreadPoolExecutor(8) as pool:
        assert all((a == b).all() for a, b in zip(alone, pool.map(shared.queries, texts), strict=True))


EDGES = [
    "",
    " \n\t",
    "😂",
    "💄" * 400,
    "สวัสดี",
    "開箱" * 50_000,
    "word " * 20_000,
    "\ud83d",
    "\x00",
    "…",
    "\u0301",
]


@pytest.mark.parametrize("text", EDGES, ids=lambda text: repr(text[:6]))
def test_every_text_gets_a_finite_unit_vector(encoder: StaticEncoder, text: str) -> None:
    for vectors in (encoder.queries([text]), encoder.documents([text])):
        assert vectors.dtype == np.float32
        assert np.linalg.norm(vectors[0]) == pytest.approx(1.0, abs=1e-5)


def test_nothing_to_read_is_near_to_nothing(encoder: StaticEncoder) -> None:
    empty, thai = encoder.queries(["", "สวัสดี"])
    assert empty == pytest.approx(thai, abs=1e-6)
    texts = encoder.documents([text for pair in MEANINGS for text in pair])
    assert float(np.abs(texts @ empty).max()) < 0.3


def test_no_texts_give_no_rows(encoder: StaticEncoder) -> None:
    assert encoder.queries([]).shape == (0, 256)
    assert encoder.documents([]).shape == (0, 256)


def test_progress_counts_up_to_all(encoder: StaticEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_static, "_BATCH", 4)
    seen: list[tuple[int, int]] = []
    encoder.documents(["貓"] * 10, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(4, 10), (8, 10), (10, 10)]


def test_one_str_is_refused_and_so_is_a_number(encoder: StaticEncoder) -> None:
    with pytest.raises(EncoderError, match=r"expected a list of texts, found one str"):
        encoder.queries("貓咪")
    with pytest.raises(EncoderError, match="text 1 is int, expected str"):
        encoder.documents(["貓咪", 3])  # type: ignore[list-item]


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A folder of the same layout with six words of four dimensions."""
    words = ["[UNK]", "cat", "camping", "cooking", "tent", "query", "."]
    coder = Tokenizer(models.Unigram([(word, -float(n)) for n, word in enumerate(words)], unk_id=0))
    coder.normalizer = normalizers.Lowercase()
    coder.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    rows = np.random.default_rng(4).normal(size=(len(words), 4)).astype(np.float32)
    export.write(tmp_path / "tiny", coder, rows, np.full(4, 0.1, dtype=np.float32))
    return tmp_path / "tiny"


def test_a_copy_has_the_same_fingerprint_whatever_its_card_says(tiny: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(tiny, tmp_path / "copy"))
    (copy / "README.md").write_text("another card", "utf-8")
    assert StaticEncoder(copy).fingerprint == StaticEncoder(tiny).fingerprint


@pytest.mark.parametrize(
    "name", ["model.safetensors", "tokenizer.json", "2_Router/document_0_Dense/model.safetensors"]
)
def test_the_fingerprint_changes_with_weights_tokenizer_and_offset(tiny: Path, name: str) -> None:
    before, content = StaticEncoder(tiny).fingerprint, bytearray((tiny / name).read_bytes())
    if name.endswith(".json"):
        content += b"\n"
    else:
        content[-1] ^= 1
    (tiny / name).write_bytes(content)
    assert StaticEncoder(tiny).fingerprint != before


def test_a_damaged_folder_is_named(tiny: Path) -> None:
    (tiny / "tokenizer.json").write_text("{", "utf-8")
    with pytest.raises(EncoderError, match=r"encoder in .* is damaged"):
        load(tiny)


def test_a_folder_without_a_model_says_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"cannot be opened as a sentence-transformers model.*KOL_ENCODER"):
        load(tmp_path)


def test_any_sentence_transformers_folder_works_the_same_way(tiny: Path) -> None:
    fast, other = load(tiny), TransformerEncoder(str(tiny))
    texts, seen = ["cat tent", "Camping cooking cat"] * 300, list[tuple[int, int]]()
    assert other.dim == fast.dim == 4
    assert np.abs(other.queries(texts) - fast.queries(texts)).max() < 2e-6
    found = other.documents(texts, progress=lambda *at: seen.append(at))
    assert np.abs(found - fast.documents(texts)).max() < 2e-6
    assert seen == [(512, 600), (600, 600)]
    assert np.linalg.norm(other.queries([""])[0]) == pytest.approx(1.0)  # the library itself gives zeros
    assert other.fingerprint == TransformerEncoder(str(tiny)).fingerprint


def test_prompts_of_a_model_are_used_and_change_its_fingerprint(tiny: Path, tmp_path: Path) -> None:
    prompted_folder = Path(shutil.copytree(tiny, tmp_path / "prompted"))
    settings_path = prompted_folder / "config_sentence_transformers.json"
    config = json.loads(settings_path.read_text("utf-8"))
    config["prompts"] = {"query": "camping ", "document": "cooking "}
    settings_path.write_text(json.dumps(config), "utf-8")
    plain, prompted = TransformerEncoder(str(tiny)), TransformerEncoder(str(prompted_folder))
    assert prompted.queries(["cat"]) == pytest.approx(plain.queries(["camping cat"]), abs=1e-6)
    assert prompted.documents(["cat"]) == pytest.approx(plain.documents(["cooking cat"]), abs=1e-6)
    assert prompted.fingerprint != plain.fingerprint


def test_a_static_model_with_prompts_is_left_to_the_library(tiny: Path) -> None:
    settings_path = tiny / "config_sentence_transformers.json"
    config = json.loads(settings_path.read_text("utf-8"))
    config["prompts"] = {"query": "camping ", "document": ""}
    settings_path.write_text(json.dumps(config), "utf-8")
    found = load(tiny)
    assert isinstance(found, TransformerEncoder)  # prompts are the library's business
    assert found.queries(["cat"])[0] != pytest.approx(found.model.encode(["cat"])[0], abs=1e-3)


def test_e5_models_without_prompts_get_theirs() -> None:
    wanted = {"query": "query: ", "document": "passage: "}
    assert e5_prompts("intfloat/multilingual-e5-small", {}) == wanted
    assert e5_prompts("/models/e5_base", {"query": "", "document": ""}) == wanted
    assert e5_prompts("intfloat/e5-base", {"query": "ask: "}) == {}
    assert e5_prompts("all-MiniLM-L6-v2", {}) == {}


def test_the_folder_fits_the_repository() -> None:
    sizes = [path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()]
    assert sum(sizes) <= 64_000_000
    assert max(sizes) <= 48_000_000
    card = (FOLDER / "README.md").read_text("utf-8")
    for owed in (
        "CC-CEDICT",
        "CC BY-SA 4.0",
        "Tatoeba",
        "CC BY 2.0 FR",
        "SIB-200",
        "Shopify",
        "all-MiniLM-L6-v2",
    ):
        assert owed in card


def test_one_query_takes_less_than_half_a_millisecond(encoder: StaticEncoder) -> None:
    import timeit

    encoder.queries(["露營帳篷開箱 推薦"])
    assert min(timeit.repeat(lambda: encoder.queries(["露營帳篷開箱 推薦"]), number=1, repeat=200)) < 0.0005
