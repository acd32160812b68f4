"""One brief in, one advice out, with nobody to ask."""

from typing import NamedTuple

from bot.advisor import Advisor
from bot.chat import TEXT_CAP
from bot.conversation import Conversation, Note, Stage
from bot.dialog import said
from bot.screens import card, words
from bot.texts import DEFAULT_LANGUAGE, Texts, written_in
from knowledge.answer import Advice


class Unadvisable(ValueError):
    """A text without a product in it: there is nothing to advise on."""


class Answer(NamedTuple):
    """The advice, and the same as plain text."""

    advice: Advice
    text: str


def advise_once(advisor: Advisor, text: str, language: str | None = None) -> Answer:
    """Advice on a text. What was not said stays unknown and is named in the notes. Raises Unadvisable."""
    language = language or written_in(text, plainly=False) or DEFAULT_LANGUAGE
    texts = Texts(language)
    step = said(Conversation(id="once", language=language), text[:TEXT_CAP], Stage((), advisor.classify))
    conversation, refused = step.conversation, [n for n in step.notes if n.key != "said.nothing"]
    if conversation.brief.product is None:
        raise Unadvisable(" ".join(texts(n.key, **n.values) for n in (*refused, Note("once.no_product"))))
    unknown = tuple(slot for slot in conversation.brief.missing)
    view = conversation.view.model_copy(update={"unknown": unknown, "doubt": None, "asked": None})
    conversation = conversation.model_copy(update={"view": view})
    advice = advisor.advise(conversation.brief, language)
    notes = [words.note(texts, note) for note in refused]
    return Answer(advice, card.draw(conversation, advice, texts, notes).plain)
