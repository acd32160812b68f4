"""What is sold, in the seller's words: the phrase behind a selling verb, or else what nothing else explains."""

import re
from itertools import islice
from typing import NamedTuple

from bot.understand.amount_words import CREATOR, MEASURE
from bot.understand.folding import Expression, pattern
from bot.understand.notes import HIDDEN, USED, Notes

_STOPS = rf"{USED}{HIDDEN},，。;；:：!！?？\n|"
_ZH_END = (
    r"(?:想要?找|要找|在找|想(?!像)|要(?=找|做|推|打|請|預算)|找(?!零)|希望|需要|打算|準備|預算"
    r"|價格|單價|售價|定價|價位|目標|主打(?!商品|產品|款)|適合|針對|請(?!客)|可以|應該|該(?=找"
    r"|怎|用)|有沒有|怎麼|如何|的話|大概|大約|賣給|賣點|賣一|賣(?=\s|$)|給(?=[^我]|$)"
    r"|一(?="
    + MEASURE
    + r"\s?["
    + USED
    + r"\d])|每(?="
    + MEASURE
    + r")|是(?="
    + USED
    + r")|為(?="
    + USED
    + r")|現在|目前|在(?="
    + USED
    + r"|台|網|蝦皮|momo|pchome|官網|市)|因為|所以|但|然後|而且|不是|不過|用來|走(?=.*路線)|要價"
    r"|只要|同時|希望能|麻煩|謝謝|拜託|最近|今年|去年|明年|下個?月|這個月|有什麼|什麼|哪|嗎|呢"
    r"|吧|打廣告|做行銷|做業配|業配|行銷|的行銷|網路行銷|推廣(?=$|[,，。\s])|曝光|合作|有沒"
    r"|能不能|能(?=找|請|幫)|，|已經|跟網紅|和網紅|上架|上市|開賣|打(?=知名|響|開|品牌)|衝(?=業"
    r"|銷|買)|提升|增加|帶貨|種草|清庫存|適合的|想請|徵求?|訂閱制|訂閱|月費|年費|約(?="
    + USED
    + r")|大小|一共|總共|也有|還有(?="
    + USED
    + r")|幫我|幫忙"
    r"|的[^,，。]{0,4}?(?:" + CREATOR + r"))"
)
_ZH_X = (
    rf"(?P<product>[^{_STOPS}()（）賣]{{1,50}}?)(?=[{_STOPS}()（）]|\s*$"
    rf"|(?<=[\u4e00-\u9fff])\s(?=[\u4e00-\u9fff{USED}\d])|\s?{_ZH_END})"
)
_KIND = (
    r"(?:的是|的|了|著|過|一款|一種|一些|一支|一個|一瓶|一間|一家|一套|一組|一台|一本|一堂|那個"
    r"|那種|那款|[^,，\s]{2,6}(?:推薦|愛用|代言|推)的|這款|這個|這種|這支|些|款|幾款|各式|各種"
    r"|自己的?|自家的?|自有品牌的?|我們(?:家)?的?|我家的?|剛?新?(?:上市|推出|出|開發|研發)的|新的"
    r"|新款|全新的?|(?:自己|全新|我們|家裡|家人|阿嬤|阿公|爸媽|媽媽|我媽|親手)?(?:開發|研發|設計"
    r"|製作|做|推出|生產|種|養|烤|釀|縫)的|\s)"
)
_EN_WORD = (
    r"[a-z0-9\u00c0-\u024f\u4e00-\u9fff](?:[a-z0-9\u00c0-\u024f\u4e00-\u9fff'&+/%-]"
    r"|\.(?=[a-z0-9]))*"
)
_EN_END = (
    r"(?:for(?! (?:dogs?|cats?|pets?|bab(?:y|ies)|kids|children|cars?|bikes?|iphones?|hair|skin"
    r"|plants?|toddlers|puppies|runners|campers|laptops|phones|men|women|curly|dry|oily"
    r"|sensitive|the home|home|horses|travel|sleep|beginners|coffee)›)"
    r"|at|with(?! (?:collagen|vitamin|spf|led|noise|lid|retinol))|in(?! a (?:can|box|jar)| one)"
    r"|on|to|from|that|who|which|looking|look|need|needs|want|wants|searching|seeking|price"
    r"|priced|prices|pricing|costs?|costing|is|are|was|retail|retails|retailing|sells|sold"
    r"|around|about|under|over|via|through|targeting|aimed|targeted|by|please|can|so|but"
    r"|budget|my|our|we|i|it|they|because|hoping|trying|using|where|if|when|would|should|could"
    r"|have|has|and (?=we|i|my|our|budget|want|need|looking|have|would|the|it|am|are|get|find"
    r"|please|also|plan)|per|each|online(?=$|\s?[,.]|\s(?:and|with|in|to|at|for)›)|help|looking"
    r"|launching|launch|between|going|goes|maximum|max|only|mainly|mostly|based|made in|also"
    r"|what|how|thanks|thank"
    rf"|(?:{CREATOR})|influencer|kol|brand(?=$|[\s,.])|company|shop(?=$|[\s,.])|store(?=$"
    rf"|[\s,.])|business|campaign|promotion|marketing|don't|do not|not|no|within|and|or (?=so)"
    rf"|next|this|last|soon|now|today|tomorrow|currently|already|yet|asap|usd|ntd)"
)
_EN_X = (
    rf"(?P<product>{_EN_WORD}(?:(?:[ ]|\sand\s(?!we›|i›|my›|our›|want|need|look|have|budget|would"
    rf"|the›|it›|am›|are›|get|find|please|also|plan|{USED}))(?!{_EN_END}›){_EN_WORD}){{0,7}})"
)
_WE = (
    r"(?:we|i|my company|our company|my shop|our shop|our brand|my brand|our store|my store|company"
    r"|startup|my wife|my family|my husband|my mom|our team|us|it)"
)
_DO = (
    r"(?:sell|sells|selling|make|makes|making|produce|produces|producing|launch|launching|launched"
    r"|offer|offers|offering|import|imports|importing|distribute|manufacture|manufacturing|promote"
    r"|promoting|market|marketing|run|running|own|bake|design|designing|build|building|brew|craft"
    r"|export|developed|develop|created?|grow|roast|publish|started selling|want to sell"
    r"|going to sell|do|doing|trying to sell|like to promote|want to promote|want to market"
    r"|introducing|advertise)"
)
_ART = (
    r"(?:(?:an?|our|my|the|this|these|those|some|new|own|homemade(?= )(?!$)|various|different"
    r"|all kinds of|kinds of|a line of|line of|a range of|range of|a brand of|such|very|really|cool"
    r"|awesome|amazing|great|nice|it's|little|small batch)\s)*?"
)
_CUES: tuple[Expression, ...] = tuple(
    pattern(e)
    for e in (
        rf"(?:不是|不對|錯了?|說錯了?|打錯了?|更正|唔係|搞錯了?"
        rf"|講錯了?)[^,，。是]{{0,12}}[,，。!！\s]+(?:我們?|咱們)?(?:的產品|產品)?(?:是要?賣|賣的是"
        rf"|是|應該是|係|賣|改成|要賣|想賣)\s?{_KIND}*{_ZH_X}",
        rf"不是[^,，。是{USED}]{{1,12}}[,，]?(?:而)?是(?:賣)?\s?{_KIND}*{_ZH_X}",
        rf"(?:^|[,，。!！\s])(?:我們)?(?:應該|其實)?是{_ZH_X}(?=[,，]?\s?(?:而)?(?:不是|唔係|不再是))",
        rf"‹(?:no|not that|sorry|wait|oops|actually|correction|i mean|i meant)›[,.!:\s]*(?:it's"
        rf"|it is|i mean|i meant|we sell|i sell|we're selling|i'm selling|the product is|that's"
        rf"|they're|it should be|make that|actually)[,\s]+{_ART}{_EN_X}",
        rf"(?:主要|我們?的?|本公司|敝公司|公司|店裡|這次|要推)?的?(?:產品|商品|品項|賣的東西|賣的"
        rf"|要賣的|想推的|推的|貨品|主力|主力商品|主打商品|產品名稱|商品名稱|我賣的|項目"
        rf"|服務)(?:改成|換成|改為|是|為|係|叫做?|:|：|=|就是|有)+\s?{_KIND}*{_ZH_X}",
        rf"‹(?:the |our |my |main )*(?:products?|items?|service|goods)(?: name)?\s?(?:is|are|:|="
        rf"|called|will be)+\s?{_ART}{_EN_X}",
        rf"‹{_WE}(?:'re|'m|'ve| are| am| is| will| would| have| just| mainly| also| currently| now"
        rf"| only| want to| wanna| need to| would like to| plan to| hope to|'d like to| mostly"
        rf"| both| do| been| recently| trying to| going to| about to| are a)*\s{_DO}\s{_ART}{_EN_X}",
        rf"(?:改賣|換賣|改推|改做|改成賣|主要賣|專賣|主賣|在賣|是賣|想賣|要賣|有賣|開始賣|賣|販售"
        rf"|販賣|出售|售賣|批發|零售(?!價)){_KIND}*(?!給|得|到|不|點|場|家|出|完|爆|光"
        rf"|一{MEASURE}?\s?\d|了|[{_STOPS}\s\d]|相|座|力|更|多|很)\s?{_ZH_X}",
        rf"(?:^|[,，。;；!！\s我們的司店牌家在想要來剛近會正備將有是合以,、{USED}])(?:銷售"
        rf"|主打(?!給)|主推|專做|代理|推廣|宣傳|行銷|推銷|推出了?|推|生產|製造|製作|開發了?|研發了?"
        rf"|研發|經營|上架了?|開了|開賣|出了|做(?=[^了好到個為起法行業]|一款|一個)|開(?!箱|團|會|始"
        rf"|心|價|放|發|車|幕|頭|口|玩)|進口|種|賣著|創立|設計){_KIND}*(?![{_STOPS}\s\d]|給|一下"
        rf"|品牌|業績|曝光|知名度|一波|年|了|到)\s?{_ZH_X}",
        rf"(?:幫|替|為)(?:我們?|咱們)?(?:家)?的?\s?(?!我|忙|你|您|他|公司"
        rf"|品牌)(?P<product>[^{_STOPS}\s]{{2,20}}?)\s?(?=找|推|做|宣傳|打|想|挑|規劃|行銷)",
        rf"(?:我們|咱們|我)(?:是|有)(?:一個|一家|一間|一款|在做|做|個|家|間)?(?:小"
        rf"|新)?\s?(?P<product>[^{_STOPS}\s]{{2,20}}?)(?=的?(?:品牌|廠商|公司|賣家|電商|業者|工作室"
        rf"|工廠|店家|小店|製造商|代理商|經銷商|供應商|專賣店))",
        rf"‹(?:i am|we are|i'm|we're)(?: an?)? (?:seller|maker|producer|manufacturer|supplier"
        rf"|distributor|importer|vendor)s? of\s{_ART}{_EN_X}",
        rf"(?:{CREATOR})(?:來|去|可以|能)?(?:幫我們?|幫忙)?(?:推廣?|宣傳|介紹|開箱|分享|試用"
        rf"|promote|review)(?:一下)?\s?(?:我們?(?:家)?的|這款|這個"
        rf"|我們的新品)?{_KIND}*(?![{_STOPS}\s\d]){_ZH_X}",
        rf"(?:我們?家?的|我們家|我家的|自家的?|我們自己的|本店的|小店的|我們自有的)\s?(?!客|目標"
        rf"|預算|品牌|公司|產品|商品|店|粉|團隊|官網|受眾|老闆|需求|價格|單價|定價|通路|主力|ig|fb"
        rf"|line|競|對手|問題|東西|同事|帳號|市場|方向|想法|優勢|特色"
        rf"|{CREATOR}){_KIND}*(?![{_STOPS}\s\d]){_ZH_X}",
        rf"^(?:請問|你好|您好|哈囉|嗨)?[,，!！\s]*(?!我|你|您|大家|目前|現在|有|想|要|請|最近|公司"
        rf"|老闆|品牌)(?P<product>[^{_STOPS}\s]{{2,16}}?)(?:業者|業務|業|品牌)?\s?(?:想|要|想要"
        rf"|打算|需要)(?:找|做|請|跟)(?=[^,，。]{{0,12}}(?:{CREATOR}|行銷|業配|宣傳|合作|推廣))",
        rf"(?:有|我們有|手上有)(?:一款|一支|一個|一批|一種|批|款|支)(?:新|全新)?(?:的)?\s?{_ZH_X}",
        rf"‹(?:sells?|selling|promote|promoting|launching|launch|advertise|push|for sale|launch of"
        rf"|introducing)\s{_ART}{_EN_X}",
    )
)
# These name a product only in a message that tells of a campaign: "my dog is ill" sells no dog.
_WEAK_CUES: tuple[Expression, ...] = tuple(
    pattern(e)
    for e in (
        rf"‹(?:for|about)\s(?:an?|our|my|the|this|these)\s(?:new\s|upcoming\s|own\s)?(?!budget"
        rf"|campaign|brand|company|business|shop|store|product|best|price|launch|next|same|first"
        rf"|second|total|creator|kol|influencer|market|moment|team|boss|record|most|rest|answer"
        rf"|help|reply){_EN_X}",
        rf"‹(?:i|we)(?:'ve| have|'ve got| have got)\s(?:an?|some|this|these"
        rf"|lots of)\s(?:new\s)?(?!budget|question|idea|problem|brand|company|shop|store|small|team"
        rf"|total|about|around|plan|meeting|dog|cat|kid|few|lot|limited|friend|cold){_EN_X}",
        rf"‹(?:our|my)\s(?:new\s|own\s)?(?!budget|brand|company|business|shop|store|product|price"
        rf"|goal|target|audience|customers?|team|market|campaign|main|aim|boss|idea|followers?"
        rf"|instagram|account|page|dog|cat|wife|husband|name|friend|question|biggest|current"
        rf"|preference|plan|ideal|range|max|total|clients?|buyers?|first|last|apologies|bad|kids?"
        rf"|mom|own|office|mistake|time|life|{CREATOR}){_EN_X}",
    )
)
_LEAD = pattern(
    rf"^(?:{_KIND}|(?:幫|替)(?:我們?)?(?:公司|老闆|店裡|家裡|朋友|客戶)的?|是|有(?!機|線|氧|聲)|在(?!地|家)|著|到(?!府)|就是|[兩三四五六幾\d](?:款|種|樣"
    rf"|支)|一(?!次性|條根|級){MEASURE}|的|我們|我|家|主要|the\s|an?\s|our\s|my\s|some\s|this\s"
    rf"|these\s|new\s|own\s|our own\s|etc\s)+"
)
_TAIL = pattern(
    r"(?:的?(?:百年)?老(?:字號|牌子?|品牌|店)|半磅|半斤|一斤|半打|一打|才對|比較對|對吧|才是|的(?:小攤子?|攤位|小舖|網店|網拍|品牌"
    r"|廠商|公司|店|小店|工作室|賣家"
    r"|電商|創業者)?|啦|喔|哦|唷|呢|啊|耶|欸|吧|等等|等|之類的?|這類的?|類的?|為主|的東西|這個"
    r"|這款|這種|等產品|等商品|品牌|廠商|電商|賣家|業者|工作室|小品牌|推廣|宣傳|行銷|了|要|想"
    r"|就是|是|一|大約|大概|約|目前|主要|嗎|囉|嘅|㗎|先|來|用|都|\s(?:and|or|the|a|an|etc|is"
    r"|are)|\.\.\.|\s|[-.~()（）「」\"'…&+*#/、]|🙏|😊|✨)+$"
)
_LEVEL = pattern(
    r"^(?:平價|高價位?|中價位?|高單價|低單價|低價位?|中高價位?|中低價位?|便宜|親民|價位|‹(?:luxury"
    r"|luxurious|premium|affordable|cheap|inexpensive|high-end|mid-range|mid-priced|low-cost"
    r"|expensive|budget-friendly|upscale)\s)+的?"
)
_PURE_FILLER = pattern(
    r"^(?:[\d一二兩三四五六七八九十百幾多好]{1,4}(?:年|個月|天|週)的?|東西|產品|商品|貨|品牌|公司|網紅|kols?|什麼|啥|自己|這個|那個|它|他|她|ok|hi|hello"
    r"|things?|stuff|products?|items?|goods|it|them|this|that|everything|something|anything"
    r"|anyone|yes|no|please|brands?|business|a lot|more|better|online|well|good|店|網拍|生意"
    r"|行銷|業配|合作|推廣|曝光|廣告|活動|案子|專案|計畫|方案|人|大家|我們|量|錢|價|法|工|主|事"
    r"|得|買|點|(?:small|little|online|local|family|tiny|young|own|very|really|good|nice|new"
    r"|taiwanese|startup|indie|e-?commerce|seller|shop|store|one|box|lot|big|last|first|few"
    r"|couple|question|bit)(?:[ -](?:small|little|online|local|family|owned|run|young|taiwanese"
    r"|new|indie|of))*|團購|直播|開箱|口碑|聯名|導購|抽獎|贈品|試吃|聯盟行銷|my|our|the|sure"
    r"|thanks|question|campaign|ads?|marketing|help|influencers?|creators?|content|promotion"
    r"|sales|video|videos|posts?|reels?)$"
)


