"""From a brief and a roster to an answer: conditions, meaning, exclusions, and whose creators are used."""

import csv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.advisor import Advisor, looked_for
from bot.app import Home
from bot.conversation import View
from bot.remembered import AT_HAND
from data.importer import import_file
from knowledge.answer import Advice, PlanStatus
from knowledge.models import Audience, Brief, Channel, FollowerRange, Platform
from knowledge.money import Money, MoneyRange
from knowledge.products import ProductMatch, products

ROSTERS = Path(__file__).parents[3] / "shared" / "data" / "rosters"
TENT = Brief(product="帳篷", unit_price=Money.of(6000, "TWD"), budget=MoneyRange.of(150_000, 150_000, "TWD"))


def picks(advice: Advice) -> list[str]:
    return [pick.id for pick in (*advice.creators, *advice.alternatives)]


def channels(advisor: Advisor) -> list[Channel]:
    return [channel for creator in advisor.index.creators() for channel in creator.channels]


@pytest.fixture(scope="module")
def advisor(demo_folder: Path) -> Advisor:
    from tests.conftest import home_at

    return home_at(demo_folder).advisor


CONDITIONS = [
    TENT.model_copy(update={"platforms": (Platform.YOUTUBE,)}),
    TENT.model_copy(update={"excluded_platforms": (Platform.YOUTUBE, Platform.INSTAGRAM)}),
    TENT.model_copy(update={"followers": FollowerRange(low=5_000, high=50_000)}),
    TENT.model_copy(update={"audience": Audience(regions=("MY", "SG"))}),
    TENT.model_copy(update={"audience": Audience(languages=("en",))}),
]


@pytest.mark.parametrize("brief", CONDITIONS)
def test_conditions_hold_for_everybody_recommended(advisor: Advisor, brief: Brief) -> None:
    from retrieval.filters import Filter

    conditions = Filter.of(brief)
    by_key = {
        channel.key: (creator, channel)
        for creator in advisor.index.creators()
        for channel in creator.channels
    }
    found = picks(advisor.advise(brief, "en"))
    assert found
    assert all(conditions.admits(*by_key[key]) for key in found)


@pytest.mark.parametrize(
    ("product", "niches"),
    [
        ("帳篷", {"camping"}),
        ("cat litter", {"pet cats and pet food"}),
        ("貓砂", {"pet cats and pet food"}),
        ("mechanical keyboard", {"computers and keyboards"}),
        ("釣竿", {"fishing"}),
        ("yoga mat", {"yoga and pilates"}),
        ("鋼筆", {"books and stationery"}),
        ("baby stroller", {"parenting and babies", "pregnancy and family"}),
    ],
)
def test_the_right_kind_of_creator_leads(advisor: Advisor, product: str, niches: set[str]) -> None:
    niche = {channel.key: channel.category for channel in channels(advisor)}
    advice = advisor.advise(TENT.model_copy(update={"product": product}), "en")
    led = [niche[pick.id] for pick in advice.creators[:3]]
    assert sum(one in niches for one in led) >= min(2, len(led)), led


def test_both_languages_give_the_same_plan(advisor: Advisor) -> None:
    zh, en = advisor.advise(TENT, "zh-TW"), advisor.advise(TENT, "en")
    assert picks(zh) == picks(en)
    assert zh.plan == en.plan
    assert zh.creators[0].reasons[0].text != en.creators[0].reasons[0].text


def test_the_plan_stays_within_the_budget_and_adds_up(advisor: Advisor) -> None:
    advice = advisor.advise(TENT, "en")
    plan = advice.plan
    assert plan.status is PlanStatus.OPTIMAL and plan.total and plan.remainder and plan.budget
    mids = sum(pick.offer.fee.range.mid_minor for pick in advice.creators if pick.offer)
    assert mids + plan.remainder.minor == plan.budget.cap_minor
    for pick in advice.creators:
        assert abs(pick.fit - 100 * sum(f.contribution for f in pick.factors)) < 1e-6


def test_a_creator_of_the_last_batch_is_not_shown_again(advisor: Advisor) -> None:
    first = picks(advisor.advise(TENT, "en"))
    second = picks(advisor.advise(TENT, "en", View(seen=tuple(first))))
    assert second and set(first) & set(second) == set()


def test_more_like_somebody_moves_towards_them_and_leaves_them_out(advisor: Advisor) -> None:
    model = next(channel.key for channel in channels(advisor) if channel.category == "fishing")
    found = picks(advisor.advise(TENT, "en", View(like=model)))
    niche = {channel.key: channel.category for channel in channels(advisor)}
    assert model not in found
    assert "fishing" in {niche[key] for key in found}


def test_what_was_ruled_out_is_left_out_and_said(advisor: Advisor) -> None:
    brief = TENT.model_copy(update={"exclusions": ("不要帳篷縫紉",)})
    advice = advisor.advise(brief, "zh-TW")
    assert any(note.code == "note.excluded" for note in advice.notes) or picks(advice) == picks(
        advisor.advise(TENT, "zh-TW")
    )


def test_every_reason_is_in_words(advisor: Advisor) -> None:
    advice = advisor.advise(TENT, "zh-TW")
    parts = [*advice.platforms, *advice.formats, advice.role, advice.route, *advice.creators]
    reasons = [reason for part in parts for reason in part.reasons] + [*advice.notes, *advice.next_steps]
    assert reasons and all(reason.text and "{" not in reason.text for reason in reasons)
    assert all(1 <= len(pick.reasons) <= 4 for pick in advice.creators)


