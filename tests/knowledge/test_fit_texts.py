"""Every reason that advice gives has words in every language, and its values fill them."""

import re
from pathlib import Path

import pytest

from bot.texts import LANGUAGES, Texts, catalogue
from knowledge.advise import advise
from knowledge.compare import compare, what_would_help, why_not_first
from knowledge.factors import FACTORS
from knowledge.models import Audience, ChannelAudience, Gender, Goal, Reason
from knowledge.money import MoneyRange
from knowledge.products import Trait
from knowledge.relax import relaxations, runner_ups
from knowledge.survey import survey
from tests.knowledge.rosters import COT, PEERS, TODAY, brief, candidate, product, roster

KINDS = (
    "fit",
    "against",
    "unknown",
    "offer",
    "compare",
    "why_not",
    "better",
    "relax",
    "widen",
    "note",
    "step",
)
OWN = re.compile(rf"reason\.({'|'.join(KINDS)})\.|factor\.({'|'.join(FACTORS)})$|plan\.")
FOLDER = Path(__file__).parents[2] / "bot" / "locale"


def mine(language: str) -> dict[str, str]:
    return {key: text for key, text in catalogue(language).items() if OWN.match(key)}


def reasons() -> list[Reason]:
    """Reasons of many answers: every size of budget, goals, wishes, gaps in the data."""
    found: list[Reason] = []
    wishes = Audience(gender=Gender.FEMALE, age_low=50)
    for seed, (amount, goal) in enumerate(
        [(300, None), (30_000, Goal.SALES), (400_000, Goal.TRUST), (None, None)]
    ):
        for kind, audience in ((COT, Audience()), (product(Trait.TECHNICAL, confidence=0.2), wishes)):
            money = None if amount is None else MoneyRange.of(amount, None if seed == 2 else amount, "TWD")
            told = brief(budget=money, goal=goal, audience=audience, creators=(None, 9, 3, None)[seed])
            field = [*roster(60, seed), candidate("x", audience=ChannelAudience(female_share=0.1))]
            advice = advise(told, field, product=kind, peers=PEERS, today=TODAY)
            picks = [*advice.creators, *advice.alternatives]
            found += [reason for pick in picks for reason in (*pick.reasons, *what_would_help(pick))]
            found += [reason for pick in picks for reason in why_not_first(advice, pick)]
            found += [reason for pick in picks for reason in compare(picks[0], pick)]
            found += [*advice.notes, *advice.next_steps]
            seen = survey(told, field, kind, PEERS, TODAY)
            found += relaxations(seen)
            found += [
                reason for plan in runner_ups(seen) for pick in plan.creators for reason in pick.reasons
            ]
    return found


REASONS = reasons()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_given_has_words(language: str) -> None:
    texts = Texts(language)
    for reason in REASONS:
        if reason.code.split(".")[0] in KINDS:
            text = texts.reason(reason)
            assert text
            assert "{" not in text


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    chinese, english = (mine(language) for language in LANGUAGES)
    assert chinese.keys() == english.keys()
    for key, text in chinese.items():
        assert set(re.findall(r"\{(\w+)\}", text)) == set(re.findall(r"\{(\w+)\}", english[key])), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FACTORS)
def test_every_factor_has_a_name_and_can_speak_for_against_and_of_the_unknown(
    language: str, name: str
) -> None:
    texts = mine(language)
    assert texts[f"factor.{name}"]
    for kind in ("fit", "against", "unknown"):
        assert any(key.startswith(f"reason.{kind}.{name}") for key in texts)
    assert texts[f"reason.better.ask.{name}"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_speaks_for_in_one_wording_speaks_against_in_the_same(language: str) -> None:
    texts = mine(language)
    variants = {key.removeprefix("reason.fit.") for key in texts if key.startswith("reason.fit.")}
    against = {key.removeprefix("reason.against.") for key in texts if key.startswith("reason.against.")}
    # Among the closest, or the best of an average lot: neither can speak against.
    assert variants - against == {"style.closest", "overall"}
    assert against <= variants


def test_chinese_is_written_with_full_width_marks() -> None:
    own = {key: text for key, text in mine("zh-TW").items() if re.search(r"[一-鿿]", text)}
    assert not {key: text for key, text in own.items() if re.search(r"[一-鿿][,;:!?()]", text)}