_PEOPLE = pattern(
    r"(?:女性|男性|媽媽|爸爸|媽咪|族群|客群|學生|市場|上班族|小資女|主婦|消費者|年輕人|家庭|男生"
    r"|女生|情侶|銀髮族|長輩)$|^‹(?:men|women|moms|mums|dads|parents|families|girls|guys|students"
    r"|teens|gen z|millennials|young|people|\S+ (?:owners|lovers|parents|enthusiasts|fans|people"
    r"|professionals|travel+ers|drivers|players))›(?!\S*'s)"
)


LONGEST_TAIL = 80  # characters; farther back nothing is tried, since every place would be, up to the end
_TRIES = 6  # matches of one cue that are looked at, so that 賣賣賣… costs no more than a sentence


class Found(NamedTuple):
    """A product phrase. ``certain``: a selling verb or the like stood before it."""

    start: int
    end: int
    certain: bool


def spoken(notes: Notes, *, tells: bool) -> Found | None:
    """The product behind a selling verb, 產品是, our, or a correction. ``tells``: the rest is of a campaign."""
    for expression in (*_CUES, *(_WEAK_CUES if tells else ())):
        for match in islice(expression.finditer(notes.free), _TRIES):
            span = clean(notes, *match.span("product"))
            if span:
                return Found(*span, certain=True)
    return None


def clean(notes: Notes, start: int, end: int) -> tuple[int, int] | None:
    """Trim what surrounds a product phrase; None where nothing remains."""
    phrase = notes.free[start:end]
    for expression in (_LEAD, _LEVEL, _LEAD):
        if lead := expression.match(phrase):
            start += lead.end()
            phrase = notes.free[start:end]
    phrase = notes.free[start:end]
    if tail := _TAIL.search(phrase, max(0, len(phrase) - LONGEST_TAIL)):
        end -= len(tail[0])
    phrase = notes.free[start:end].strip()
    start += len(notes.free[start:end]) - len(notes.free[start:end].lstrip())
    letters = re.sub(r"[^a-z\u4e00-\u9fff\u00c0-\u024f]", "", phrase)
    if (
        not letters
        or (len(letters) < 2)
        or _PURE_FILLER.match(phrase)
        or _PEOPLE.search(phrase)
        or len(phrase) > 120
    ):
        return None
    return start, start + len(phrase)
