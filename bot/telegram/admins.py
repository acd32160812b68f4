"""Who is an admin of a group, as Telegram says; asked again after a minute."""

import time
from collections import OrderedDict
from collections.abc import Callable

from telegram import Bot
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

KNOWN_FOR = 60.0  # seconds: who was made an admin, or is one no more, waits no longer
REMEMBERED = 5_000
ADMINS = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)


class Admins:
    """Answers of getChatMember. Where Telegram gives none, nobody is an admin."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.now = now
        self._known: OrderedDict[tuple[int, int], tuple[float, bool]] = OrderedDict()

    async def has(self, bot: Bot, chat: int, user: int) -> bool:
        """Whether a person is an admin of a group."""
        known = self._known.get((chat, user))
        if known and known[0] > self.now():
            return known[1]
        try:
            is_admin = (await bot.get_chat_member(chat, user)).status in ADMINS
        except TelegramError:
            return False
        self._known[chat, user] = (self.now() + KNOWN_FOR, is_admin)
        self._known.move_to_end((chat, user))
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return is_admin
