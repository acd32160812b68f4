"""Trains the encoder that ships in data/encoder. See training/README.md; `python -m training.train --help`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from rich.progress import track
from torch import Tensor

from retrieval.encoder import load
from retrieval.encoder_quality import quality
from training import corpus, export, lessons, pieces, tempering
from training.lessons import Lesson, Rankings, Topics
from training.student import Bags, Student, contrast, disagreement, near_duplicates
from training.teacher import Teacher

# Shares of each lesson in the batches, at the start and at the end: sentences gain on dictionary entries.
SHARES = {
    "dictionary": (0.45, 0.10),
    "products": (0.25, 0.20),
    "sentences": (0.15, 0.27),
    "scored": (0.05, 0.15),
    "news": (0.03, 0.10),
    "own": (0.07, 0.18),
}
BATCH = 384
# What each loss weighs, chosen on the held-out splits. Distance to the teacher leads: contrast alone cost five points
# of STS-B; correlation with STS-B train gave four in every language pairing.
NEAR, CONTRAST, RANKING, TOPIC, QUESTION = 10.0, 1.0, 6.0, 0.3, 0.3
TEMPERATURE, DROP = 0.07, 0.1  # of the contrast; share of pieces left out of a text
START = 0.15  # of the start left in the end: STS-B unmoved, news and product names up
TEMPERED_STEPS, TEMPERED_RATE = 350, 1e-3  # the second course, after words are weighed anew
OFFSET = 0.7  # how much of the mean of creators' texts is taken off a document


class Course:
    """All lessons of one training run and the student who takes them."""

    def __init__(self, data: Path, teacher_path: Path, cache: Path, seed: int) -> None:
        self.seed, self.rng = seed, np.random.default_rng(seed)
        torch.manual_seed(seed)
        corpora = pieces.Corpora.read(data)
        teacher = Teacher(str(teacher_path), cache)
        self.coder = pieces.tokenizer(corpora, teacher_path / "vocab.txt")
        axes = pieces.principal_axes(
            teacher([pair.en for pair in corpora.sentences + corpora.dictionary[::4]]), seed
        )

        def target(texts: Sequence[str]) -> np.ndarray:
            found = teacher(texts) @ axes
            return found / np.linalg.norm(found, axis=1, keepdims=True)

        scored = [
            corpus.Pair(*both) for row in corpora.scored for both in ((row.zh1, row.en1), (row.zh2, row.en2))
        ]
        named = {
            "dictionary": corpora.dictionary,
            "products": corpora.products,
            "sentences": corpora.sentences,
            "scored": scored,
            "news": corpora.news,
            "own": corpora.own,
        }
        self.lessons = {name: Lesson.of(self.coder, pairs, target) for name, pairs in named.items() if pairs}
        self.rankings = Rankings.of(self.coder, corpora.scored)
        self.questions = [Bags(self.coder, list(side)) for side in zip(*corpora.questions, strict=True)]
        some = [text for row in corpora.scored[::2] for text in (row.en1, row.zh1)]
        some += [text for pair in corpora.sentences[::8] for text in pair]
        self.everyday = Bags(self.coder, some)
        self.noise = Bags(self.coder, [text for pair in corpus.own("noise.tsv") for text in pair])
        self.topics = self._topics(data)
        self.student = Student(*pieces.starting_rows(self.coder, corpora, teacher, axes, seed))

    def _topics(self, data: Path) -> list[Topics]:
        noise = corpus.own("noise.tsv")
        found = []
        for name in lessons.SECTIONED:
            texts, labels = lessons.captions(name, noise, self.rng, 200)
            found.append(Topics.of(self.coder, texts, labels, lessons.sections(name)[0]))
        headings, texts, labels = lessons.departments(data)
        return found + ([Topics.of(self.coder, texts, labels, headings)] if texts else [])

    def meaning_loss(self, done: float) -> Tensor:
        """One batch of one lesson: near the teacher's vector, and nearer to its own translation than to others."""
        names = list(self.lessons)
        share = np.array([SHARES[name][0] * (1 - done) + SHARES[name][1] * done for name in names])
        lesson = self.lessons[names[self.rng.choice(len(names), p=share / share.sum())]]
        rows = self.rng.integers(len(lesson.zh), size=BATCH)
        want = lesson.target[torch.from_numpy(rows)]
        zh = self.student(lesson.zh.batch(rows, DROP, self.rng, self.noise))
        en = self.student(lesson.en.batch(rows, DROP, self.rng, self.noise))
        same = near_duplicates(want)
        near = 2 - (zh * want).sum(dim=1).mean() - (en * want).sum(dim=1).mean()
        return NEAR * near + CONTRAST * (
            contrast(zh, en, same, TEMPERATURE)
            + 0.5 * contrast(zh, want, same, TEMPERATURE)
            + 0.5 * contrast(en, want, same, TEMPERATURE)
        )

    def ranking_loss(self) -> Tensor:
        """STS-B pairs in every pairing of languages."""
        rows = self.rng.integers(len(self.rankings.scores), size=128)
        en1, en2, zh1, zh2 = (self.student(side.batch(rows, DROP, self.rng)) for side in self.rankings.sides)
        scores = self.rankings.scores[torch.from_numpy(rows)]
        pairs = ((en1, en2), (zh1, zh2), (en1, zh2), (zh1, en2))
        return torch.stack([disagreement((a * b).sum(dim=1), scores) for a, b in pairs]).mean()

    def topic_loss(self) -> Tensor:
        """Made-up captions and shop words to the heading they belong under, in either language."""
        topics = self.topics[self.rng.integers(len(self.topics))]
        rows = self.rng.integers(len(topics.labels), size=192)
        texts = self.student(topics.texts.batch(rows, 0.1, self.rng))
        headings = self.student(topics.headings.batch(np.arange(len(topics.headings))))
        chinese, english = (texts @ headings.T / 0.07).chunk(2, dim=1)
        label = torch.from_numpy(topics.labels[rows])
        return torch.nn.functional.cross_entropy(chinese, label) + torch.nn.functional.cross_entropy(
            english, label
        )

    def question_loss(self) -> Tensor:
        """Chinese questions to the paragraph that answers them: which words of a long text matter."""
        asked, answered = self.questions
        rows = self.rng.integers(len(asked), size=96)
        question = self.student(asked.batch(rows, 0.0, self.rng))
        paragraph = self.student(answered.batch(rows, 0.0, self.rng))
        return contrast(question, paragraph, near_duplicates(paragraph.detach(), 0.99), 0.05)

    def train(self, steps: int, rate: float, runs: int, left: float = START) -> None:
        """Learn several times from the same start and keep the mean, with the share `left` of the start in it.

        What runs disagree about is noise of rare words; the start keeps words right that training hardly met.
        """
        start, total = self.student, np.zeros_like(self.student.rows)
        for run in range(runs):
            self.rng = np.random.default_rng([self.seed, run])
            self.student = Student(start.rows.copy(), start.weights)
            for step in track(
                range(steps), description=f"training, run {run + 1} of {runs}, {steps:,} steps"
            ):
                self._step(step, step / steps, rate * min(1.0, step / 100) * (1 - step / steps) + 1e-6)
            total += self.student.rows / np.float32(runs)
        self.student = Student(total * np.float32(1 - left) + start.rows * np.float32(left), start.weights)

    def temper(self, runs: int) -> None:
        """Weigh words anew and even out directions, then let every lesson settle once more."""
        self.student = tempering.tempered(self.student, self.coder, self.everyday)
        self.train(TEMPERED_STEPS, TEMPERED_RATE, runs, left=0.0)

    def _step(self, step: int, done: float, rate: float) -> None:
        loss = self.meaning_loss(done)
        if step % 2 == 0 and len(self.rankings.scores):
            loss = loss + RANKING * self.ranking_loss()
        elif step % 4 == 1:
            loss = loss + TOPIC * self.topic_loss()
        elif self.questions:
            loss = loss + QUESTION * self.question_loss()
        self.student.learn(loss, rate)

    def offset(self) -> np.ndarray:
        """What is added to documents: less of the mean of made-up captions, profiles and small talk."""
        noise = corpus.own("noise.tsv")
        texts, _ = lessons.captions("niches.tsv", noise, np.random.default_rng(5), 60)
        texts += [text for pair in corpus.own("sentences.tsv") + noise for text in pair]
        bags = Bags(self.coder, texts)
        vectors = self.student(bags.batch(np.arange(len(bags)))).detach().numpy()
        self.student.taken.clear()
        return -OFFSET * vectors.mean(axis=0)


