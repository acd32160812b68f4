"""An advisor that knows six creators by heart. Simpler than the real one: of the brief it reads nothing."""

from bot.conversation import View
from bot.stage import Choices
from knowledge.answer import (
    Advice,
    Economics,
    Factor,
    FormatAdvice,
    Offer,
    Pick,
    Plan,
    PlanStatus,
    PlatformAdvice,
    Role,
    RoleAdvice,
    Route,
    RouteAdvice,
)
from knowledge.models import Basis, Brief, Format, Platform, Price, Reason
from knowledge.money import Money, MoneyRange
from knowledge.products import ProductMatch

NAMES = ("小樹手作", "Mia <3 日常", "阿德 & 露營", "慢慢洗", "泡泡研究室", "Jen's Bath")
FOLLOWERS = (4_000, 12_000, 23_000, 60_000, 150_000, 800_000)
REASON = Reason(code="test", text="內容貼近 <手工皂> & 質感")


class FakeAdviser:
    """Advises the same six to everybody, less those seen or ruled out."""

    def __init__(self) -> None:
        self.asked = 0

    def warm(self) -> None:
        """Nothing to load."""

    def choices(self, brief: Brief, view: View) -> Choices:
        return Choices((), ())

    def classify(self, phrase: str) -> ProductMatch | None:
        return None

    def advise(self, brief: Brief, language: str, view: View) -> Advice:
        self.asked += 1
        picks = [p for p in map(_pick, range(len(NAMES))) if p.id not in {*view.seen, *view.without}]
        total = MoneyRange.of(8_000, 10_000, "TWD") if picks else None
        status = PlanStatus.OPTIMAL if picks else PlanStatus.EMPTY
        left = Money.of(20_000, "TWD") if picks else None
        return Advice(
            brief=brief,
            role=RoleAdvice(value=Role.MAIN, reasons=(REASON,)),
            platforms=(PlatformAdvice(platform=Platform.INSTAGRAM, score=0.8, reasons=(REASON,)),),
            route=RouteAdvice(value=Route.DIRECT, reasons=(REASON,)),
            formats=(FormatAdvice(format=Format.REEL, reasons=(REASON,)),),
            creators=tuple(picks[:3]),
            alternatives=tuple(picks[3:]),
            plan=Plan(budget=brief.budget, total=total, remainder=left, status=status, gap=0.0),
            economics=Economics(),
            disclosure=(),
            next_steps=(REASON,),
            notes=(),
        )


def _pick(number: int) -> Pick:
    fee = Price(low=2_000, high=3_000, currency="TWD", basis=Basis.ESTIMATE)
    return Pick(
        id=f"instagram:c{number}",
        creator_id=f"c{number}",
        name=NAMES[number],
        platform=Platform.INSTAGRAM,
        handle=f"c{number}",
        url=None,
        followers=FOLLOWERS[number],
        fit=90 - number,
        factors=(Factor(name="style", value=0.9, weight=1, contribution=0.9 - number / 100),),
        offer=Offer(format=Format.REEL, fee=fee),
        reasons=(REASON,),
        flags=(),
        demo=True,
    )
