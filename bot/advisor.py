"""The use case: a brief to candidates to an advice, in words. Filter, then meaning, then knowledge."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from statistics import median
from threading import RLock
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from bot.conversation import View
from bot.render import in_words
from bot.stage import Choices
from bot.texts import Texts
from data.roster import Roster
from knowledge.advise import advice_of
from knowledge.answer import Advice
from knowledge.circles import CIRCLES, circle_of
from knowledge.models import Brief, Candidate, Channel, Peer, Platform, Reason, Tier
from knowledge.products import ProductMatch, products
from knowledge.relax import relaxations, runner_ups
from knowledge.survey import Options, Survey, survey
from knowledge.tiers import tier_of
from retrieval.clauses import conflicts
from retrieval.encoder import Encoder
from retrieval.filters import Filter
from retrieval.index import Hit, StyleIndex
from retrieval.mentions import Mentions
from retrieval.products import ProductIndex
from retrieval.vectors import VectorFile

POOL = 200  # channels that knowledge looks at; the plan rarely needs more than the first dozen
QUOTED = 20  # of those, the ones whose matching words are looked up: the plan is nearly always among them
KEPT = 256  # answers remembered: taps ask for the same one again and again
# What a query is mixed of, beside the seller's own words at 1. Chosen on queries for each niche of the demo
# roster and for real technology channels: more of the kind, and "Rust" no longer tells one course from another.
TYPE_WEIGHT, CIRCLE_WEIGHT, STYLE_WEIGHT = 0.7, 0.3, 0.7

T = TypeVar("T")
Vector = npt.NDArray[np.float32]
Peers = dict[tuple[Platform, Tier | None], Peer]
Key = tuple[int, date, str]


class Advisor:
    """Advice on one roster. Loads the encoder at the first need; follows the roster's changes by its version.

    Safe to call from several threads: one advice is made at a time, as both cores serve it anyway.
    """

    def __init__(
        self,
        roster: Roster,
        vectors: Path,
        load_encoder: Callable[[], Encoder],
        today: Callable[[], date] = date.today,
        sure_similarity: float | None = None,
    ) -> None:
        self.options = Options(sure_similarity=sure_similarity)
        self.roster, self.vectors, self.load_encoder, self.today = roster, vectors, load_encoder, today
        self._lock = RLock()
        self._indexed: tuple[int, StyleIndex, Peers] | None = None
        self._answers: dict[Key, Advice] = {}
        self._choices: dict[Key, Choices] = {}

    @cached_property
    def encoder(self) -> Encoder:
        return self.load_encoder()

    @cached_property
    def product_index(self) -> ProductIndex:
        kept = VectorFile(self.vectors.with_name("products.npz"), self.encoder)
        vectors, _ = kept.vectors(ProductIndex().names)
        return ProductIndex(self.encoder, vectors=vectors)

    @cached_property
    def mentions(self) -> Mentions:
        return Mentions(self.encoder, vocabulary())

    def warm(self) -> None:
        """Load what the first answer needs, ahead of it."""
        with self._lock:
            self._index()
            self.product_index.match("")

    def classify(self, phrase: str) -> ProductMatch | None:
        """The product type of a phrase, None where it is like nothing known."""
        with self._lock:
            return self.product_index.match(phrase)

    def advise(self, brief: Brief, language: str, view: View | None = None) -> Advice:
        """Advice on a brief, in words. ``view`` brings who was seen, ruled out, or taken as a model."""
        view = view or View()
        with self._lock:
            key = self._key(brief, view, language)
            if key not in self._answers:
                seen, notes = self._survey(brief, view)
                advice = advice_of(seen)
                advice = advice.model_copy(update={"notes": (*notes, *advice.notes)})
                _keep(self._answers, key, in_words(advice, Texts(language)), KEPT)
            return self._answers[key]

    def choices(self, brief: Brief, view: View) -> Choices:
        """What else could be done with this brief: other plans, and what giving way a little would bring."""
        with self._lock:
            key = self._key(brief, view, "")
            if key not in self._choices:
                seen, _ = self._survey(brief, view)
                _keep(self._choices, key, Choices(runner_ups(seen), relaxations(seen)), KEPT)
            return self._choices[key]

    def _key(self, brief: Brief, view: View, language: str) -> Key:
        asked = "\n".join(
            [language, brief.model_dump_json(), repr((view.seen, view.without, view.like, view.margin))]
        )
        return self._index()[0], self.today(), asked

    def product_of(self, brief: Brief) -> ProductMatch | None:
        """The product type that the words are mapped onto, or the one a brief names, where they differ."""
        found = self.product_index.match(brief.product) if brief.product else None
        if brief.category in products() and (found is None or found.type.id != brief.category):
            return ProductMatch(type=products()[brief.category], confidence=1, exact=True)
        return found

    def index(self) -> StyleIndex:
        """The index of the roster as it is now."""
        with self._lock:
            return self._index()[1]

    def _index(self) -> tuple[int, StyleIndex, Peers]:
        version = self.roster.version
        if self._indexed is None or self._indexed[0] != version:
            index = StyleIndex.of(self.roster.in_use(), self.encoder, self.vectors)
            self._indexed = (version, index, peers_of(channel for _, channel in index.rows))
            self._answers.clear()
            self._choices.clear()
        return self._indexed

    def _survey(self, brief: Brief, view: View) -> tuple[Survey, list[Reason]]:
        """Everybody looked at for a brief, and what had to be said about who was."""
        _, index, peers = self._index()
        product = self.product_of(brief)
        query = self._query(brief, product, view, index)
        hits, notes = self._hits(brief, view, index, query)
        candidates = [
            Candidate(
                creator=hit.creator,
                channel=hit.channel,
                similarity=hit.similarity,
                style=hit.style,
                matched=self.mentions.of(query, hit.channel.content or "") if n < QUOTED else (),
            )
            for n, hit in enumerate(hits)
        ]
        return survey(
            brief, candidates, product, peers, self.today(), self.options._replace(margin=view.margin)
        ), notes

    def _query(self, brief: Brief, product: ProductMatch | None, view: View, index: StyleIndex) -> Vector:
        """The style looked for: the seller's words, and those of a creator they want more of."""
        parts = looked_for(brief, product)
        query = np.array([weight for _, weight in parts], dtype=np.float32) @ self.encoder.queries(
            [text for text, _ in parts]
        )
        model = next((n for n, (_, channel) in enumerate(index.rows) if channel.key == view.like), None)
        if model is not None:
            query = query / np.linalg.norm(query) + index.vector(model)
        return np.asarray(query / (np.linalg.norm(query) or 1), dtype=np.float32)

    def _hits(
        self, brief: Brief, view: View, index: StyleIndex, query: Vector
    ) -> tuple[list[Hit], list[Reason]]:
        """Who passes the conditions, closest first, less those who do what the seller ruled out."""
        without = frozenset(view.without) | frozenset(view.seen) | ({view.like} if view.like else frozenset())
        conditions = Filter.of(brief, without)
        words = " ".join(word for word in (brief.product, brief.style) if word)
        hits, notes = index.search(query, index.mask(conditions), POOL, words), []
        if not hits:
            relaxed = conditions.model_copy(update={"unknown_passes": True})
            if hits := index.search(query, index.mask(relaxed), POOL, words):
                notes.append(Reason(code="note.unknown_passes", values={"n": len(hits)}))
        kept = self._unobjectionable(hits, brief.exclusions)
        if len(kept) < len(hits):
            values = {"n": len(hits) - len(kept), "exclusions": list(brief.exclusions)}
            notes.append(Reason(code="note.excluded", values=values))
        return kept, notes

    def _unobjectionable(self, hits: Sequence[Hit], exclusions: Sequence[str]) -> list[Hit]:
        if not exclusions:
            return list(hits)
        found = conflicts(self.encoder, exclusions, [hit.channel.content for hit in hits])
        return [hit for hit, conflict in zip(hits, found, strict=True) if conflict is None]


