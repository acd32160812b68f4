"""What the inputs are thrown at: the understanding of words, the whole dialogue, buttons, screens, and imports.

Each target takes one text and must come back with what people can be shown, whatever the text; what is refused is
refused by its own error.
"""

import io
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from bot.callback import OldTap, UnreadableTap, decode
from bot.chat import TEXT_CAP, Chat, NotFound
from bot.conversation import Conversation, Scene, Stage, View
from bot.dialog import said
from bot.languages import LANGUAGES
from bot.privacy import Policy, PrivacySide
from bot.screens import card
from bot.sides import Ask
from bot.stage import as_listed, listed
from bot.sums import discount_asked
from bot.taps import UnknownTap
from bot.terminal import Talk, as_json, styled
from bot.texts import Texts, written_in
from data.conversations import ConversationStore, Place
from data.exporter import write_csv
from data.importer import Options, import_files
from data.keys import new_key
from data.privacy import Privacy
from data.roster import Roster
from data.seal import Seal
from data.store import connect
from data.table import UnreadableFile
from knowledge.answer import Advice, Pick
from knowledge.models import Brief, PriceTier
from knowledge.money import MoneyRange
from knowledge.products import ProductMatch
from tests.fakes.adviser import FakeAdviser
from tests.fuzz.inputs import LONGEST
from tests.fuzz.shape import check_csv, check_screen, check_turn

Run = Callable[[str], None]
Classify = Callable[[str], ProductMatch | None]
SLOTS = ("tier", "goal", "budget", "platform", "skip", "ask", "show", "page", "doubt", "without", "back", "undo", "another",
         "cheaper", "bigger", "drop", "new", "vote", "star", "x")  # fmt: skip
READY = Brief(product="手工皂", price_tier=PriceTier.MID, budget=MoneyRange.of(30_000, 30_000, "TWD"))


class Target(NamedTuple):
    """A name, the share of all inputs it gets, what is done with one, and how much of a longer one is taken."""

    name: str
    share: float
    run: Run
    longest: int = LONGEST


class HostileAdviser(FakeAdviser):
    """The six creators of the fake, one of them with a name, a handle, a page and reasons of the input's choosing."""

    def __init__(self, classify: Classify) -> None:
        super().__init__()
        self.name, self._classify = "小樹手作", classify

    def classify(self, phrase: str) -> ProductMatch | None:
        return self._classify(phrase)

    def advise(self, brief: Brief, language: str, view: View) -> Advice:
        advice = super().advise(brief, language, view)
        return advice.model_copy(update={"creators": tuple(map(self._bent, advice.creators))})

    def _bent(self, pick: Pick) -> Pick:
        name = whole(self.name)[:300] or "x"
        reasons = tuple(reason.model_copy(update={"text": name[:200]}) for reason in pick.reasons)
        return pick.model_copy(
            update={
                "name": name,
                "handle": name[:200],
                "url": name if len(name) % 2 else f"https://example.com/{name}",
                "demo": False,
                "reasons": reasons,
            }
        )


def targets(folder: Path, classify: Classify) -> list[Target]:
    """Every target, on databases in memory; ``folder`` takes the files that are imported."""
    return [
        Target("understand", 0.55, understanding(classify)),
        Target("dialogue", 0.1, dialogue(folder, classify)),
        Target("callbacks", 0.15, callbacks(folder, classify)),
        Target("screens", 0.1, screens(classify)),
        Target(
            "import", 0.1, imports(folder), 1000
        ),  # a file takes as long as it has rows: this is 250 of them
    ]


def understanding(classify: Classify) -> Run:
    """Words to a brief, onto what the words before made of it; now and then onto an empty one."""
    chance, started = random.Random(1), Conversation(id="AbCdEfGh", language="zh-TW")
    advice = FakeAdviser().advise(READY, "en", View())
    state = [started]

    def run(text: str) -> None:
        before = state[0] if chance.random() < 0.9 else started
        stage = Stage(as_listed(advice) if before.is_ready else (), classify)
        discount_asked(text)
        written_in(text[:TEXT_CAP])
        state[0] = said(before, text[:TEXT_CAP], stage).conversation
        state[0].brief.model_dump_json()

    return run


