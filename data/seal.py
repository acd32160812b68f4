"""Personal fields and free text, encrypted at rest."""

from collections.abc import Sequence
from functools import cached_property

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from data.store import StoreError

PREFIX = "sealed:1:"


class WrongKey(StoreError):
    """A sealed value that none of the keys opens."""


class Seal:
    """Encrypts text (Fernet: AES-128-CBC with HMAC-SHA256). The first key seals, every key opens.

    Without keys nothing is sealed, for tests and tools that keep nothing.
    """

    def __init__(self, keys: Sequence[str] = ()) -> None:
        self.keys = tuple(keys)

    @cached_property
    def _fernet(self) -> MultiFernet | None:
        return MultiFernet([Fernet(key) for key in self.keys]) if self.keys else None

    def close(self, text: str) -> str:
        """The text sealed."""
        return PREFIX + self._fernet.encrypt(text.encode()).decode() if self._fernet else text

    def close_some(self, text: str | None) -> str | None:
        """The same for a value that may be unknown, which stays unknown."""
        return None if text is None else self.close(text)

    def open(self, text: str) -> str:
        """The text as it was; one that was never sealed opens as it is. Raises WrongKey."""
        if not text.startswith(PREFIX):
            return text
        if self._fernet is None:
            raise WrongKey("the data are sealed and no key is set: set KOL_SECRET_KEY or KOL_KEY_FILE")
        try:
            return self._fernet.decrypt(text.removeprefix(PREFIX)).decode()
        except InvalidToken:
            raise WrongKey(
                "the data were sealed with another key than KOL_SECRET_KEY or KOL_KEY_FILE has. "
                "Set the one they were sealed with; nothing was changed."
            ) from None

    def open_some(self, text: str | None) -> str | None:
        """The same for a value that may be unknown."""
        return None if text is None else self.open(text)

    def again(self, text: str) -> str:
        """A value sealed with the first key, whichever key it was sealed with, if any. Raises WrongKey."""
        return self.close(self.open(text))
