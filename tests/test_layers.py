"""The arrows of the house: bot -> knowledge, retrieval, data; retrieval -> knowledge; data -> knowledge."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "knowledge": {"knowledge"},
    "retrieval": {"retrieval", "knowledge"},
    "data": {"data", "knowledge"},
    "bot": {"bot", "knowledge", "retrieval", "data"},
}
FOLDERS = {*MAY_IMPORT, "training", "tests"}
OUTSIDE = {
    "telegram",
    "faiss",
    "sqlite3",
    "sqlite_utils",
    "torch",
    "sentence_transformers",
    "httpx",
    "aiohttp",
    "yarl",
}
PURE = [
    "knowledge",
    "bot/understand",
    "bot/screens",
    *(
        f"bot/{name}.py"
        for name in ("conversation", "dialog", "refine", "taps", "callback", "texts", "render")
    ),
]


def imports(file: Path) -> Iterator[str]:
    """Every module named in an import statement, wherever in the file it stands."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def files(where: str) -> list[Path]:
    path = ROOT / where
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_arrows_point_one_way(folder: str) -> None:
    wrong = [
        (file.relative_to(ROOT), name)
        for file in files(folder)
        for name in imports(file)
        if name.split(".")[0] in FOLDERS - MAY_IMPORT[folder]
    ]
    assert wrong == []


@pytest.mark.parametrize("folder", ["retrieval", "data"])
def test_of_knowledge_the_lower_layers_use_the_vocabulary(folder: str) -> None:
    """What a Money or a Tier is may be known below; how to advise may not."""
    vocabulary = {
        "knowledge.models",
        "knowledge.money",
        "knowledge.products",
        "knowledge.tiers",
        "knowledge.currency",
    }
    used = {name for file in files(folder) for name in imports(file) if name.startswith("knowledge")}
    assert used <= vocabulary


@pytest.mark.parametrize("where", PURE)
def test_pure_modules_touch_no_outside_world(where: str) -> None:
    found = files(where)
    assert found, f"{where} is gone"
    wrong = [
        (file.relative_to(ROOT), name)
        for file in found
        for name in imports(file)
        if name.split(".")[0] in OUTSIDE
    ]
    assert wrong == []