def test_own_creators_replace_the_demo_ones(home: Home, tmp_path: Path) -> None:
    assert all(pick.demo for pick in home.advisor.advise(TENT, "en").creators)
    file = tmp_path / "mine.csv"
    file.write_text(
        "name,platform,handle,followers,content,region\nTao,youtube,tao,20000,camping tents,TW\n", "utf-8"
    )
    import_file(home.roster, file)
    advice = home.advisor.advise(TENT, "en")
    assert [(pick.name, pick.demo) for pick in advice.creators] == [("Tao", False)]


def test_unknown_data_is_offered_only_when_nobody_is_known_to_fit_and_said(
    home: Home, tmp_path: Path
) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("name,platform,handle,content\nTao,youtube,tao,camping tents\n", "utf-8")
    import_file(home.roster, file)
    advice = home.advisor.advise(CONDITIONS[2], "en")
    assert [pick.name for pick in advice.creators + advice.alternatives] == ["Tao"]
    assert "note.unknown_passes" in {note.code for note in advice.notes}


@pytest.mark.skipif(not ROSTERS.exists(), reason="real rosters are on developers' machines only")
@pytest.mark.parametrize(
    ("ask", "words"),
    [
        ("mechanical keyboard", ["Hardware", "Electronics"]),
        ("Linux laptop", ["Linux"]),
        ("Rust course", ["Rust"]),
    ],
)
def test_real_technology_channels(ask: str, words: list[str], home: Home) -> None:
    """The first and most of the first three speak of it: 242 real channels, without any figure."""
    report = import_file(home.roster, ROSTERS / "tech_youtubers_cc0.csv")
    assert (len(report.added), len(report.refused)) == (242, 0)
    advice = home.advisor.advise(Brief(product=ask, budget=MoneyRange.of(3000, 3000, "USD")), "en")
    content = {channel.key: channel.content or "" for channel in channels(home.advisor)}
    led = [any(word in content[key] for word in words) for key in picks(advice)[:3]]
    assert led[0] and sum(led) >= 2, [content[key] for key in picks(advice)[:3]]


@pytest.mark.skipif(not ROSTERS.exists(), reason="real rosters are on developers' machines only")
def test_no_row_of_the_real_taiwan_channels_is_lost(home: Home) -> None:
    path = ROSTERS / "taiwan_youtube_channels.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = sum(1 for _ in csv.reader(file)) - 1
    report = import_file(home.roster, path)
    told = [*report.added, *report.changed, *report.unchanged, *report.refused]
    assert (rows, len(told)) == (1113, 1113)


def test_the_query_is_the_sellers_words_the_kind_the_circle_and_the_style() -> None:
    match = ProductMatch(type=products()["pet.cat_litter"], confidence=0.5, exact=False)
    brief = Brief(product="豆腐砂", style="老實")
    assert [weight for _, weight in looked_for(brief, match)] == [1.0, 0.35, 0.15, 0.7]
    assert looked_for(Brief(), None) == [(" ", 1.0)]


def test_an_answer_unfolds_to_the_same_bytes(home: Home) -> None:
    advisor = home.advisor
    full = TENT.model_copy(update={"audience": Audience(age_low=25, regions=("TW",)), "style": "老實"})
    first = advisor.advise(full, "zh-TW")
    for product in range(AT_HAND):  # others push it out of the hand
        advisor.advise(TENT.model_copy(update={"product": f"帳篷 {product}"}), "en")
    again = advisor.advise(full, "zh-TW")
    assert again is not first
    assert again == first and again.model_dump_json() == first.model_dump_json()


def test_nothing_that_was_asked_is_left_in_memory_after_forgetting(home: Home) -> None:
    # /forget removed every row, and the answers with the seller's words stayed here.
    advisor, secret = home.advisor, "祕密帳篷"
    brief = TENT.model_copy(update={"product": secret})
    first = advisor.advise(brief, "zh-TW")
    advisor.choices(brief, View())
    advisor.forget()
    assert len(advisor._answers) == len(advisor._choices) == 0
    again = advisor.advise(brief, "zh-TW")
    assert again == first and again is not first


def test_threads_get_what_one_alone_gets(home: Home) -> None:
    briefs = [TENT.model_copy(update={"product": word}) for word in ("面膜", "鋼筆", "yoga mat", "釣竿")]
    alone = {brief: home.advisor.advise(brief, "en") for brief in briefs}
    home.advisor.forget()

    def ask(n: int) -> bool:
        if n == 9:
            home.advisor.forget()
        brief = briefs[n % len(briefs)]
        return home.advisor.advise(brief, "en") == alone[brief]

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(ask, range(24)))


# What each is near to in the encoder, and is not.
@pytest.mark.parametrize(
    ("product", "stranger", "own"),
    [
        ("面膜", "口罩", "保養"),
        ("毛巾", "揹巾", "居家"),
        ("隱形眼鏡", "鏡頭", "保養"),
        ("相機", "監視器", "攝影"),
        ("精油", "食用油", "保養"),
    ],
)
def test_a_creator_is_not_explained_by_another_kind_of_product(
    home: Home, tmp_path: Path, product: str, stranger: str, own: str
) -> None:
    file = tmp_path / "mine.csv"
    rows = [
        f"{n},youtube,c{n},20000,{words},TW"
        for n, words in enumerate((f"{stranger}開箱", f"{own}、{stranger}"))
    ]
    file.write_text("\n".join(["name,platform,handle,followers,content,region", *rows]), "utf-8")
    import_file(home.roster, file)
    advice = home.advisor.advise(Brief(product=product, budget=TENT.budget), "zh-TW")
    told = [
        reason
        for pick in (*advice.creators, *advice.alternatives)
        for reason in (*pick.reasons, *pick.against)
    ]
    assert told and not any(stranger in word for reason in told for word in reason.values.get("words", ()))
