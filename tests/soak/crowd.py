"""Many sellers at once, who type what sellers type and tap what they see, and what they wait for."""

import random
import time
from collections import deque
from collections.abc import Mapping
from typing import Any, NamedTuple

from tests.fakes.telegram.chats import Chat, Message, User
from tests.fakes.telegram.schema import Refused
from tests.fakes.telegram.server import BotApi

PRODUCTS = """手工皂 露營推車 精華液 貓砂 咖啡豆 兒童積木 氣炸鍋 瑜珈墊 藍牙耳機 電競滑鼠 益生菌 牛肉乾 防曬乳 行李箱 香氛蠟燭 床墊
手機殼 面膜 保溫瓶 滑板車 嬰兒推車 線上英文課 除濕機 洗髮精 乳清蛋白 狗零食 鋼筆 登山鞋 太陽眼鏡 掃地機器人 茶葉 蛋捲 口紅 空氣清淨機
wireless charger|yoga mat|coffee grinder|face serum|dog treats|camping tent|board game|running shoes"""
NAMES = [
    name for line in PRODUCTS.splitlines() for name in (line.split("|") if "|" in line else line.split())
]
PRICES = (120, 280, 450, 690, 990, 1280, 1980, 2500, 3900, 6800)
BUDGETS = ("2萬", "3萬", "5萬", "8萬", "10萬", "15萬", "20萬", "30萬", "NT$40,000", "60k")
FOLLOW_UPS = (
    *(
        "便宜一點",
        "換一批",
        "不要 FB",
        "只要 IG 和 YouTube",
        "為什麼是第一個？",
        "預算改 6萬",
        "目標是業績",
        "多一點",
    ),
    *(
        "cheaper",
        "why number 2?",
        "only Instagram",
        "25 到 34 歲女生",
        "比較 1 和 2",
        "3萬請一個網紅合理嗎？",
    ),
)
ANSWERS = {"price": ("一個賣多少", "價位", "How much does one"), "budget": ("總預算", "budget")}
SHOWS = frozenset({"sendMessage", "editMessageText", "editMessageReplyMarkup", "sendDocument", "sendPhoto"})


class Action(NamedTuple):
    """Something a person did, and when. ``query`` is the callback query of a tap."""

    at: float
    what: str
    query: str | None


class Answered(NamedTuple):
    """How long a person waited: for the finger to be answered, and for what they see to change."""

    what: str
    heard: float | None
    shown: float


class Seller:
    """One person in a private chat, waiting for at most one answer."""

    def __init__(self, api: BotApi, number: int, chat: Chat | None = None) -> None:
        self.user = User(10_000 + number, f"賣家{number}", "zh-hant" if number % 4 else "en")
        self.chat = chat or api.chat(Chat(self.user.id))
        self.waiting: Action | None = None
        self.heard: float | None = None
        self.shown: float | None = None
        self.turns = 0

    @property
    def card(self) -> Message | None:
        """The newest message with buttons."""
        return next((m for m in reversed(self.chat.messages.values()) if m.keyboard), None)


