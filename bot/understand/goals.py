"""The aim of the campaign, whether the product is new, and its price level in words."""

import re

from bot.understand.folding import any_of, pattern
from bot.understand.notes import Notes
from bot.understand.questions import is_question
from knowledge.models import Goal, PriceTier

_GOAL_WORDS = {
    Goal.SALES: "業績 導購 帶貨 銷量 銷售量 銷售額 轉單 轉換 轉換率 轉化 下單 衝單 衝買氣 買氣 清庫存 清倉 "
    "出清 去庫存 清存貨 出貨量 賣爆 賣光 變現 訂單 多賣 "
    "賣多一點 賣更多 增加營收 提升營收 衝營收 拉業績 成交 賣得更好 賣出去 衝銷售 "
    "拼業績 跑量 走量 帶動銷售 促進銷售 提升銷售 增加銷售 提高銷售 衝量 帶銷售 "
    "sales conversions conversion revenue orders roas roi drive_sales sell_more "
    "sell_out purchases clear_stock clear_inventory sell-through "
    "clear_out overstock more_buyers more_customers",
    Goal.AWARENESS: "知名度 曝光 曝光度 曝光率 能見度 聲量 話題 話題性 話題度 打開市場 打品牌 讓更多人知道 "
    "讓大家知道 讓人知道 讓更多人認識 讓大家認識 認識我們 認識品牌 讓人認識 品牌印象 打響 流量 "
    "觸及 觸及率 "
    "多點人知 多啲人知 多啲人識 廣為人知 打名號 打開知名度 露出 刷存在感 存在感 "
    "awareness brand_awareness exposure visibility buzz reach get_known "
    "noticed known get_our_name_out get_the_word_out get_our_brand_out get_our_name_out_there "
    "get_the_word_out_there get_our_brand_out_there "
    "eyeballs recognition impressions publicity heard_of recognised recognized "
    "traffic get_seen",
    Goal.TRUST: "口碑 種草 信任 信任感 信任度 信賴 信賴感 可信度 評價 好評 心得文 真實心得 信心 背書 "
    "公信力 累積評價 評論 "
    "trust reviews credibility word_of_mouth word-of-mouth testimonials "
    "social_proof reputation honest_reviews trusted believable credible",
}
_GOAL_CUE = pattern(
    r"(?:目標|目的|想|希望|為了|主要|衝|打|提升|增加|提高|帶動|做|要|累積|建立|重視|求|著重|拉|拚"
    r"|拼|以|創造|製造|刷|靠|重點|爭取|多|"
    r"‹(?:goal|aim|objective|want|need|drive|boost|increase|get|for|build|more"
    r"|generate|raise|grow|focus|purpose|gain|improve|about|create|to"
    r"|kpi)›)[^,，。;]{0,12}$"
)
_KNOWN = (
    r"(?:讓|令|使|想|要|希望)[^,，。]{0,3}(?:更多|多點|多些|多啲|多一點|大家|人家|別人|消費者|客人"
    r"|年輕人)[^,，。]{0,6}?(?:知道?|認?識|看到|看見|注意|記得)"
)
_GOAL = pattern(
    "|".join(
        f"(?P<{goal}>{any_of(words)}{'|' + _KNOWN if goal is Goal.AWARENESS else ''})"
        for goal, words in _GOAL_WORDS.items()
    )
)
_MORE_KNOWN = pattern(_KNOWN)
_AIM = pattern(
    r"\s?(?:campaign|goal|purpose|focus|objective|mostly|mainly|only|first|as|is|please|for|and|目標|目的|campaign›)"
)
_GOAL_VERB = pattern(
    r"(?:衝|打響?|拉高?|拚|拼|求|帶動?|增加|提升|提高|累積|建立|創造|製造|爭取|做|多|‹(?:drive"
    r"|driving|boost|increase|increasing|more|get|getting|build|building|generate|raise|grow|gain"
    r"|improve|create)\s)(?:一些|一點|點|some |more |brand |our )?\s?$"
)
_BOAST = pattern(
    r"\s?(?:很|超|都|也|不錯|一直|好|已經|非常|極|爆棚|優良|滿分|第一|累積了?|有口皆碑|高|人員|經驗"
    r"|team|manager|department|reps?|tax|(?:is|are) (?:good|great|strong)|from|figures)"
)
_SAYS_NO = pattern(
    r"(?:不是|不求|不要|不為|不需要|不看|不用|沒有|not|don't need|no|我們|業務|的)\s?(?:為了|about"
    r"|just|for)?\s?$"
)
_NEW = pattern(
    r"新品(?!牌)|(?:一款|一個|一支|一種|這款|款)新的|新產品|新商品|剛上市|剛推出|新上市"
    r"|全新(?!手)|即將上市|首發|首賣|新推出|剛開賣|準備上市|新發售|要上市|剛研發|剛做出"
    r"|新款(?!式)|第一次推出|推新的|(?:才|就|要|快|會|還沒|尚未)要?上市|(?:即將|準備|快要?)推出|新出|剛出|新系列|新口味"
    r"|‹(?:new (?:product|launch|arrival|item|line|release)|launch(?:ing|ed)?|brand[- ]new"
    r"|newly launched|just (?:launched|released|came out)|upcoming|about to launch"
    r"|debut(?:ing)?|coming soon|new(?= [a-z]))›"
)
_OLD = pattern(
    r"老字號|老牌(?!子)|百年老店|老店|經典款|長青|熱銷多年|賣了(?:快|超過|將近"
    r"|好)?\s?(?:\d{1,3}|[一二兩三四五六七八九十幾好多]{1,3})\s?(?:多|幾)?年|(?:\d{1,3}"
    r"|[一二兩三四五六七八九十百]{1,4})年(?:的)?老(?:字號|品牌|牌子?|店)|老牌子"
    r"|開了(?:\d{1,3}|[一二兩三四五六七八九十幾]{1,3})\s?(?:多|幾)?年|已經賣(?:了)?很久"
    r"|創立\s?(?:\d{1,3}|[一二三四五六七八九十]{1,3})年|傳承|三代|家傳|不是新品|不算新品|舊款"
    r"|舊品|長銷|暢銷多年|賣很久"
    r"|‹(?:established|long[- ]standing|heritage brand|since (?:19|20)\d\d|for (?:over "
    r"|more than |about |almost )?(?:\d{1,3}|ten|twenty|thirty|many|years) (?:\w+ )?years"
    r"|been (?:around|selling)[^,.]{0,20}(?:years|decades)|decades|not (?:a )?new"
    r"|classic product|old brand|well[- ]known brand|bestseller for years|long[- ]time)›"
)
_NOT_NEW = pattern(r"(?:不是|並非|不算|沒有|‹not|‹isn't)\s?(?:什麼|a |an )?$")
_NEW_FOLLOWS = pattern(
    r"\s(?:to|here|at|customers?|clients?|buyers?|users?|followers?|batch|york|zealand|taipei"
    r"|audience|market|year|ideas?|creators?|influencers?|faces|in|and|mom|mums?|moms|parents?"
    r"|taiwan|ones?|brief|brand)›"
)
_TIER_WORDS = {
    PriceTier.BUDGET: "平價 低價 低價位 中低價 中低價位 親民 小資價 銅板價 銅板 便宜貨 實惠 小資族價 學生價 平民 "
    "佛心價 俗擱大碗 平靚正 價位偏低 價格偏低 入門款 入門價 低單價 價格親民 便宜 "
    "cheap low-cost low_cost inexpensive affordable low-priced "
    "budget-friendly budget_friendly low_price entry-level entry_level "
    "economical low-end value-for-money",
    PriceTier.MID: "中價 中價位 中等價位 中價格 中階 中檔 中端 中等價格 價格中等 價位中等 中間價位 中價帶 "
    "mid-range mid_range midrange mid-price mid-priced mid_price mid_priced moderately_priced "
    "medium_price medium-priced middle_price average_price mid-market",
    PriceTier.PREMIUM: "高價 高價位 中高價 中高價位 高單價 高檔 高端 高級 奢華 奢侈品 奢侈 精品級 頂級 輕奢 "
    "貴婦級 貴婦等級 貴婦牌 尊榮 旗艦 高階 價位中高 價格中高 價位偏高 價格偏高 價位中上 中高階 中高檔 中高端 走精品 單價高 價位高 "
    "luxury luxurious premium high-end high_end upscale expensive "
    "high-priced upmarket high_price top-end designer prestige pricey deluxe",
}
_TIER = pattern("|".join(f"(?P<{tier}>{any_of(words)})" for tier, words in _TIER_WORDS.items()))
_TIER_ELSE = pattern(
    r"\s?(?:一點|一些|點|啲|嗎|的網紅|的kol|的創作者|的人選|網紅|kol|創作者|飯店|主管|感(?!的?產品)"
    r"|influencers?|creators?|ones?|kols?|than|to hire|rates?|fees?)"
)
_TIER_NOT = pattern(r"(?:不|更|較|比較|太|很想|再|找|要|最|唔|less|more|too|not|cheaper|非|報價)\s?$")
_PRODUCT_ADJECTIVE = {
    "高级",
    "旗舰",
    "顶级",
    "premium",
    "luxury",
    "luxurious",
    "affordable",
    "designer",
    "奢华",
    "高阶",
    "高端",
}


