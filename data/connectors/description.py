"""A description made of nothing but what titles, captions and topics say, for the style search to read.

Each line is a list under a label in the channel's language. No word is added that the source does not use.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from data.notation import folded

TITLES = 12  # of the newest pieces
LONGEST_TITLE = 80
LONGEST_ABOUT = 300
WORDS = 12
SHARE = 0.2  # of the pieces that a recurring word stands in
LEAST = 3  # and in how many at least
LONGEST_GRAM = 12  # Chinese characters of a recurring phrase
LABELS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "about": "簡介",
        "topics": "主題",
        "words": "常見字詞",
        "titles": "近期標題",
        "captions": "近期貼文",
    },
    "en": {
        "about": "About",
        "topics": "Topics",
        "words": "Recurring words",
        "titles": "Recent titles",
        "captions": "Recent captions",
    },
}
_HASHTAG = re.compile(r"#([^\s#.,;:!?，。、！？；：()（）【】\[\]「」]{2,30})")
_LATIN = re.compile(r"[a-z][a-z0-9'+-]{2,}")
# Characters that part words rather than make them.
_BETWEEN = "的了是在我你妳他她它們這那和與也都就很不嗎吧呢啊"
_CHINESE = re.compile(rf"[^\W\x00-\u33ff\ua000-\U0010ffff{_BETWEEN}]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S{1,64}@\S{1,255}")
# Characters that begin or end no word worth telling, but may stand inside one.
_IDLE_ENDS = frozenset("第跟把被讓給又再還才沒")
_IDLE = frozenset(
    "the and for you your with this that from what how why are was not but all can our out new get has have "
    "will just more one who his her its when they them then than into about over video videos shorts vlog "
    "episode part feat official full live youtube instagram reels subscribe follow".split()
)


def compose(
    about: str | None,
    topics: Sequence[str],
    titles: Sequence[str],
    tags: Iterable[str] = (),
    captions: bool = False,
) -> tuple[str, ...]:
    """Lines of a description: what the channel says of itself, its topics, recurring words, newest titles.

    :param titles: of its pieces, the newest first; captions of posts where ``captions``.
    """
    plain = [line for line in map(_line, titles) if line]
    language = language_of(plain) or "en"
    label, colon = LABELS[language], "：" if language == "zh" else ": "
    parts = {
        "about": _line(about or "")[:LONGEST_ABOUT],
        "topics": _joined(topics),
        "words": _joined(recurring([*titles], tags)),
        "captions" if captions else "titles": " / ".join(
            dict.fromkeys(line[:LONGEST_TITLE].rstrip() for line in plain[:TITLES])
        ),
    }
    return tuple(f"{label[name]}{colon}{text}" for name, text in parts.items() if text)


def language_of(texts: Sequence[str]) -> str | None:
    """zh where every tenth letter or more is Chinese, en where there are letters at all."""
    letters = [letter for text in texts for letter in text if letter.isalpha()]
    if not letters:
        return None
    return "zh" if sum("\u3400" <= letter <= "\u9fff" for letter in letters) >= len(letters) / 10 else "en"


def recurring(texts: Sequence[str], tags: Iterable[str] = ()) -> list[str]:
    """Words that stand in many of the texts, and tags that do; what recurs most first."""
    pieces = [folded(_ADDRESS.sub(" ", text)) for text in texts]
    least = max(LEAST, SHARE * len(pieces))
    counts: Counter[str] = Counter(folded(tag) for tag in tags)
    for piece in pieces:
        counts.update(_words(piece))
    often = {word: n for word, n in counts.items() if n >= least}
    whole = [
        word
        for word, n in often.items()
        if not any(word != other and word in other and often[other] >= 0.8 * n for other in often)
    ]
    return sorted(whole, key=lambda word: (-often[word], word))[:WORDS]


def _words(piece: str) -> set[str]:
    words = {tag for tag in _HASHTAG.findall(piece) if tag not in _IDLE}
    words |= {word for word in _LATIN.findall(_HASHTAG.sub(" ", piece)) if word not in _IDLE}
    for run in _CHINESE.findall(piece):
        words |= {
            run[start : start + size]
            for size in range(2, LONGEST_GRAM + 1)
            for start in range(len(run) - size + 1)
            if run[start] not in _IDLE_ENDS and run[start + size - 1] not in _IDLE_ENDS
        }
    return words


def _line(text: str) -> str:
    """One line without addresses and hashtags' marks."""
    return " ".join(_ADDRESS.sub(" ", text).replace("#", " ").split())


def _joined(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))
