"""Answers about the trade: every question of the conversation and every idea of the two articles has one."""

import pytest

from bot.understand.model import Topic
from knowledge.trade import TOPICS, TRADE, UnknownTopic, explain


@pytest.mark.parametrize("topic", Topic)
def test_every_question_the_conversation_understands_has_an_answer(topic: Topic) -> None:
    assert TRADE[topic]


@pytest.mark.parametrize("topic", TOPICS)
def test_an_answer_is_two_to_six_points_with_sources(topic: str) -> None:
    points = explain(topic)
    assert 2 <= len(points) <= 6
    assert all(point.sources for point in points)
    assert len({point.code for point in points}) == len(points)


# The ideas of the two articles the product is built on, and where each is found.
IDEAS = {
    "S1: who counts as a KOL": "what_is_kol",
    "S1: exposure, trust, sales": "benefits",
    "S1: budget, style, platform": "choosing",
    "S1: video costs more to make": "budgeting",
    "S1: young fans buy cheap, easy things": "style",
    "S1: video for the complex, pictures for the pretty": "platform_choice",
    "S1: agency or direct, pros and cons": "direct_or_agency",
    "S1: know brand and goal first": "before_you_start",
    "S1: relative instead of absolute low price": "promotion",
    "S2: profession, communication, circle": "abilities",
    "S2: celebrities lack the profession": "celebrity",
    "S2: main or supplementary": "role",
    "S2: upgraded consumption, changed communication": "why_now",
    "S2: a matrix": "matrix",
    "S2: early adopters who like to talk": "character",
    "S2: KOLs within the company": "in_house",
    "S2: persistent involvement": "persistence",
}


@pytest.mark.parametrize(("idea", "topic"), IDEAS.items())
def test_every_idea_is_found(idea: str, topic: str) -> None:
    assert any(idea[:2] in point.sources for point in explain(topic))


def test_a_topic_without_an_answer_is_named() -> None:
    with pytest.raises(UnknownTopic, match="no answer about 'weather'"):
        explain("weather")
