"""Tokens that open something to whoever brings them: unguessable, and kept only as a digest."""

import secrets
from hashlib import sha256

TOKEN_BYTES = 16  # 128 random bits
TOKEN_LENGTH = 22  # characters of A-Z, a-z, 0-9, _ and -


def new_token() -> str:
    """A token, short enough for a deep link's payload and for callback data."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """What is kept of a token: whoever reads the database cannot use it."""
    return sha256(token.encode()).hexdigest()
