"""Digits that are no amount: dates, phone and company numbers, addresses, models, shop names, sizes, packs."""

from bot.understand.folding import Folded, pattern

_NAMES = (
    "iphone|ipad|galaxy|pixel|macbook|macbook pro|macbook air|switch|ps|playstation|xbox"
    "|windows|win|mate|note"
    "|redmi|airpods|airpods pro|apple watch|watch|model|型號|no\\.?|#|ver|version|type|series"
    "|gen|generation|level|lv|moq"
    "|step|top|chapter|covid|spf|pm|ph|rtx|gtx|ryzen|surface|gopro|hero|mk|mark|size|room|route"
    "|web|gpt|usb|bluetooth"
    "|藍牙|wifi|wi-fi|hdmi|第|吃雞|前|排名|編號|貨號|尺寸|代|omega|q|vitamin|b|pro|series|part"
    "|page|day|week|phase"
)
_EXPRESSIONS = [
    r"https?://\S{1,200}|‹www\.\S{1,100}|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,80}",
    r"@[a-z0-9_.]{1,40}",
    r"(?:\+?886[-\s]?|‹0)9\d{2}[-\s]?\d{3}[-\s]?\d{3}›",
    r"\(0\d{1,2}\)\s?\d{3,4}[-\s]?\d{3,4}|‹0\d{1,2}[-\s]\d{3,4}[-\s]?\d{3,4}›",
    r"\+\d{1,3}[\s-]\d[\d\s-]{6,14}\d",
    r"(?:tel|phone|電話|手機號碼|whatsapp|line id|傳真|分機|統編|統一編號|tax id|vat|訂單"
    r"|訂單編號|order|帳號|公司編號"
    r"|登記字號|字號|郵遞區號|公司號碼|uen|br)(?: number| no\.?|號碼|號)?\s?(?:是|為"
    r"|is)?[\s:#.]{0,3}[a-z]?\d[\d-]{2,}",
    r"‹(?:19|20)\d{2}\s?(?:年|款|新款|春|夏|秋|冬|版)|‹(?:19|20)\d{2}[-/.]\d{1,2}(?:[-/.]\d{1,2})?›",
    r"(?:since|est\.?|established(?: in)?|founded in|成立於|創立於|創於|創業於|自從?|from|in"
    r"|year)\s?(?:19|20)\d{2}›",
    r"‹\d{1,2}/\d{1,2}(?:前|後|以前|上架|上市|開賣|檔期|活動|$)|‹\d{1,2}\.\d{1,2}(?:上架|上市"
    r"|開賣|檔期|活動)|‹11[/.]11›|‹12[/.]12›|‹6[/.]18›",
    r"‹\d{1,2}\s?月(?!餅|子)(?:\s?\d{1,2}\s?[日號])?|‹\d{1,2}[日號](?!本|幣|圓|元|系)"
    r"|[一二三四五六七八九十]{1,2}月(?:底|初|中|份)",
    r"雙(?:11|12|十一|十二|十|1{2})|‹(?:618|1111|1212)(?=\s?(?:檔期|活動|購物節|大促|大檔"
    r"|年中慶))|24/7|‹1\+1›|買[一二兩三\d]+送[一二兩三\d]+",
    r"‹7[-\s]11›|7-eleven|小七|85度c|‹3c›|‹3m›|‹pm\s?2\.5|台北\s?101|taipei\s?101|‹4p›|‹\dp›"
    r"|‹\dd›|‹[2-5]g›|‹b2b›",
    r"‹\d{1,2}:\d{2}›|‹\d{1,3}[\s-]?[x×*]\s?\d{1,4}(?:[\s-]?[x×*]\s?\d{1,4})?(?:\s?(?:cm|mm|m"
    r"|公分|吋|寸))?",
    rf"‹(?:{_NAMES})\s?[-.]?\s?\d+(?:\.\d+)?(?!\s?(?:萬|千|百|k›|w›|元|塊|,\d))",
    r"第\s?[一二三四五六七八九十\d]{1,4}|[一二三四五六七八九十\d]{1,3}[大合]一|三明治|五金|四神"
    r"|八寶|十全|七夕|九層|百香|千層|四物|一條根|萬用"
    r"|百褶|二手|兩性|三溫暖|一般|一直|一些|一起|一下|一定|一樣|一點|一次|一致|一律|一切|一面"
    r"|一邊|一旦|一來|統一|唯一|(?<![\d一二三四五六七八九十兩幾])萬一|千萬(?=不|別|記|要|唔)"
    r"|百貨|百分|十分|千金|百萬(?=富翁|小)|四季|五穀|三星|五星|七彩|六福|雙層|三層|一鍵|一站"
    r"|一手|不三不四|三不五時|萬聖|萬能|百搭|百變"
    r"|千禧|千奇|百年|百日|一番|一級|一流|四件|三機|三七|三高|一向|五花|八角|十字|九宮|一口"
    r"|兩用|兩面|四輪|三輪|五星|半(?=夜|年|天|價|熟|身)",
    r"‹4k›(?=\s?(?:螢幕|電視|顯示|畫質|投影|攝影|影片|video|monitor|tv|hdr|camera|display"
    r"|screen|projector))"
    r"|‹\d{2}k›(?=\s?(?:金|gold))|‹\d{1,3}w›(?=\s?(?:快充|充電|瓦|功率|power|charger|adapter"
    r"|led|燈|吹風|音響|speaker|gan|變壓|氮化|太陽|panel|solar|pd))",
    r"(?<![零一二兩三四五六七八九十\d.])[零一二兩三四五六七八九十\d.]{1,6}\s?(?:折|成(?!本|立"
    r"|功|份|分|為|員|果|交|效|長|人|年|熟))|‹\d{1,9}(?:\.\d{1,4})?\s?(?:%|percent|pct|趴|‰)",
    r"‹\d{1,6}(?:\.\d{1,4})?\s?/\s?\d{1,6}›(?!\s?(?:瓶|包|片))",
]
_NOISE = [pattern(expression) for expression in _EXPRESSIONS]