def _keep(answers: dict[Key, T], key: Key, answer: T, most: int) -> None:
    """Remember an answer; the oldest goes when there are too many."""
    if len(answers) >= most:
        answers.pop(next(iter(answers)))
    answers[key] = answer


def looked_for(brief: Brief, product: ProductMatch | None) -> list[tuple[str, float]]:
    """The texts a query is mixed of, with their weights: the product, its kind, the circle around it, the style."""
    parts = [(brief.product or "", 1.0)]
    if product:
        parts.append((f"{product.type.zh} {product.type.en}", TYPE_WEIGHT * product.confidence))
        circle = " ".join(circle_of(product.type))
        parts.append((circle, CIRCLE_WEIGHT * product.confidence))
    parts.append((brief.style or "", STYLE_WEIGHT))
    return [(text, weight) for text, weight in parts if text.strip()] or [(" ", 1.0)]


def vocabulary() -> set[str]:
    """The Chinese words that a reason may quote: what products and their circles are called."""
    names = {name for kind in products().values() for name in (kind.zh, *kind.zh_synonyms)}
    return names | {word for zh, _ in CIRCLES.values() for word in zh.split()}


def peers_of(channels: Iterable[Channel]) -> Peers:
    """Medians by platform × tier, and by platform alone under tier None."""
    groups: dict[tuple[Platform, Tier | None], list[Channel]] = defaultdict(list)
    for channel in channels:
        groups[channel.platform, None].append(channel)
        if channel.followers is not None:
            groups[channel.platform, tier_of(int(channel.followers.value))].append(channel)
    return {key: _peer(group) for key, group in groups.items()}


def _peer(group: list[Channel]) -> Peer:
    engagement = [c.engagement.value for c in group if c.engagement]
    views = [
        c.avg_views.value / c.followers.value
        for c in group
        if c.avg_views and c.followers and c.followers.value
    ]
    return Peer(
        channels=len(group),
        engagement=median(engagement) if engagement else None,
        views_per_follower=median(views) if views else None,
    )
