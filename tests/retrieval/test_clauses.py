"""What a description says a creator does, what it says they refuse."""

import pytest

from retrieval.clauses import clauses, conflicts
from tests.retrieval.toy import ToyEncoder


@pytest.mark.parametrize(
    ("content", "said", "refused"),
    [
        ("每週拆三頂帳篷，不接直銷。", ["每週拆三頂帳篷"], ["不接直銷"]),
        ("沒試過的不推；講話很慢", ["講話很慢"], ["沒試過的不推"]),
        (
            "Tests knives on leeks. Turns down anything non-stick",
            ["Tests knives on leeks"],
            ["Turns down anything non-stick"],
        ),
        ("Never glam, always honest", ["always honest"], ["Never glam"]),
        ("不同品牌的筆都試寫", ["不同品牌的筆都試寫"], []),
        ("", [], []),
    ],
)
def test_clauses_and_refusals(content: str, said: list[str], refused: list[str]) -> None:
    found = clauses(content)
    assert [c.text for c in found if not c.refuses] == said
    assert [c.text for c in found if c.refuses] == refused


def test_numbers_keep_their_commas() -> None:
    assert [c.text for c in clauses("走了12,000步，很累")] == ["走了12,000步", "很累"]


@pytest.mark.parametrize(
    ("exclusion", "content", "conflict"),
    [
        ("不要直銷", "常拍直銷說明會", True),
        ("不要直銷", "拒絕直銷，只拍工法", False),
        ("no gym bros", "gym bros lifting in basements", True),
        ("no gym bros", "refuses gym bros, films grandmothers", False),
        ("not glam", "films glam looks", True),
        ("not glam", "films stews", False),
        ("別找政治評論", "每天政治評論", True),
    ],
)
def test_exclusions_hit_what_is_done_not_what_is_refused(
    exclusion: str, content: str, conflict: bool
) -> None:
    assert conflicts(ToyEncoder(), [exclusion], [content]) == [exclusion if conflict else None]


def test_each_description_is_judged_by_itself() -> None:
    found = conflicts(
        ToyEncoder(), ["no glam", "no cats"], ["cats all day", None, "plain stews", "glam, cats"]
    )
    assert found == ["no cats", None, None, "no glam"]
