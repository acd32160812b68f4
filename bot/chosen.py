"""What people and groups chose for good: the language to answer in, the currency to count in."""

from bot.languages import language_of, next_language
from data.conversations import ConversationStore, Place
from data.currencies import Currencies

# To choose from, those of sellers of this region first; words may name any other that there is a rate for.
COMMON = ("TWD", "USD", "HKD", "CNY", "JPY", "SGD", "MYR", "EUR")


class Chosen:
    """Choices by place: a group's own comes before that of the person who asks there. Blocking (SQLite)."""

    def __init__(self, store: ConversationStore) -> None:
        self.store, self.currencies = store, Currencies(store.db)

    def language(self, place: Place) -> str | None:
        """The language that a group chose, else the one that the person chose."""
        chosen = self.store.chat_language(place.chat) if place.is_group else None
        return chosen or self.store.language(place.user)

    def choose_language(self, place: Place, wanted: str, now: str) -> str:
        """Remember a language, a group's or a person's: the one wanted, without a word the other one."""
        wanted = wanted.strip()
        language = language_of(wanted) if wanted else next_language(now)
        if place.is_group:
            self.store.choose_chat_language(place.chat, language)
        else:
            self.store.choose_language(place.user, language)
        return language

    def currency(self, place: Place) -> str | None:
        """The currency that a group chose, else the one that the person chose."""
        return self.currencies.of(place.chat, place.user)

    def choose_currency(self, place: Place, currency: str | None) -> None:
        """Remember a currency, a group's or a person's; None goes back to reading it off the words."""
        if place.is_group:
            self.currencies.choose_for_chat(place.chat, currency)
        else:
            self.currencies.choose(place.user, currency)
