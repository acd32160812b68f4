"""Housekeeping while the bot runs: each job every so often, in a thread of its own."""

import asyncio
from collections.abc import Callable
from typing import NamedTuple

import structlog

from bot.telegram.errors import refer

log = structlog.get_logger(__name__)

FIRST_AFTER = 60.0  # seconds: the first sellers come first


class Job(NamedTuple):
    """Something to do every so many seconds. ``work`` blocks; what it returns is logged if it is a number."""

    name: str
    seconds: float
    work: Callable[[], object]


async def repeat(job: Job, first_after: float = FIRST_AFTER) -> None:
    """Do a job for ever. One that fails is logged and comes again."""
    await asyncio.sleep(min(first_after, job.seconds))
    while True:
        try:
            done = await asyncio.get_running_loop().run_in_executor(None, job.work)
        except Exception as error:  # whatever it is, the bot goes on and so does the job
            refer(error, job=job.name)
        else:
            if isinstance(done, int) and done:
                log.info("telegram.job", job=job.name, count=int(done))
        await asyncio.sleep(job.seconds)
