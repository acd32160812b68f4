"""The last words of each person in each place, so that an edit can be told from history."""

from collections import OrderedDict
from hashlib import blake2s

from data.conversations import Place

REMEMBERED = 10_000  # places; of one forgotten, every edit counts as a correction


class LastWords:
    """Message ids and digests only: the words themselves are not kept."""

    def __init__(self) -> None:
        self._last: OrderedDict[Place, tuple[int, bytes]] = OrderedDict()
        self._went: dict[Place, str] = {}

    def note(self, place: Place, message: int, words: str) -> None:
        """These are now the last words here."""
        if self._last.get(place, (None,))[0] != message:
            self._went.pop(place, None)
        self._last[place] = (message, _digest(words))
        self._last.move_to_end(place)
        if len(self._last) > REMEMBERED:
            gone, _ = self._last.popitem(last=False)
            self._went.pop(gone, None)

    def went_to(self, place: Place, message: int, brief_id: str) -> None:
        """The last words here were for this brief; so is what corrects them."""
        if self._last.get(place, (None,))[0] == message:
            self._went[place] = brief_id

    def brief(self, place: Place) -> str | None:
        """The brief that the last words here were for, None where nobody knows."""
        return self._went.get(place)

    def corrects(self, place: Place, message: int, words: str) -> bool:
        """Whether an edit changes the last words. Notes them if so.

        Telegram reports edits that leave the words alone too, when a link preview arrives for one.
        """
        last = self._last.get(place)
        if last and (last[0] != message or last[1] == _digest(words)):
            return False
        self.note(place, message, words)
        return True


def _digest(words: str) -> bytes:
    return blake2s(words.encode(), digest_size=16).digest()
