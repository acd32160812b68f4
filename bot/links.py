"""What a deep link carries to /start: a letter for its kind and an unguessable token.

Bot API: ``https://t.me/<bot>?start=<payload>``, a payload of 1 to 64 characters A-Z, a-z, 0-9, _ and -.
"""

import re
from enum import StrEnum
from typing import NamedTuple

from data.tokens import TOKEN_LENGTH

_TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{TOKEN_LENGTH}}}")


class Kind(StrEnum):
    """What a link is for; the letter before its token."""

    INVITATION = "i"
    SHARE = "s"


class Payload(NamedTuple):
    """A link's kind and token, as somebody brought them. That it reads well does not mean that it is known."""

    kind: Kind
    token: str

    def __str__(self) -> str:
        return f"{self.kind}{self.token}"


def parse_payload(text: str) -> Payload | None:
    """The payload that follows /start, None for what no link of ours holds."""
    kind, token = text[:1], text[1:]
    if kind not in list(Kind) or not _TOKEN.fullmatch(token):
        return None
    return Payload(Kind(kind), token)


def deep_link(bot: str, payload: Payload) -> str:
    """The address of a link to the bot with this username."""
    return f"https://t.me/{bot}?start={payload}"
