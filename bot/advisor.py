"""The use case: a brief to candidates to an advice, in words. Filter, then meaning, then knowledge."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from itertools import chain, repeat

import numpy as np
import numpy.typing as npt

from bot.conversation import View
from bot.meaning import Meaning
from bot.remembered import Remembered
from bot.render import in_words
from bot.stage import Choices
from bot.texts import Texts
from knowledge.advise import advice_of
from knowledge.answer import Advice
from knowledge.circles import circle_of, is_foreign
from knowledge.models import Brief, Candidate, Reason
from knowledge.products import ProductMatch, products
from knowledge.relax import entries, lifted, relaxations, runner_ups, widening
from knowledge.survey import Options, Survey, survey
from retrieval.clauses import conflicts
from retrieval.encoder import Encoder
from retrieval.filters import Filter
from retrieval.protocol import Hit, Index

POOL = 200  # channels that knowledge looks at; the plan rarely needs more than the first dozen
QUOTED = 20  # of those, the ones whose matching words are looked up: the plan is nearly always among them
# What a query is mixed of, beside the seller's own words at 1. Chosen on queries for each niche of the demo
# roster and for real technology channels: more of the kind, and "Rust" no longer tells one course from another.
TYPE_WEIGHT, CIRCLE_WEIGHT, STYLE_WEIGHT = 0.7, 0.3, 0.7

Vector = npt.NDArray[np.float32]
Key = tuple[Hashable, date, str]


class Advisor:
    """Advice on the roster behind one index, as it is at each asking.

    Safe to call from several threads: the solver and the encoder let the others work meanwhile.
    """

    def __init__(
        self,
        index: Index,
        meaning: Meaning,
        today: Callable[[], date] = date.today,
        sure_similarity: float | None = None,
    ) -> None:
        self.options = Options(sure_similarity=sure_similarity)
        self.index, self.meaning, self.today = index, meaning, today
        self._answers = Remembered(fold=_as_json, unfold=Advice.model_validate_json)
        self._choices = Remembered[Choices]()

    def warm(self) -> None:
        """Load what the first answer needs, ahead of it."""
        self.index.state()
        self.classify("")

    def classify(self, phrase: str) -> ProductMatch | None:
        """The product type of a phrase, None where it is like nothing known."""
        return self.meaning.classify(phrase)

    def advise(self, brief: Brief, language: str, view: View | None = None) -> Advice:
        """Advice on a brief, in words. ``view`` brings who was seen, ruled out, or taken as a model."""
        view, behind = view or View(), self.index.behind()
        key = self._key(brief, view, language)
        if (known := self._answers.get(key)) is None:
            seen, notes = self._survey(brief, view)
            advice = advice_of(seen)
            known = in_words(advice.model_copy(update={"notes": (*notes, *advice.notes)}), Texts(language))
            self._answers.put(key, known)
        if behind is None:
            return known
        reading = Reason(code="note.behind", values=behind._asdict())
        told = reading.model_copy(update={"text": Texts(language).reason(reading)})
        return known.model_copy(update={"notes": (told, *known.notes)})

    def choices(self, brief: Brief, view: View) -> Choices:
        """What else could be done with this brief: other plans, and what giving way a little would bring."""
        key = self._key(brief, view, "")
        if known := self._choices.get(key):
            return known
        seen, _ = self._survey(brief, view)
        wider = (widening(seen, self._survey(b, view)[0], name) for name, b in lifted(brief))
        widenings = tuple(gain for gain in wider if gain is not None)
        known = Choices(runner_ups(seen), relaxations(seen), widenings, entries(seen))
        self._choices.put(key, known)
        return known

    def forget(self) -> None:
        """Drop every answer kept in memory: they hold the words of the people who asked."""
        self._answers.forget()
        self._choices.forget()

    def _key(self, brief: Brief, view: View, language: str) -> Key:
        asked = "\n".join(
            [language, brief.model_dump_json(), repr((view.seen, view.without, view.like, view.margin))]
        )
        return self.index.state(), self.today(), asked

    def product_of(self, brief: Brief) -> ProductMatch | None:
        """The product type that the words are mapped onto, or the one a brief names, where they differ."""
        found = self.classify(brief.product) if brief.product else None
        if brief.category in products() and (found is None or found.type.id != brief.category):
            return ProductMatch(type=products()[brief.category], confidence=1, exact=True)
        return found

    def _survey(self, brief: Brief, view: View) -> tuple[Survey, list[Reason]]:
        """Everybody looked at for a brief, and what had to be said about who was."""
        product = self.product_of(brief)
        query = self._query(brief, product, view)
        hits, notes = self._hits(brief, view, query)
        quoted = chain(self._quoted(hits[:QUOTED], brief, product, query), repeat(()))
        candidates = [
            Candidate(hit.creator, hit.channel, hit.similarity, hit.style, words)
            for hit, words in zip(hits, quoted, strict=False)
        ]
        options = self.options._replace(margin=view.margin)
        return survey(brief, candidates, product, self.index.peers(), self.today(), options), notes

    def _quoted(
        self, hits: Sequence[Hit], brief: Brief, product: ProductMatch | None, query: Vector
    ) -> list[tuple[str, ...]]:
        """The words of each channel that speak for it, none of them of other kinds of product."""
        said = f"{brief.product or ''} {brief.style or ''}"

        def foreign(word: str) -> bool:
            return product is not None and is_foreign(word, product.type, said)

        mentions = self.meaning.mentions
        return [mentions.of(query, hit.channel.content or "", foreign=foreign) for hit in hits]

    def _query(self, brief: Brief, product: ProductMatch | None, view: View) -> Vector:
        """The style looked for: the seller's words, and those of a creator they want more of."""
        query = mixed(looked_for(brief, product), self.meaning.encoder)
        model = self.index.vector(view.like) if view.like else None
        if model is not None:
            query = query + model
            query = np.asarray(query / (np.linalg.norm(query) or 1), dtype=np.float32)
        return query

    def _hits(self, brief: Brief, view: View, query: Vector) -> tuple[list[Hit], list[Reason]]:
        """Who passes the conditions, closest first, less those who do what the seller ruled out."""
        without = frozenset(view.without) | frozenset(view.seen) | ({view.like} if view.like else frozenset())
        conditions = Filter.of(brief, without)
        words = " ".join(word for word in (brief.product, brief.style) if word)
        hits, notes = self.index.search(query, conditions, POOL, words), []
        if not hits:
            relaxed = conditions.model_copy(update={"unknown_passes": True})
            if hits := self.index.search(query, relaxed, POOL, words):
                notes.append(Reason(code="note.unknown_passes", values={"n": len(hits)}))
        kept = self._unobjectionable(hits, brief.exclusions)
        if len(kept) < len(hits):
            values = {"n": len(hits) - len(kept), "exclusions": list(brief.exclusions)}
            notes.append(Reason(code="note.excluded", values=values))
        return kept, notes

    def _unobjectionable(self, hits: Sequence[Hit], exclusions: Sequence[str]) -> list[Hit]:
        if not exclusions:
            return list(hits)
        found = conflicts(self.meaning.encoder, exclusions, [hit.channel.content for hit in hits])
        return [hit for hit, conflict in zip(hits, found, strict=True) if conflict is None]


def _as_json(advice: Advice) -> bytes:
    """Half the time of pickling it."""
    return advice.model_dump_json().encode()


def mixed(parts: Sequence[tuple[str, float]], encoder: Encoder) -> Vector:
    """The direction of texts taken together, each as heavy as its weight: a unit vector."""
    weights = np.array([weight for _, weight in parts], dtype=np.float32)
    query = weights @ encoder.queries([text for text, _ in parts])
    return np.asarray(query / (np.linalg.norm(query) or 1), dtype=np.float32)


def looked_for(brief: Brief, product: ProductMatch | None) -> list[tuple[str, float]]:
    """The texts a query is mixed of, with their weights: the product, its kind, the circle around it, the style."""
    parts = [(brief.product or "", 1.0)]
    if product:
        parts.append((f"{product.type.zh} {product.type.en}", TYPE_WEIGHT * product.confidence))
        circle = " ".join(circle_of(product.type))
        parts.append((circle, CIRCLE_WEIGHT * product.confidence))
    parts.append((brief.style or "", STYLE_WEIGHT))
    return [(text, weight) for text, weight in parts if text.strip()] or [(" ", 1.0)]
