"""Somebody lets the bot into a chat, or shows it out."""

from typing import Any

from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.stage import Stage


def status_changed(stage: Stage, chat: Chat, person: Person, status: str) -> None:
    """Somebody removes the bot from a chat, or adds it."""
    bot = stage.api.bot.json()
    told: dict[str, Any] = {"chat": chat.json(), "from": person.user.json(), "date": 1_760_000_000}
    told |= {"old_chat_member": {"status": "member", "user": bot}}
    told |= {
        "new_chat_member": {"status": status, "user": bot} | ({"until_date": 0} if status == "kicked" else {})
    }
    stage.api.push("my_chat_member", told)