OTHER_UNIT = pattern(
    r"(?:\s?(?:%|percent|pct|ml|cc|kg|kgs|mg|mcg|oz|lbs?|cm|mm|km|inch(?:es)?|ft|feet|mah|wh"
    r"|watts?|ghz|mhz|hz|gb|tb|mb"
    r"|dpi|px|fps|kcal|packs?|pcs?|pieces?|counts?|ct|in\s?1|tablets?|capsules?|sheets?"
    r"|servings?|people|persons?|kids"
    r"|children|employees|staff|stores?|shops?|items|units|skus?|posts?|reels?|stories|videos?"
    r"|views?|likes|orders|times"
    r"|colou?rs?|flavou?rs?|products|bottles|boxes|bags|cats?|dogs?|degrees|stars?|steps?"
    r"|minutes?|pairs|cups|liters?|litres?"
    r"|g|l|x|v|p|d|mp|nm|iu|b|ppi|rpm|bar|acres?|sqft|pings?|-in-1|-pack|-piece|-inch"
    r"|customers?|clients?|members?"
    r"|downloads?|users?|reviews?|interns?|songs?|branches|outlets?|trees|countries|cities"
    r"|brands?)›|[°℃%‰])"
    r"|\s?(?:片|入|包|顆|粒|錠|支|條|件|組|瓶|罐|盒|抽|張|枚|袋)(?=裝|入|組|\s)"
    r"|(?:毫升|公升|升|公斤|千克|公克|克(?!力)|公分|厘米|公里|公尺|米(?!粉|酒|餅|其|漿)|吋|寸"
    r"|英寸|坪|瓦|伏|大卡|卡(?!片|通|拉)|度|匹|馬力|階|級"
    r"|代(?!言|理|購|工)|號(?!召)|型(?!男)|版|樓|層|碼|入(?!門|手|坑|口)|包(?!包|含|括|裝|裹|子"
    r"|月|廠|場|膜|材|辦|養)|片(?!尾)|顆|粒|瓶(?!子)|盒(?!子)|罐|條(?!件)|雙(?!11|十|12)"
    r"|件|套|組|支(?!持|付|出|援)|枝|隻|只(?!要|能|有|想|做|找|是|收|限|夠|剩|賣|用)|台(?!灣|北"
    r"|中|南|東|幣|語|商)|臺|輛|本(?!土|地|來|身|人)|張|杯(?!子|墊)|碗|袋(?!子)|串"
    r"|份|人份|人座|人用|人次|人工|人|抽|枚|匙|滴|錠|朵|束|卷|捲|口(?!碑|紅|味|袋|水)|款(?!式)"
    r"|種(?!草)|家(?!庭|電|具|長|用|居|飾)|間|場(?!景)|次|篇|則|部(?!落|分)|集(?!中)"
    r"|堂|隻|頭|箱|桶|斤|兩重|件式|合一|分(?=不|[,，。了啊]|$)|段|格|檔(?!期)|趴|星(?!期)|坪數"
    r"|戶|單(?!價|位|瓶|顆|眼)|筆(?!電|記)|字|題|倍|個(?!月|人))"
)
TIME_UNIT = pattern(
    r"\s?(?:hours?|hrs?|h|days?|weeks?|years?|yrs?|minutes?|mins?|seconds?|secs?|am|pm|o'clock)›"
    r"|(?:年(?!輕|糕|貨|菜|末|終)|月(?!餅|子|銷|營|預|光)|周(?!年|邊)|週(?!年|邊)|天(?!然|貓"
    r"|母)|日(?!本|圓|幣|元|系|用|式|韓|常)|小時|鐘頭|分鐘|秒|點(?!心|數)|季|個(?:小時|鐘|星期"
    r"|禮拜))"
)


def noise(folded: Folded) -> bytearray:
    """One byte a character: 1 where digits are part of something that is no figure for a brief."""
    hidden = bytearray(len(folded.text))
    for expression in _NOISE:
        for match in expression.finditer(folded.text):
            hidden[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    return hidden


__all__ = ["OTHER_UNIT", "TIME_UNIT", "noise"]
