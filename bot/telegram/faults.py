"""The error handler: everything that a handler did not expect ends here."""

import structlog
from telegram import Update
from telegram.error import TelegramError

from bot.telegram.desk import Desk
from bot.telegram.errors import Kind, kind_of, refer
from bot.telegram.handlers import Context
from bot.telegram.processor import Key, key_of

log = structlog.get_logger(__name__)


class Faults:
    """Notes an error; where it was ours, tells the person, with a reference to find it by."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def on_error(self, update: object, context: Context) -> None:
        """Never raises: nobody would catch it."""
        error, key = context.error or RuntimeError("no error"), key_of(update)
        kind, name = kind_of(error), type(error).__name__
        match kind:
            case Kind.MOOT:
                log.info("telegram.moot", chat=key.chat, error=name)
            case Kind.BLOCKED | Kind.MOVED:
                log.info("telegram.not_delivered", chat=key.chat, error=name)
            case Kind.NETWORK:
                log.warning("telegram.network", chat=key.chat, error=name)
            case Kind.RIVAL:
                log.error("telegram.rival", says="another process polls with this token; stop one of the two")
            case Kind.REVOKED:
                log.error("telegram.revoked", says="the token no longer holds; set a new KOL_TELEGRAM_TOKEN")
            case Kind.FAULT:
                number = update.update_id if isinstance(update, Update) else None
                await self._apologise(
                    update, refer(error, update=number, chat=key.chat, user=key.user), key, context
                )

    async def _apologise(self, update: object, reference: str, key: Key, context: Context) -> None:
        """Say sorry in the person's language. If that fails too, the log has it."""
        if not isinstance(update, Update) or not key.chat:
            return
        user = update.effective_user
        code = user.language_code if user else None
        try:
            text = await self.desk.ask(
                lambda: self.desk.text("bot.sorry", key.user, code, reference=reference)
            )
            await context.bot.send_message(key.chat, text, message_thread_id=key.thread or None)
        except TelegramError as error:
            log.warning("telegram.no_apology", reference=reference, error=type(error).__name__)
        except Exception as error:  # the database may be what is broken; the loop must go on
            refer(error, chat=key.chat)
