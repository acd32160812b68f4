"""A home with the demo roster and its index, made once and copied for each test that may change it."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.app import Home
    from retrieval.encoder import Encoder
    from retrieval.products import ProductIndex

os.environ["HF_HUB_OFFLINE"] = "1"
for name in [name for name in os.environ if name.startswith("KOL_")]:
    del os.environ[name]  # a developer's own settings must not leak into tests

# Keys are made where nobody keeps any, in the processes that tests start too.
KEYS = tempfile.mkdtemp(prefix="kol-advisor-keys-")
atexit.register(shutil.rmtree, KEYS, ignore_errors=True)
os.environ["XDG_CONFIG_HOME"], os.environ["KOL_KEY_FILE"] = KEYS, f"{KEYS}/key"

# No wall-clock limits, and the same examples each time; `HYPOTHESIS_PROFILE=explore pytest` looks for new ones.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

TODAY = date(2026, 11, 22)


def home_at(path: Path) -> Home:
    """The home at a path, on a day that does not move. Imported here: most tests need no encoder."""
    from bot.app import Home
    from bot.settings import Settings

    home = Home(Settings(home=path, _env_file=None), today=lambda: TODAY)
    home.meaning.load_encoder = shipped_encoder
    home.meaning.__dict__["product_index"] = product_index()
    return home


@cache
def shipped_encoder() -> Encoder:
    """One for all tests: it never changes, and a second is a second."""
    from retrieval.encoder import load

    return load()


@cache
def product_index() -> ProductIndex:
    from retrieval.products import ProductIndex

    return ProductIndex(shipped_encoder())


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a home that has been opened once."""
    folder = tmp_path_factory.mktemp("demo") / "home"
    home = home_at(folder)
    home.advisor.warm()
    home.store.close()
    return folder


@pytest.fixture
def home(demo_folder: Path, tmp_path: Path) -> Home:
    shutil.copytree(demo_folder, tmp_path / "home")
    return home_at(tmp_path / "home")


@pytest.fixture(scope="session")
def milvus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Milvus Lite server: one for all tests of a run."""
    pytest.importorskip("pymilvus")
    pytest.importorskip("milvus_lite")
    from tests.retrieval.milvus_server import free_port, served

    port = free_port()
    with served(tmp_path_factory.mktemp("milvus") / "data", port):
        yield f"http://127.0.0.1:{port}"