def read(notes: Notes) -> None:
    """Note goal and price level where the message says them, and use up the words of novelty."""
    _goal(notes)
    for expression in (_OLD, _NEW):
        for match in notes.finditer(expression):
            notes.take(match.start(), match.end())
    _price_tier(notes)


def _goal(notes: Notes) -> None:
    found = []
    for match in notes.finditer(_GOAL):
        before = notes.text[max(0, match.start() - 16) : match.start()]
        if _SAYS_NO.search(before) and not re.search(r"(?:想|要|能|求)[^,，]{0,6}$", before):
            continue
        cue = _GOAL_CUE.search(before)
        if _BOAST.match(notes.text, match.end()) and not cue:
            continue
        known = _MORE_KNOWN.match(notes.text, match.start())
        if _stands_alone(notes, match) or cue or known:
            found.append((cue is not None or known is not None, match))
    best = next((match for cued, match in found if cued), found[0][1] if found else None)
    if best:
        notes.say("goal", Goal(best.lastgroup or ""), best.start(), best.end())
    for _, match in found:
        before = notes.text[max(0, match.start() - 10) : match.start()]
        verb = _GOAL_VERB.search(before)
        notes.take(match.start() - (len(verb[0]) if verb else 0), match.end())


def _stands_alone(notes: Notes, match: re.Match[str]) -> bool:
    """A goal word at the end of a phrase names a goal; with a noun behind it, it may describe one."""
    after = notes.free[match.end() : match.end() + 2].lstrip()
    latin = match[0].isascii()
    if not latin and notes.free[match.end() : match.end() + 1].isspace():
        return True
    return (
        not after
        or not (after[0].isalpha() or after[0].isdigit())
        or after[0] in "\x00为优的跟和就最跟度"
        or (latin and notes.folded.is_chinese)
        or bool(_AIM.match(notes.free, match.end()))
    )


def novelty(notes: Notes) -> None:
    """Note whether the product is new. First of all, since 新推出的 stands inside the product's phrase."""
    for match in notes.finditer(_OLD):
        notes.say("new_product", False, match.start(), match.end())
        return
    for match in notes.finditer(_NEW):
        if _NEW_FOLLOWS.match(notes.text, match.end()) or notes.text[match.end() : match.end() + 1] == "牌":
            continue
        is_new = not _NOT_NEW.search(notes.text[max(0, match.start() - 6) : match.start()])
        notes.say("new_product", is_new, match.start(), match.end())
        return


def _price_tier(notes: Notes) -> None:
    if is_question(notes.text) and "product" not in notes.values and not notes.figures:
        return  # "is she expensive?" tells nothing of the product
    for match in notes.finditer(_TIER):
        before = notes.text[max(0, match.start() - 4) : match.start()]
        if _TIER_ELSE.match(notes.text, match.end()) or _TIER_NOT.search(before):
            continue
        notes.say("price_tier", PriceTier(match.lastgroup or ""), match.start(), match.end())
        if match[0] not in _PRODUCT_ADJECTIVE:
            notes.take(match.start(), match.end())
        return
