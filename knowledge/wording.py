"""Words in a channel's description that tell of its price level and its depth (judgement of this project)."""

import re
from functools import cache, lru_cache


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


THRIFTY = _words("""
    平價, 小資, 學生, 開架, 省錢, 便宜, 百元, 銅板, 折扣, 優惠, 撿便宜, cp值, 佛心, affordable,
    budget, cheap, thrift, thrifty, student, students, frugal, bargain, deals, dupes, drugstore
""")
UPMARKET = _words("""
    精品, 高端, 高階, 旗艦, 奢華, 頂級, 質感, 輕奢, 專櫃, 豪宅, 貴婦, 收藏, 訂製, 手工訂做, luxury,
    premium, high-end, flagship, designer, bespoke, collector, collectors, connoisseur, audiophile,
    fine dining
""")
PROFESSIONAL = _words("""
    評測, 實測, 評比, 測試, 拆解, 深度, 專業, 教學, 原理, 數據, 成分, 研究, 分析, 規格, 認證, 醫師,
    藥師, 護理師, 營養師, 獸醫, 律師, 會計師, 工程師, 治療師, 技師, 教練, 老師, 講師, 教授, 證照,
    論文, 臨床, review, reviews, reviewer, tested, testing, benchmark, benchmarks, teardown,
    teardowns, in-depth, tutorial, tutorials, explained, explains, analysis, research, ingredients,
    certified, licensed, doctor, physician, pharmacist, nurse, dietitian, nutritionist, vet,
    veterinarian, lawyer, accountant, engineer, engineers, engineering, therapist, coach,
    professor, teacher, data, specs, measurements
""")
ENTERTAINING = _words("""
    搞笑, 整人, 惡搞, 迷因, 梗圖, 娛樂, 綜藝, 挑戰, 八卦, 日常vlog, 短劇, 幽默, 整蠱, 嘴砲, comedy,
    funny, prank, pranks, meme, memes, skit, skits, challenge, challenges, gossip, entertainment,
    humour, humor, vlog, vlogs, vlogger, dance, lip-sync
""")

# A scout also notes what a creator does not do: 不搞笑, no pranks, 拒接開架.
_BEFORE_ZH = re.compile(r"(不|沒|無|未|拒|別|非|少)[^\s,.;\uff0c\u3002\u3001\uff1b]{0,3}$")
_BEFORE_EN = re.compile(r"\b(no|not|never|without|refuses?|avoids?|hates?|isn't|doesn't)\s+(\w+\s+)?$")


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    latin = "|".join(re.escape(word) for word in words if word.isascii())
    other = "|".join(re.escape(word) for word in words if not word.isascii())
    return re.compile(rf"\b(?:{latin})\b|{other}")


@lru_cache(maxsize=65_536)  # four readings of each description, the same for every brief
def found(content: str | None, words: tuple[str, ...]) -> tuple[str, ...]:
    """Which of the words a description uses and does not deny, each once, in the order they stand."""
    text = (content or "").casefold()
    hits = (m for m in _pattern(words).finditer(text) if not _denied(text[: m.start()]))
    return tuple(dict.fromkeys(hit.group() for hit in hits))


def _denied(before: str) -> bool:
    return bool(_BEFORE_ZH.search(before) or _BEFORE_EN.search(before))