class Crowd(BotApi):
    """A Bot API server whose people act by themselves. Call `act` under the server's lock.

    A tap counts as shown when the card changes; one that changes nothing, when the finger was answered and
    `QUIET` seconds have passed.
    """

    ON_THE_WAY = 1.0  # seconds in which a call may come that was made before a flood was told of
    QUIET = 1.5
    LOST = 30.0

    def __init__(self, people: int, seed: int = 0, tap_share: float = 0.65) -> None:
        super().__init__()
        self.random, self.tap_share = random.Random(seed), tap_share
        self.sellers = [Seller(self, n) for n in range(people)]
        self.of_chat = {seller.chat.id: seller for seller in self.sellers}
        self.answered: deque[Answered] = deque(maxlen=200_000)
        self.lost: list[str] = []
        self.acted = 0
        self.counts: dict[str, int] = {}
        self.flooded_at: dict[int, float] = {}
        self.excused: set[str] = set()
        self._of_query: dict[str, Seller] = {}

    def handle(self, token: str, method: str, params: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """Serve a call and see whom it answers."""
        seller = self._of_query.pop(str(params.get("callback_query_id")), None)
        code, answer = super().handle(token, method, params)
        self.counts[method] = self.counts.get(method, 0) + 1
        self.calls.clear()  # nobody reads them, and they are many
        if code != 200:
            return code, answer
        if method == "answerCallbackQuery" and seller and seller.waiting:
            seller.heard = time.monotonic() - seller.waiting.at
        elif method in SHOWS and (shown := self.of_chat.get(params.get("chat_id", 0))) and shown.waiting:
            shown.shown = time.monotonic() - shown.waiting.at
        return code, answer

    def _heed_flood(self, method: str, params: Mapping[str, Any]) -> None:
        chat, now = params.get("chat_id"), time.monotonic()
        if isinstance(chat, int):
            if now < self.flooded_at.get(chat, float("-inf")) + self.ON_THE_WAY:
                raise Refused(429, "Too Many Requests: retry after 1", retry_after=1)
            if self.floods.get(chat, (0, 0))[0]:
                self.flooded_at[chat] = now
        super()._heed_flood(method, params)

    def tap(self, chat: Chat, sender: User, message: Message, data: str, label: str) -> str:
        query = super().tap(chat, sender, message, data, label)
        self._of_query[query] = self.of_chat[chat.id]
        return query

    def settle(self) -> None:
        """Note who has their answer by now, and who never got one."""
        now = time.monotonic()
        for seller in self.sellers:
            if seller.waiting is None:
                continue
            passed = now - seller.waiting.at
            if seller.shown is not None and (seller.waiting.query is None or seller.heard is not None):
                self._answered(seller, seller.shown)
            elif seller.heard is not None and passed > seller.heard + self.QUIET:
                self._answered(seller, seller.heard)
            elif passed > self.LOST:
                self.lost.append(seller.waiting.what)
                seller.waiting = None

    def excuse(self, seller: Seller) -> None:
        """Somebody blocks the bot, or is back: what they waited for is nobody's fault."""
        if seller.waiting and seller.waiting.query:
            self.excused.add(seller.waiting.query)
        seller.waiting = None

    def broken(self) -> list[str]:
        """Every violation; a tap that is excused may be answered late, or never."""
        for query in self.excused:
            self.unanswered.pop(query, None)
        return super().broken()

    def _answered(self, seller: Seller, shown: float) -> None:
        assert seller.waiting
        self.answered.append(Answered(seller.waiting.what, seller.heard, shown))
        seller.waiting = None

    def act(self) -> Seller | None:
        """Somebody who waits for nothing does the next thing; None where everybody waits."""
        free = [s for s in self.sellers if s.waiting is None and not s.chat.is_closed_to_bot]
        if not free:
            return None
        seller = self.random.choice(free)
        seller.heard = seller.shown = None
        button = self._button(seller)
        began = time.monotonic()
        if button:
            data, label = button["callback_data"], button["text"]
            assert seller.card
            query = self.tap(seller.chat, seller.user, seller.card, data, label)
            seller.waiting = Action(began, f"tap {data.split(':')[2]}", query)
        else:
            words = self._words(seller)
            self.message(seller.chat, seller.user, words)
            seller.waiting = Action(began, f"say {words}", None)
        seller.turns += 1
        self.acted += 1
        self._tidy(seller.chat)
        return seller

    def _button(self, seller: Seller) -> dict[str, Any] | None:
        card = seller.card
        if card is None or self.random.random() > self.tap_share:
            return None
        buttons = [b for row in card.keyboard for b in row if "callback_data" in b]
        return self.random.choice(buttons) if buttons else None

    def _words(self, seller: Seller) -> str:
        """What this seller says next: an answer to the question on screen, a new brief, or a wish."""
        pick, shown = self.random.choice, seller.card.text if seller.card else ""
        if any(words in shown for words in ANSWERS["budget"]) and "？" in shown[-80:]:
            return pick(BUDGETS)
        if any(words in shown for words in ANSWERS["price"]):
            return str(pick(PRICES))
        if not seller.turns or self.random.random() < 0.25:
            product = pick(NAMES)
            if self.random.random() < 0.4:
                return product
            return f"{product} {pick(PRICES)} 預算{pick(BUDGETS)}"
        return pick(FOLLOW_UPS)

    @staticmethod
    def _tidy(chat: Chat, keep: int = 12) -> None:
        """Let old words scroll away; what the bot may still edit or delete stays."""
        for number in [n for n, m in chat.messages.items() if not m.keyboard][:-keep]:
            del chat.messages[number]
