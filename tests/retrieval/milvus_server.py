"""Milvus Lite's own server on a free port of this machine, and a second process that writes to it.

Simpler than a cluster: one process, no users, no TLS, brute-force filters; the protocol on the wire is the same.
"""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from knowledge.models import Creator

ROOT = Path(__file__).parents[2]
SERVE = "from milvus_lite.cmdline import main; main()"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The server's process, once it answers."""
    command = [sys.executable, "-c", SERVE, "server", "--host", "127.0.0.1", "--port", str(port)]
    with (folder.parent / "milvus.log").open("ab") as log:
        process = subprocess.Popen([*command, "--data-dir", str(folder)], stdout=log, stderr=log)
    try:
        _await(port, process)
        yield process
    finally:
        process.terminate()
        process.wait(20)


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the server ended before it answered"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the server did not answer")


class OtherProcess:
    """An index that another process has open: what it is told to write, it has written when the call returns."""

    def __init__(self, uri: str, collection: str) -> None:
        command = [sys.executable, "-m", "tests.retrieval.milvus_writer", uri, collection]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def upsert(self, creators: Iterable[Creator]) -> None:
        self._tell({"upsert": [creator.model_dump(mode="json") for creator in creators]})

    def delete(self, creator_ids: Iterable[str]) -> None:
        self._tell({"delete": list(creator_ids)})

    def close(self) -> None:
        self._process.communicate(timeout=20)

    def _tell(self, order: dict[str, object]) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "done\n"
