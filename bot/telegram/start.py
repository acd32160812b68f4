"""Start-up: the application with its settings, and what an operator is told when it does not start."""

import asyncio
import logging
import os
import re
import sys
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import ExitStack, suppress
from threading import enumerate as threads
from typing import Any

import structlog
from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import InvalidToken, NetworkError, RetryAfter
from telegram.ext import Application, ApplicationBuilder, Defaults
from telegram.request import BaseRequest

from bot.chat import Chat
from bot.settings import Settings
from bot.telegram.allowance import Allowance, Limits
from bot.telegram.client import Client
from bot.telegram.commands import introduce
from bot.telegram.desk import Desk
from bot.telegram.errors import CannotListen, Rival, TokenProblem, Unreachable
from bot.telegram.faults import Faults
from bot.telegram.handlers import App, Handlers
from bot.telegram.health import Check
from bot.telegram.interpreter import give_way, share_heaps, spare_what_lasts
from bot.telegram.jobs import Job
from bot.telegram.limiter import Patience
from bot.telegram.processor import InOrder
from bot.telegram.resumed import Resumed
from bot.telegram.serve import Held, Serving, until_told
from bot.texts import LANGUAGES, Texts
from data.inbox import mark_of
from data.lease import Lease

log = structlog.get_logger(__name__)

# What we act on, and nothing else: an update that is not listed is not sent to us.
ALLOWED = (
    *("message", "edited_message", "callback_query", "my_chat_member"),
    *("inline_query", "chosen_inline_result", "guest_message"),
)
CLOSE_SECONDS = 1.5  # for the workers to finish when everything else has ended
SECONDS = 20.0  # for a free connection to Telegram, and for its answer
CONNECTIONS = 64

Step = Callable[[App], Coroutine[Any, Any, None]]
Builder = ApplicationBuilder[Any, Any, Any, Any, Any, Any]

_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)


def build(
    settings: Settings,
    chat: Chat,
    request: BaseRequest | None = None,
    patience: Patience | None = None,
    limits: Limits | None = None,
    when_warm: Callable[[], None] = lambda: None,
) -> App:
    """The application, ready to run. Raises TokenProblem.

    ``request`` replaces the network, ``patience`` and ``limits`` what the settings say of pace: for tests.
    ``when_warm`` is called once everything is loaded that the first answer needs.
    """
    desk = Desk(chat)
    line = InOrder()
    builder = Application.builder().token(_token(settings)).defaults(_defaults())
    builder = builder.rate_limiter(patience or Patience()).updater(None).concurrent_updates(line)
    builder = _reached(builder, settings, request)
    builder = builder.post_init(_beginning(desk, when_warm)).post_shutdown(_ending(desk))
    application: App = builder.build()
    handlers = Handlers(desk, settings)
    handlers.register(application)
    allowance = Allowance(limits or Limits.of(settings), desk, handlers.known)
    allowance.register(application)
    Resumed(desk, handlers.cards).register(application)
    line.turn_away = allowance.overflowed
    application.add_error_handler(Faults(desk).on_error)
    return application


def _reached(builder: Builder, settings: Settings, request: BaseRequest | None) -> Builder:
    """How Telegram is reached."""
    if settings.telegram_base_url:
        builder = builder.base_url(settings.telegram_base_url)
    if settings.telegram_file_url:
        builder = builder.base_file_url(settings.telegram_file_url)
    polls = request or Client(1, SECONDS)
    return builder.request(request or Client(CONNECTIONS, SECONDS)).get_updates_request(polls)


def _beginning(desk: Desk, when_warm: Callable[[], None]) -> Step:
    async def begin(application: App) -> None:
        warming = desk.ask(desk.chat.warm)  # so that the first seller waits no longer than the others
        await introduce(application.bot)
        await warming
        when_warm()
        log.info("telegram.started", bot=application.bot.id, username=application.bot.username)

    return begin


