"""Is the bot well? /healthz for whoever watches it, /metrics for Prometheus, and a line in the log when it is deaf."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.telegram.metrics import METRICS

log = structlog.get_logger(__name__)

DEAF_SECONDS = 90.0  # without an answer of Telegram to a poll: three polls that went wrong in a row
CHECK_SECONDS = 5.0  # a check that takes longer has failed
WATCH_SECONDS = 15.0

# Each part of the installation: nothing where it is well, else what is wrong.
Check = Callable[[], str | None]


class Source(Protocol):
    """Where updates come from."""

    mode: str

    @property
    def silence(self) -> float: ...


class Health:
    """The state of this process. ``checks`` block and are run in threads."""

    def __init__(self, source: Source, held: Callable[[], int], checks: Mapping[str, Check]) -> None:
        self.source, self.held, self.checks = source, held, checks
        self.app = Starlette(routes=[Route("/healthz", self.healthz), Route("/metrics", self.metrics)])

    async def state(self) -> dict[str, Any]:
        """Everything looked at; ``ok`` where all of it is well."""
        wrong = await asyncio.gather(*(_checked(check) for check in self.checks.values()))
        parts = dict(zip(self.checks, wrong, strict=True))
        deaf = self.source.silence > DEAF_SECONDS
        return {
            "ok": not deaf and not any(parts.values()),
            "telegram": {"mode": self.source.mode, "seconds_silent": round(self.source.silence, 1)},
            "updates_held": self.held(),
            **{name: says or "ok" for name, says in parts.items()},
        }

    async def healthz(self, _: Request) -> Response:
        """200 where all is well, 503 where not, and the state as JSON."""
        state = await self.state()
        return JSONResponse(state, 200 if state["ok"] else 503)

    async def metrics(self, _: Request) -> Response:
        return Response(METRICS.text(), media_type="text/plain; version=0.0.4")

    async def watch(self) -> None:
        """Log when polling stalls and when it goes on."""
        was_deaf = False
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            is_deaf = self.source.silence > DEAF_SECONDS
            if is_deaf and not was_deaf:
                log.error("telegram.deaf", seconds=round(self.source.silence))
            elif was_deaf and not is_deaf:
                log.info("telegram.hears_again")
            was_deaf = is_deaf


async def _checked(check: Check) -> str | None:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await asyncio.get_running_loop().run_in_executor(None, check)
    except TimeoutError:
        return f"no answer within {CHECK_SECONDS:.0f} s"
    except Exception as error:  # a check that breaks is an answer too
        return type(error).__name__