def main(
    data: Annotated[Path, typer.Option(help="Training data, laid out as training/README.md says.")],
    teacher: Annotated[Path, typer.Option(help="Folder of all-MiniLM-L6-v2 (with model and vocab.txt).")],
    out: Annotated[Path, typer.Option(help="Folder to write; swapped in whole at the end.")],
    cache: Annotated[Path, typer.Option(help="File to keep the teacher's vectors in.")] = Path("teacher.npz"),
    steps: Annotated[int, typer.Option(help="Batches of one run.")] = 2500,
    runs: Annotated[int, typer.Option(help="Runs from the same start, averaged.")] = 3,
    rate: Annotated[float, typer.Option(help="Learning rate at the start.")] = 3e-3,
    seed: Annotated[int, typer.Option(help="Same seed, data and thread count: same encoder.")] = 1,
    threads: Annotated[int, typer.Option(help="CPU threads for torch.")] = 2,
) -> None:
    """Train the bilingual encoder and print its quality on the held-out splits."""
    torch.set_num_threads(threads)
    course = Course(data, teacher, cache, seed)
    course.train(steps, rate, runs)
    course.temper(runs)
    export.write(out, course.coder, course.student.final(), course.offset())
    for name, score in quality(load(out), data).items():
        print(f"{name:24} {score:.3f}")


if __name__ == "__main__":
    typer.run(main)
