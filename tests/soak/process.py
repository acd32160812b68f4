"""`kol-advisor bot` as a process of its own: started, watched, stopped and killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Self

MAIN = "from bot.cli import main; main()"
ROOT = Path(__file__).parents[2]
PATIENCE = 90.0
TICK = 0.01


def environment(home: Path, /, **settings: str) -> dict[str, str]:
    """The environment of a bot at a home: this one's, with no settings of ours but those named and the keys."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("KOL_")}
    if "KOL_KEY_FILE" in os.environ:
        plain["KOL_KEY_FILE"] = os.environ["KOL_KEY_FILE"]
    ours = {f"KOL_{name.upper()}": value for name, value in settings.items()}
    return plain | {"KOL_HOME": str(home), "NO_PROXY": "127.0.0.1", "HF_HUB_OFFLINE": "1"} | ours


class Process:
    """One run of a command. Its log goes to ``log`` where given, else it is kept for `said`."""

    def __init__(self, *arguments: str, env: dict[str, str], log: IO[str] | None = None) -> None:
        self.popen = subprocess.Popen(
            [sys.executable, "-c", MAIN, *arguments],
            env=env,
            cwd=ROOT,  # its own copy of the program, also where another one is installed
            stdout=subprocess.PIPE if log is None else log,
            stderr=subprocess.PIPE if log is None else log,
            text=True,
        )

    def wait_for(self, what: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Until something is so. AssertionError if the process ends before, or nothing happens."""
        until = time.monotonic() + seconds
        while not what():
            if self.popen.poll() is not None:
                said = self.popen.communicate()[1] or "see its log"
                raise AssertionError(f"ended with {self.popen.returncode}: {said}")
            assert time.monotonic() < until, "nothing happened"
            time.sleep(TICK)

    def kill(self) -> None:
        """As a power cut does."""
        self.popen.kill()
        self.popen.wait()

    def stop(self, seconds: float = PATIENCE) -> float:
        """As an operator does; how long it took."""
        began = time.monotonic()
        self.popen.send_signal(signal.SIGTERM)
        self.popen.wait(seconds)
        return time.monotonic() - began

    @property
    def is_running(self) -> bool:
        return self.popen.poll() is None

    @property
    def memory(self) -> float:
        """Resident memory in MB; 0 for one that has ended."""
        try:
            status = Path(f"/proc/{self.popen.pid}/status").read_text("ascii")
        except FileNotFoundError:
            return 0.0
        kilobytes = next((line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")), "0")
        return int(kilobytes) / 1024

    @property
    def cpu(self) -> float:
        """Seconds of processor time used so far."""
        fields = Path(f"/proc/{self.popen.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.is_running:
            self.popen.kill()
        self.popen.communicate()


@contextmanager
def bot(home: Path, /, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """The bot's process; killed at the end if it is still there."""
    with Process("bot", env=environment(home, **settings)) as process:
        yield process.popen
