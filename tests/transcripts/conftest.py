"""The real advisor, and a witness to the logs."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.advisor import Advisor
from tests.conftest import home_at
from tests.fakes.telegram.witness import Witness


@pytest.fixture(scope="package")
def adviser(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Advisor]:
    """The real advisor on the demo roster. Conversations are kept elsewhere, so the tests may share it."""
    folder = tmp_path_factory.mktemp("transcripts") / "home"
    shutil.copytree(demo_folder, folder)
    home = home_at(folder)
    yield home.advisor
    home.store.close()


@pytest.fixture
def witness(caplog: pytest.LogCaptureFixture) -> Iterator[Witness]:
    with capture_logs() as events:
        yield Witness(events, caplog)