def dialogue(folder: Path, classify: Classify) -> Run:
    """Whole turns of the terminal: words, commands and taps by label, drawn and as JSON."""
    adviser = HostileAdviser(classify)
    talk = Talk(_chat(folder, adviser), None)

    def run(text: str) -> None:
        adviser.name = text
        turn = talk.hear(whole(text).replace("\n", " "))
        check_turn(turn)
        as_json(turn)

    return run


def callbacks(folder: Path, classify: Classify) -> Run:
    """Forged buttons: any data, and our own format with any value."""
    chance, place = random.Random(2), Place(1, 0, 1)
    chat = _chat(folder, HostileAdviser(classify))
    brief_id = chat.say(place, "手工皂 280 預算3萬", "zh-TW").brief_id

    def run(text: str) -> None:
        data = (
            text
            if chance.random() < 0.2
            else f"1:{chance.choice((brief_id, '~privacy'))}:{chance.choice(SLOTS)}:{whole(text)}"
        )
        try:
            tap = decode(data)
            if tap.brief_id.startswith("~"):
                check_turn(chat.tap_beside(Ask(place, "en"), tap))
            else:
                check_turn(chat.tap(place, tap))
        except (UnreadableTap, OldTap, UnknownTap, NotFound):
            pass

    return run


def screens(classify: Classify) -> Run:
    """Every scene of the card in both languages, with the text wherever somebody's words can stand."""
    adviser = HostileAdviser(classify)
    texts = {language: Texts(language) for language in LANGUAGES}
    turn = [0]

    def run(text: str) -> None:
        adviser.name, turn[0] = text, turn[0] + 1
        brief = _hostile(text)
        language = list(LANGUAGES)[turn[0] % 2]
        advice = adviser.advise(brief, language, View())
        scene = list(Scene)[turn[0] % len(Scene)]
        on = tuple(pick.id for pick in listed(advice)[:3])
        view = View(scene=scene, on=on, page=1 + turn[0] % 3, assumed=("product",))
        for asked in (None, "style"):
            conversation = Conversation(
                id="AbCdEfGh", language=language, brief=brief, view=view.model_copy(update={"asked": asked})
            )
            screen = card.draw(conversation, advice, texts[language], [])
            check_screen(screen)
            styled(screen.html)

    return run


def imports(folder: Path) -> Run:
    """The text as a file of any kind, imported or refused; what was imported is exported for a spreadsheet."""
    chance, roster = random.Random(3), Roster(connect(Path(":memory:")), Seal([new_key()]))

    def run(text: str) -> None:
        path = folder / chance.choice(("fuzz.csv", "fuzz.json", "fuzz.txt"))
        path.write_bytes(text.encode(chance.choice(("utf-8", "utf-16", "big5", "gb18030")), "replace"))
        with suppress(UnreadableFile):
            import_files(roster, [path], options=Options(all_or_nothing=True))
        out = io.StringIO(newline="")
        write_csv(roster.creators(), out)
        check_csv(out.getvalue())
        roster.remove([creator.id for creator in roster.creators()])

    return run


def whole(text: str) -> str:
    """Without halves of characters, as files, terminals and Telegram deliver texts."""
    return text.encode("utf-8", "replace").decode()


def _chat(folder: Path, adviser: HostileAdviser) -> Chat:
    store, seal = connect(Path(":memory:")), Seal([new_key()])
    privacy = PrivacySide(Privacy(folder, store, seal), Policy(90, None, None))
    return Chat(ConversationStore(store, seal), lambda _: adviser, (privacy,))


def _hostile(text: str) -> Brief:
    """A brief that has the text wherever a seller's own words are kept."""
    words = whole(text)[:200] or "x"
    return READY.model_copy(update={"product": words, "style": words, "exclusions": (words, words[:40])})