def _ending(desk: Desk) -> Step:
    async def end(_: App) -> None:
        closing = asyncio.create_task(asyncio.to_thread(desk.close))
        done, _pending = await asyncio.wait({closing}, timeout=CLOSE_SECONDS)
        if not done:
            _leave_at_once()

    return end


def run(
    settings: Settings,
    chat: Chat,
    jobs: Sequence[Job] = (),
    checks: Mapping[str, Check] | None = None,
    claims: Sequence[Held] = (),
) -> None:
    """Serve Telegram until SIGINT or SIGTERM. Raises CannotStart with what to do about it, or StoreError.

    ``claims`` are held beside the lease, where a process that cannot see that could serve the same bot.
    """
    configure_log(settings.log)
    share_heaps()
    give_way()
    application = build(settings, chat, when_warm=spare_what_lasts)
    store, seal = chat.store.db, chat.store.seal
    leases: list[Held] = [Lease(store, mark_of(application.bot.token)), *claims]
    held = _taken(leases)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        serving = Serving(application, settings, store, seal, ALLOWED, jobs, checks)
        loop.run_until_complete(until_told(serving, leases))
    except InvalidToken:
        raise TokenProblem(_advice("start.token_refused")) from None  # its message quotes the token
    except Unreachable as error:
        raise Unreachable(_advice("start.unreachable", error=str(error))) from None
    except (NetworkError, RetryAfter) as error:
        raise Unreachable(_advice("start.unreachable", error=type(error).__name__)) from None
    except Rival as error:
        raise Rival(_advice("serve.rival", seconds=str(error))) from None
    except CannotListen as error:
        raise CannotListen(_advice("serve.cannot_listen", address=str(error))) from None
    finally:
        held.close()
        loop.run_until_complete(application.bot.request.shutdown())  # left open by a start that failed
        loop.close()
    _leave_if_stuck()


def _taken(leases: Sequence[Held]) -> ExitStack:
    """What gives them all back when it is closed. Raises LeaseHeld for one that somebody else has, and holds none."""
    with ExitStack() as held:
        for lease in leases:
            lease.take()
            held.callback(lease.give_back)
        return held.pop_all()


def _leave_if_stuck() -> None:
    """Do not wait for a backup or an import that is still at it: Python would, for as long as it takes."""
    until = time.monotonic() + CLOSE_SECONDS
    while any(thread.name.startswith("asyncio_") for thread in threads()):
        if time.monotonic() > until:
            _leave_at_once()
        time.sleep(0.02)


def _leave_at_once() -> None:
    """End the process although threads are still at work: to the database that is a crash, which it survives."""
    log.warning("telegram.left_work_unfinished")
    os._exit(0)


class Unbroken(structlog.PrintLogger):
    """A log whose lines may fail, as they do on a full disk: that is no reason to stop answering."""

    def msg(self, message: str) -> None:
        with suppress(OSError):
            super().msg(message)

    log = debug = info = warn = warning = fatal = failure = err = error = critical = exception = msg


def configure_log(level: str) -> None:
    """Events as key=value lines on stderr.

    The libraries are kept quiet: httpx logs addresses, which hold the token; the bot library quotes messages.
    What matters of theirs reaches our error handler.
    """
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=lambda *_: Unbroken(sys.stderr),
    )
    for name, limit in {
        "httpx": logging.WARNING,
        "httpcore": logging.WARNING,
        "telegram": logging.CRITICAL,
    }.items():
        logging.getLogger(name).setLevel(limit)


def _token(settings: Settings) -> str:
    if settings.telegram_token is None or not settings.telegram_token.get_secret_value().strip():
        raise TokenProblem(_advice("start.token_missing"))
    token = settings.telegram_token.get_secret_value().strip()
    if not _TOKEN.fullmatch(token):
        raise TokenProblem(_advice("start.token_misspelt"))
    return token


def _defaults() -> Defaults:
    return Defaults(
        parse_mode=ParseMode.HTML,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        allow_sending_without_reply=True,
    )


def _advice(key: str, **values: object) -> str:
    """A line for the operator in every language, English first."""
    return "\n".join(Texts(language)(key, **values) for language in sorted(LANGUAGES))
