"""What goes wrong: before the start, told to the operator; later, logged with a reference and owned up to."""

import secrets
import traceback
from enum import Enum, auto

import structlog
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)

log = structlog.get_logger(__name__)

# Said by Telegram of things that are as we want them, or no longer there to be changed.
MOOT = ("message is not modified", "query is too old", "query id is invalid")
GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")


class CannotStart(RuntimeError):
    """The bot cannot start. The message says what to do, in English and in Chinese."""


class TokenProblem(CannotStart):
    """The token is missing, misspelt or revoked."""


class Unreachable(CannotStart):
    """The Bot API server did not answer, several times over."""


class Rival(CannotStart):
    """Another process polls with the same token, and goes on doing so. The argument is for how many seconds."""


class CannotListen(CannotStart):
    """An address that the bot should listen on is taken, or no address. The argument names it."""


class NoConnection(NetworkError):
    """A call that never left this machine. The argument is the client's own name for what was wrong."""


class BrokenConnection(NetworkError):
    """A connection that broke while a call was on its way: nobody can tell whether Telegram carried it out."""


class Kind(Enum):
    """What an error calls for."""

    MOOT = auto()
    BLOCKED = auto()
    MOVED = auto()
    NETWORK = auto()
    RIVAL = auto()
    REVOKED = auto()
    FAULT = auto()


def kind_of(error: BaseException) -> Kind:
    """What an error calls for. What is neither Telegram's nor the network's doing is our fault."""
    match error:
        case BadRequest():
            return Kind.MOOT if _says(error, MOOT) else Kind.FAULT
        case Forbidden():
            return Kind.BLOCKED
        case ChatMigrated():
            return Kind.MOVED
        case NetworkError() | RetryAfter():
            return Kind.NETWORK
        case Conflict():
            return Kind.RIVAL
        case InvalidToken():
            return Kind.REVOKED
        case _:
            return Kind.FAULT


def is_gone(error: BadRequest) -> bool:
    """Whether a message can no longer be edited: deleted by somebody, or too old."""
    return _says(error, GONE)


def is_moot(error: BadRequest) -> bool:
    """Whether what was asked for is so already, or no longer matters."""
    return _says(error, MOOT)


def _says(error: BadRequest, phrases: tuple[str, ...]) -> bool:
    return any(phrase in error.message.lower() for phrase in phrases)


def refer(error: BaseException, **ids: int | str | None) -> str:
    """Log a fault under a new reference and return it.

    The places in the code are logged and the error's type, never its message: that may quote the seller.
    """
    reference = secrets.token_hex(3)
    where = [f"{f.filename.rpartition('/')[2]}:{f.lineno} {f.name}" for f in _frames(error)]
    log.error("telegram.fault", reference=reference, error=type(error).__name__, where=where, **ids)
    return reference


def _frames(error: BaseException) -> list[traceback.FrameSummary]:
    """The last places of the error and of what caused it."""
    cause = error.__cause__ or error.__context__
    return [*(_frames(cause) if cause else []), *traceback.extract_tb(error.__traceback__)[-6:]]
