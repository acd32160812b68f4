"""Start-up: the application with its settings, and what an operator is told when it does not start."""

import asyncio
import logging
import re
import sys

import structlog
from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import InvalidToken, NetworkError, RetryAfter
from telegram.ext import Application, Defaults
from telegram.request import BaseRequest

from bot.chat import Chat
from bot.settings import Settings
from bot.telegram.commands import introduce
from bot.telegram.desk import Desk
from bot.telegram.errors import TokenProblem, Unreachable
from bot.telegram.faults import Faults
from bot.telegram.handlers import App, Handlers
from bot.telegram.limiter import Patience
from bot.telegram.processor import InOrder
from bot.texts import LANGUAGES, Texts

log = structlog.get_logger(__name__)

# What we act on, and nothing else: an update that is not listed is not sent to us.
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
START_RETRIES = 5
SECONDS = 20.0  # for Telegram to take and to answer a request
CONNECTIONS = 64

_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)


def build(settings: Settings, chat: Chat, request: BaseRequest | None = None) -> App:
    """The application, ready to run. Raises TokenProblem. ``request`` replaces the network, for tests."""
    desk = Desk(chat)

    async def begin(application: App) -> None:
        warming = desk.ask(chat.warm)  # so that the first seller waits no longer than the others
        await introduce(application.bot)
        await warming
        log.info("telegram.started", bot=application.bot.id, username=application.bot.username)

    async def end(_: App) -> None:
        desk.close()

    builder = Application.builder().token(_token(settings)).defaults(_defaults()).rate_limiter(Patience())
    builder = builder.concurrent_updates(InOrder()).post_init(begin).post_shutdown(end)
    if settings.telegram_base_url:
        builder = builder.base_url(settings.telegram_base_url)
    if settings.telegram_file_url:
        builder = builder.base_file_url(settings.telegram_file_url)
    if request:
        builder = builder.request(request).get_updates_request(request)
    else:
        builder = builder.connection_pool_size(CONNECTIONS).pool_timeout(SECONDS)
        builder = builder.read_timeout(SECONDS).write_timeout(SECONDS)
    application: App = builder.build()
    Handlers(desk).register(application)
    application.add_error_handler(Faults(desk).on_error)
    return application


def run(settings: Settings, chat: Chat) -> None:
    """Serve Telegram until SIGINT or SIGTERM. Raises CannotStart with what to do about it."""
    configure_log(settings.log)
    application = build(settings, chat)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        application.run_polling(allowed_updates=ALLOWED, bootstrap_retries=START_RETRIES, close_loop=False)
    except InvalidToken:
        raise TokenProblem(_advice("start.token_refused")) from None  # its message quotes the token
    except (NetworkError, RetryAfter) as error:
        raise Unreachable(_advice("start.unreachable", error=type(error).__name__)) from None
    finally:
        loop.run_until_complete(application.bot.request.shutdown())  # left open by a start that failed
        loop.close()


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
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
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
