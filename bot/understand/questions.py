"""Questions about the trade: which topic, if any."""

import re

from bot.understand.amount_words import CREATOR
from bot.understand.folding import pattern
from bot.understand.model import Topic

_ASKING = pattern(
    r"[?？]|嗎|呢$|什麼|甚麼|啥|怎麼|怎樣|如何|為什麼|為何|幹嘛|多少|多久|幾(?=%|成|趴|天|個"
    r"|折)|哪|誰|是不是|可不可以|要不要|有沒有|該不該|能不能|會不會|好不好|差在|差別|差異|區別"
    r"|意思|定義|介紹一下|解釋|說明|教我|想了解|想知道|請教|點樣|點解|乜|咩|邊(?=個|種)|幾多"
    r"|係咪|比較好|行情|價碼"
    r"|‹(?:what|what's|whats|how|why|which|who|when|where|should|is it|is there|are there|do i"
    r"|do we|do you|does|can i|can you|could you|explain|tell me|difference|mean|means|define"
    r"|is a|is an|are|is|versus|vs)›"
)
_EN_CREATOR = CREATOR
_TOPICS: tuple[tuple[Topic, str], ...] = (
    (
        Topic.DATA_SOURCE,
        r"資料(?:是)?(?:哪|從|來源)|數據(?:是)?(?:哪|從|來源)|名單(?:是)?(?:哪|從)|這些(?:人"
        r"|網紅)(?:是)?真的(?:嗎|人)|資料準嗎|是真實的|‹where (?:do|does|did) (?:you|your|the|this"
        r"|these)[^?]*(?:from|get)›|data source|‹how (?:accurate|reliable|fresh|old) is"
        r"|are these (?:people|creators|influencers) real",
    ),
    (
        Topic.PRIVACY,
        r"隱私|個資|我的資料|資料會(?:不會)?(?:被|外流|賣)|保密|存在哪|‹privacy›|my data"
        r"|personal data|gdpr|who (?:can )?sees? (?:my|this)",
    ),
    (
        Topic.GROUP_BUY_OR_AD,
        r"(?:業配|廣告|付費)(?:跟|和|與|還是|或|vs|好還是|、)+團購|團購(?:跟|和|與|還是|或|vs"
        r"|好還是|、)+(?:業配|廣告)|‹(?:group[- ]buy(?:ing)?s?) or (?:paid|sponsored|ads?)|(?:paid"
        r"|sponsored)[^?]{0,20} or (?:a )?group[- ]buy",
    ),
    (
        Topic.GROUP_BUY_COMMISSION,
        r"團購[^?？。]{0,12}(?:抽成|分潤|佣金|抽多少|抽幾|分多少|拆帳|%|趴|利潤|讓利|給多少|給幾)"
        r"|(?:抽成|分潤|佣金|拆帳)[^?？。]{0,12}團購|開團[^?？。]{0,10}(?:抽|分|給多少)"
        r"|團媽[^?？。]{0,8}(?:抽|分潤)|(?:抽成|分潤|佣金)(?:比例)?(?:一般|通常|大概|大約|行情|要"
        r"|都)?(?:給|抽|是|抓|開)?(?:多少|幾|怎麼)|‹group[- ]?buy[^?]{0,30}(?:commission|cut"
        r"|percent|share|rate)|(?:commission|cut)[^?]{0,30}group[- ]?buy",
    ),
    (
        Topic.AFFILIATE,
        r"聯盟行銷|聯盟(?=.*(?:什麼|怎麼))|分潤(?:制度|模式|連結|碼)|導購分潤|折扣碼(?:怎麼|如何"
        r"|要)|cps|‹affiliates?›|commission (?:rate|based|only)|promo codes?|discount codes?"
        r"|how much commission|what commission|typical commission",
    ),
    (
        Topic.DISCLOSURE,
        r"揭露|要不要標|標示(?:業配|廣告|合作)?|標註|標廣告|業配(?:需要|要|一定要|不)?(?:要)?(?:標"
        r"|寫|註明|說明|告知)|違法|罰款|罰多少|罰則|公平會|公平交易法|薦證|法規|法律|合法|犯法"
        r"|誇大不實|療效|可以說|能不能說|‹(?:disclos(?:e|ure|ing)|legal|illegal|law|laws|ftc"
        r"|regulations?|#ad|label(?:l?ed|l?ing)? (?:as )?(?:an )?ads?|fines?|mark (?:it"
        r"|posts?) as (?:an )?ads?|medical claims?)›",
    ),
    (
        Topic.USAGE_RIGHTS,
        r"授權|二次使用|二次利用|肖像權|著作權|版權|素材(?:可以|能)?(?:再用|拿來|下廣告|使用)"
        r"|拿來下廣告|可以拿(?:去|來)投廣告|白名單|買斷|‹(?:usage rights?|licen[cs](?:e|ing)"
        r"|whitelist(?:ing)?|spark ads?|reuse|repost(?:ing)?|copyright|own(?:s)? the (?:content"
        r"|video|photos?))›",
    ),
    (
        Topic.CONTRACT,
        r"合約|契約|簽約|簽什麼|條款|違約|修改次數|改幾次|改稿|刪文|刪除(?:貼文|影片)|獨家|排他"
        r"|付款方式|訂金|頭款|尾款|什麼時候付|怎麼付|發票|勞報|‹(?:contracts?|agreements?"
        r"|revisions?|exclusivity|deposit|payment terms?|invoices?|delet(?:e|es"
        r"|ing) (?:the )?(?:post|video)|pay (?:upfront|before|after)|clauses?|breach)›",
    ),
    (
        Topic.FAKE_FOLLOWERS,
        r"假粉|買粉|殭屍粉|僵屍粉|灌水|灌粉|假帳號|假互動|刷(?:讚|粉|留言|數據)|粉絲(?:是)?(?:真"
        r"|假)|怎麼看.*真(?:粉|實)|(?:followers?|fans|likes)[^?]{0,16}(?:fake|bought|real"
        r"|authentic)|‹(?:fake (?:followers?|fans?|likes|engagement|accounts?)|bought followers?"
        r"|buy(?:ing)? followers?|bots|bot followers|inflated|authentic followers?"
        r"|real followers?)›",
    ),
    (
        Topic.NO_SALES,
        r"(?:為什麼|為何|怎麼|怎麼會|點解)[^?？。]{0,16}(?:沒有?(?:業績|人買|訂單|銷量|效果|成交"
        r"|轉換|單)|賣不(?:好|動|掉|出去)|沒人買|零訂單|冇人買|冇單)|業配(?:都|完"
        r"|後)?(?:都)?沒(?:有)?(?:效|單|人買|業績)|‹why[^?]{0,40}(?:no sales|not (?:sell|convert)"
        r"|didn't (?:sell|convert|work)|no one b(?:uy|ought)|zero (?:sales|orders)|no orders"
        r"|not get(?:ting)? (?:any )?(?:sales|orders))",
    ),
    (
        Topic.KPI,
        r"kpi|成效(?:怎麼|如何|要)|怎麼(?:看|衡量|評估|追蹤|算|計算)(?:成效|效果|效益|成果|roi"
        r"|業配)|衡量|評估(?:成效|效果)|追蹤成效|roas(?:怎麼|是|要)|roi(?:怎麼|是|要|多少)|cpm(?:是"
        r"|怎麼|多少)|cpe|cpa|cpv|投報率|點擊率(?:是|多少|怎麼)|轉換率(?:多少|是|怎麼|一般)"
        r"|‹(?:kpis?|metrics?|measure|measuring|track(?:ing)? (?:results|performance|sales)"
        r"|how (?:do|can|to)[^?]{0,20}(?:roi|results|success)|(?:what(?:'s| is| does| do)?"
        r"|explain) (?:an? )?(?:good )?(?:roi|roas|cpm|cpe|ctr|cpa|cpv|emv))›",
    ),
    (Topic.ENGAGEMENT, r"互動率|觸及率(?:是|多少|怎麼)|互動(?:怎麼算|多少|高)|‹engagement(?: rate)?s?›"),
    (
        Topic.DIRECT_OR_AGENCY,
        r"(?:自己(?:找|談|接洽|聯絡|來)?|直接(?:找|談|接洽))[^?？。]{0,10}(?:還是|或|好|跟|和"
        r"|vs)[^?？。]{0,10}(?:代理|平台|經紀|仲介|agency|公司)|(?:代理商|經紀公司|媒合平台|仲介"
        r"|行銷公司|kol平台|網紅平台)[^?？。]{0,12}(?:差|好嗎|必要|需要|優缺點|優點|缺點|抽|還是"
        r"|比較|怎麼|是什麼|收|嗎)|(?:要不要|需要|該不該|有必要)(?:找|透過)(?:代理|經紀|平台|仲介"
        r"|行銷公司)|透過(?:平台|代理|經紀|公司)|‹(?:agency|agencies|go direct|directly|middleman"
        r"|in-house|marketplace)›",
    ),
    (
        Topic.OUTREACH,
        rf"怎麼(?:聯絡|聯繫|邀約|邀請|開口|私訊|跟(?:{CREATOR})(?:談|聯絡|開口))|如何(?:聯絡|聯繫"
        rf"|邀約|邀請|私訊)|(?:邀約|邀請|合作|私訊)(?:信|訊息|內容)?(?:怎麼寫|要寫什麼|範本"
        rf"|怎麼開口)|不回(?:我|訊息|信)|寫(?:邀約|邀請|合作|私訊)(?:信|訊息|內容)|已讀不回"
        rf"|‹(?:how (?:do|can|should"
        rf"|to)[^?]{{0,12}}(?:contact|reach out|approach|dm|email|message|write to|negotiate"
        rf"|invite)|outreach|cold email|email template|dm template)›",
    ),
    (
        Topic.GIFTING,
        r"公關品|互惠|送產品|免費送|只送(?:產品|東西)|(?:不付錢|不給錢)|以物易物|無償|體驗文"
        r"|‹(?:gifting|gifted|barter|free products?|product seeding|seeding|send(?:ing)? (?:free"
        r"|samples)|in exchange for)›",
    ),
    (Topic.WHAT_IS_KOC, r"koc|‹key opinion consumer"),
    (
        Topic.TIERS,
        r"(?:奈米|微型?|中型|大型|網紅)[^?？。]{0,8}(?:分級|等級|級別|怎麼分|差別|差在|定義|是(?:幾"
        r"|多少)|差異|標準)|多少(?:粉|粉絲)(?:算|才|叫|以上)|幾(?:萬)?粉(?:算|才|叫)|(?:奈米|微"
        r"|中型|大型|nano|micro|macro|mega|mid-tier)(?:網紅|kol|influencers?)?(?:是什麼|是啥|是指"
        r"|是多少|定義|什麼意思|的意思)|(?:奈米|微|小)(?:網紅)?(?:跟|和|與|還是|或|vs)(?:微|大|中"
        r"|百萬|明星)|小網紅(?:還是|跟|和|好)|大網紅(?:還是|跟|和)|‹(?:what(?:'s| is| are"
        r"| does)?[^?]{0,20}(?:nano|micro|macro|mega|mid-tier|tiers?)|(?:nano|micro|macro"
        r"|mega)(?: influencers?)? (?:or|vs\.?|versus|and) (?:nano|micro|macro|mega)|tiers›[^?]*\?"
        r"|how many followers)",
    ),
    (
        Topic.PRICING,
        rf"(?:{CREATOR}|業配|貼文|影片|限動|reels?|開箱|ig|yt|直播|一篇|一支|團購|合作"
        rf"|代言)[^?？。]{{0,14}}(?:多少錢|價碼|行情|費用|報價|收費|價格|怎麼收|怎麼計價|要多少"
        rf"|貴嗎|大概多少|一般多少|怎麼算錢)|(?:多少錢|行情價?|價碼|報價"
        rf"|收費)[^?？。]{{0,10}}(?:{CREATOR}|業配|一篇|一支|怎麼|一般|多少|合理|貼文)|報價怎麼看"
        rf"|(?:請|找)(?:一個|一位)?(?:{CREATOR})要多少|幾多錢|‹how much (?:do|does|should|is|are"
        rf"|would|to pay|for)[^?]{{0,40}}(?:{CREATOR}|posts?|videos?|reels?|stor(?:y|ies)|sponsored"
        rf"|charge|cost|pay)|‹(?:what(?:'s| is| are| do| does)?[^?]{{0,20}})(?:going rate|rates?"
        rf"|prices?|charge|cost)(?! of (?:living))|‹(?:average|typical|usual|normal"
        rf"|market) (?:price|rate|cost|fee)s?",
    ),
    (
        Topic.BUDGETING,
        r"預算(?:要|該|應該|怎麼|如何)(?:抓|分配|編|配|設|花|給|分)(?:多少|比較)?|(?:該|要"
        r"|應該)(?:準備|抓|花|編|投)多少(?:預算|錢)?|預算(?:最少|最低|至少)?(?:要)?多少(?:才|比較"
        r"|合理|夠)|多少預算(?:才|比較|合理|夠|適合)|沒(?:有)?預算(?:怎麼|可以|能)|錢怎麼分"
        r"|‹how (?:much|should)[^?]{0,20}(?:budget|spend|invest|allocate|split)|minimum budget"
        r"|(?:what|which)[^?]{0,12}budget (?:do|should|is)",
    ),
    (
        Topic.FORMATS,
        r"(?:開箱|實測|直播|短影音|長片|限動|貼文|reels?|圖文|影片)(?:跟|和|與|還是|或|vs"
        r"|、)+(?:開箱|實測|直播|短影音|長片|限動|貼文|reels?|圖文|影片)|(?:什麼|哪種|哪些"
        r"|哪一種)(?:形式|內容|格式|合作方式|合作模式|影片類型)|合作(?:方式|模式|形式)有"
        r"|業配(?:是什麼|是啥|什麼意思)|團購(?:是什麼|是啥|怎麼(?:做|開|跑|運作))|‹(?:reels?"
        r"|stor(?:y|ies)|posts?|videos?|unboxing|reviews?|live(?:stream)?s?|shorts?) (?:or|vs\.?"
        r"|versus) (?:an? )?(?:reels?|stor(?:y|ies)|posts?|videos?|unboxing|reviews?"
        r"|live(?:stream)?s?|shorts?)|difference between (?:reels?|stor(?:y|ies)|posts?|videos?"
        r"|shorts?) and|(?:what|which)[^?]{0,14}(?:formats?|kind of content|type of content"
        r"|content types?)|how (?:do|does) group[- ]?buy",
    ),
    (
        Topic.PLATFORM_CHOICE,
        r"(?:哪個|哪一個|哪些|什麼|哪種|邊個|哪)平台|(?:ig|yt|youtube|fb|臉書|抖音|tiktok|小紅書|脆"
        r"|部落格|instagram|facebook)(?:跟|和|與|還是|或|vs|、|好還是)+\s?(?:ig|yt|youtube|fb|臉書"
        r"|抖音|tiktok|小紅書|脆|部落格|instagram|facebook)[^?？。]{0,12}(?:好|適合|有效|差|選|嗎"
        r"|比較|\?|？)|平台(?:怎麼|如何|要)(?:選|挑)|(?:還有人|有人)(?:看|用)(?:部落格|臉書|fb"
        r"|podcast)|‹(?:which|what|best) (?:social )?(?:media )?platforms?|‹(?:instagram|youtube"
        r"|tiktok|facebook|ig|yt|fb) (?:or|vs\.?|versus) (?:instagram|youtube|tiktok|facebook|ig|yt"
        r"|fb)",
    ),
    (
        Topic.CHOOSING,
        rf"怎麼(?:選|挑|找|篩選?|判斷|知道)[^?？。]{{0,8}}(?:{CREATOR}|人選|適合的|對的人)"
        rf"|如何(?:選|挑|找|篩選|判斷)[^?？。]{{0,8}}(?:{CREATOR}|人選)|(?:選|挑"
        rf"|找)(?:{CREATOR})(?:要|該|的)?(?:看|注意|重點|標準|指標|訣竅|怎麼|先看)|(?:點揀|點樣揀"
        rf"|點搵)|‹(?:how (?:do|can|should|to)[^?]{{0,12}}(?:choose|pick|select|find|vet|evaluate)"
        rf"|what (?:should i|to) look for|criteria|red flags)",
    ),
    (
        Topic.TIMELINE,
        r"(?:要|需要|大概|多|提前)(?:多久|多早|幾天|幾週|幾個月)|時程|什麼時候(?:開始|找|發|上)"
        r"|多久(?:前|才|會|可以|看到|有效)|提前多久|檔期(?:怎麼|要|多久)|前置|‹(?:how long"
        r"|how (?:early|far in advance|soon)|timeline|lead time|when should|how many (?:days"
        r"|weeks))›",
    ),
    (
        Topic.BENEFITS,
        rf"(?:{CREATOR}(?:行銷)?|業配|網紅行銷|口碑行銷)[^?？。]{{0,8}}(?:有用嗎|有效嗎|有效果嗎"
        rf"|真的有效|真的有用|值得嗎|好處|優點|效益|效果(?:好|如何|怎樣)|缺點|風險|有什麼用|幫助)"
        rf"|(?:為什麼|為何|幹嘛)(?:要)?(?:找|用|做)(?:{CREATOR}|業配)|值得做|有冇用|‹(?:(?:does|do"
        rf"|is|are)[^?]{{0,30}}(?:{CREATOR}|influencer)[^?]{{0,20}}(?:work|worth|effective)"
        rf"|benefits? of|why (?:should i|use|do i need)[^?]{{0,14}}(?:{CREATOR}|influencer)"
        rf"|pros and cons|worth it)",
    ),
    (
        Topic.WHAT_IS_KOL,
        rf"(?:{CREATOR}(?:行銷)?)(?:是|係|到底是|究竟是|的意思|的定義)(?:什麼|啥|甚麼|咩|乜|指)"
        rf"|什麼(?:是|叫)(?:{CREATOR}|業配|網紅)|(?:{CREATOR})(?:什麼意思|的意思|是什麼意思|的定義)"
        rf"|(?:{CREATOR})(?:跟|和|與|vs)(?:{CREATOR})(?:差|有什麼|的差|哪)|咩係kol|乜嘢係"
        rf"|‹(?:what(?:'s| is| are| does| do)?(?: an?| the| exactly)*\s(?:kols?|influencers?"
        rf"|influencer marketing|kol marketing|creators?|key opinion leaders?)›(?: mean| marketing"
        rf"| stand for)?\s?(?:\?|$|mean|exactly|anyway|and)|define kol|meaning of kol|kol (?:means?"
        rf"|stands? for)|explain (?:kol|influencer marketing))",
    ),
)
_PATTERNS = [(topic, pattern(expression)) for topic, expression in _TOPICS]


def topic_of(sentence: str) -> Topic | None:
    """The topic that a folded sentence asks about; None where it asks nothing of the trade."""
    if not _ASKING.search(sentence):
        return None
    closed = re.sub(r"(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])", "", sentence)
    return next((topic for topic, expression in _PATTERNS if expression.search(closed)), None)


def is_question(sentence: str) -> bool:
    """Whether a folded sentence asks at all."""
    return _ASKING.search(sentence) is not None
