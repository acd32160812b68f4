"""A file sealed like the data: a stream in blocks, of any size, in the memory of one block.

Each block is a Fernet token on a line of its own, and holds the number of the file, its own number and whether it is
the last: blocks that are changed, missing, moved or of another file are noticed.
"""

import os
import struct
from io import RawIOBase
from typing import Any, BinaryIO

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from data.seal import WrongKey
from data.store import StoreError

HEAD = b"kol-advisor backup 1\n"
BLOCK = 2**20  # bytes of content
_LONGEST = 2 * BLOCK  # bytes of a block as it is written, in base64 with its frame
_FRAME = struct.Struct(">16sQ?")  # the file's number, the block's, whether it is the last


class ForeignFile(StoreError):
    """A file that is no backup of ours."""


class DamagedFile(StoreError):
    """A backup in which something is missing or changed."""


class SealedWriter(RawIOBase):
    """Writes a stream into ``out``, sealed with the first key. Only ``finish`` makes it whole."""

    def __init__(self, out: BinaryIO, keys: tuple[str, ...]) -> None:
        super().__init__()
        self._out, self._fernet = out, Fernet(keys[0])
        self._mark, self._number, self._waiting = os.urandom(16), 0, bytearray()
        out.write(HEAD)

    def write(self, piece: Any) -> int:
        self._waiting += piece
        while len(self._waiting) > BLOCK:
            self._put(bytes(self._waiting[:BLOCK]), last=False)
            del self._waiting[:BLOCK]
        return len(piece)

    def finish(self) -> None:
        """Write what waits, and the mark of the end."""
        self._put(bytes(self._waiting), last=True)

    def _put(self, content: bytes, last: bool) -> None:
        frame = _FRAME.pack(self._mark, self._number, last)
        self._out.write(self._fernet.encrypt(frame + content) + b"\n")
        self._number += 1


class SealedReader(RawIOBase):
    """Reads such a stream back. ForeignFile, WrongKey or DamagedFile say what is wrong, as soon as it is met."""

    def __init__(self, source: BinaryIO, keys: tuple[str, ...], name: str) -> None:
        super().__init__()
        self._source, self._name = source, name
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._mark, self._number, self._ready, self._ended = b"", 0, bytearray(), False
        if source.read(len(HEAD)) != HEAD:
            raise ForeignFile(
                f"{name} is no backup of kol-advisor. Expected a file that kol-advisor backup wrote."
            )

    def read(self, size: int = BLOCK) -> bytes:
        """As many bytes, fewer only at the end."""
        while len(self._ready) < size and not self._ended:
            self._ready += self._block()
        piece = bytes(self._ready[:size])
        del self._ready[:size]
        return piece

    def finish(self) -> None:
        """Read what is left; the end must be there, and nothing behind it."""
        while not self._ended:
            self._block()
        if self._source.read(1):
            raise self._damaged("something stands behind its end")

    def _block(self) -> bytes:
        line = self._source.readline(_LONGEST)
        if not line.endswith(b"\n"):
            raise self._damaged("its end is missing")
        try:
            block = self._fernet.decrypt(line)
        except InvalidToken:
            raise self._unreadable() from None
        mark, number, self._ended = _FRAME.unpack_from(block)
        if number != self._number or (self._number and mark != self._mark):
            raise self._damaged(f"block {self._number + 1} is another")
        self._mark, self._number = mark, number + 1
        return block[_FRAME.size :]

    def _unreadable(self) -> StoreError:
        if self._number:
            return self._damaged(f"block {self._number + 1} was changed")
        return WrongKey(
            f"no key of yours opens {self._name}: set KOL_SECRET_KEY or KOL_KEY_FILE to the key it was made with. "
            "If it is the right key, the file is damaged."
        )

    def _damaged(self, what: str) -> DamagedFile:
        return DamagedFile(f"{self._name} is damaged ({what}). Take another backup; nothing was changed.")
