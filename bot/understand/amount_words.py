"""Words beside an amount that say what it is: price, budget, fee per creator, or something else altogether.

``BEFORE`` expressions end where the amount starts, ``AFTER`` ones begin where it ends.
"""

from enum import StrEnum

from bot.understand.folding import Expression, pattern


class Role(StrEnum):
    """What an amount is for."""

    PRICE = "price"
    LIST_PRICE = "list_price"  # before the discount
    DISCOUNTED = "discounted"
    BUDGET = "budget"
    PER_CREATOR = "per_creator"
    PER_MONTH = "per_month"
    ADD = "add"
    SUBTRACT = "subtract"
    SET = "set"
    ASIDE = "aside"  # revenue, cost, postage, last year's spending, somebody's quote


CREATOR = (
    # One look at the first character rules most places out before any name is tried.
    r"(?=[網創部博達直實自意藝主人頻名團粉口影素kyuicbtpvsranm])(?:網紅|‹ko[lc]s?›|創作者|創作人|‹you\s?tubers?›|部落客|博主|達人|‹up\s?主|‹influencers?›"
    r"|‹influancers?›|‹influensers?›|‹creators?›"
    r"|‹bloggers?›|‹tik\s?tok(?:er|ers)›|‹instagram(?:mer|mers)›|‹igers?›|直播主|實況主|網美"
    r"|部落格主|‹podcasters?›|‹vloggers?›|‹streamers?›"
    r"|自媒體|意見領袖|藝人|主播|‹talents?›|‹reviewers?›|‹ambassadors?›|人選|頻道主?|主持人"
    r"|名人|團媽|團購主|團主|粉專|口播主|影音創作者|素人|‹(?:nanos|micros)›)"
)
MEASURE = (
    r"(?:個(?!月|人|網|創|部|達|團)|顆|瓶|盒|罐|包|支|條|件|雙|套|組|台|臺|張|杯|碗|袋|串|份|片"
    r"|隻|枝|本|箱|桶|斤|公斤|入|粒|塊(?!錢)|只|對|頂|把"
    r"|客|晚|天(?!然|貓|母)|堂|次|人份|人|泊|期|盞|座|床|副|匹|尾|株|盆|束|朵|頭|輛|部|架|款|堂課|小時|坪|單|年)"
)
_THING = (
    r"(?:piece|bottle|box|bag|jar|pack|pop|unit|pair|set|cup|can|tube|item|bar|tin|roll|sheet"
    r"|kg|kilo|pound|night|class|session"
    r"|lesson|seat|ticket|pc|copy|serving|dozen|sachet|pouch|carton|packet|slice|course|person"
    r"|pax|head|year|kit|tub|stick)"
)
_LINK = (
    r"(?:是|為|在|:|：|=|大概|大約|約|差不多|抓|只要|只|要|才|都|就|從|的|元|\s|is|are|of|at|about"
    r"|around|for|from|approx|only|just|will be|would be|was|be)"
)
_FILL = rf"{_LINK}{{0,5}}$"

BEFORE: tuple[tuple[Role, Expression], ...] = tuple(
    (role, pattern(expression))
    for role, expression in (
        (
            Role.ASIDE,
            rf"(?:營業額|營收|業績(?!目標是?預算)|業績目標|銷售額|成交額|‹gmv›|目標金額|成本價?|進貨價?"
            rf"|進價|批發價?|毛利|利潤|運費|免運門檻|消費滿|單筆滿|滿|資本額|報價|開價"
            rf"|開到|收費|叫價|喊價|喊|跟我收|要價|去年(?:花了?|預算)?|上次(?:花了?)?"
            rf"|之前(?:花了?)?|以前(?:花了?)?|上個月(?:花了?)?|上一檔|曾經|花了|賺了?"
            rf"|虧了?|賠了?|欠了?|薪水|月薪|年薪"
            rf"|罰款?|貸款|房租|租金|競品(?:賣|價格|一\w)?|對手(?:賣|價格)?|別人賣|別家賣"
            rf"|股票?|漲到|跌到|繳了?|付了"
            rf"|‹(?:revenue|turnover|sales of|made|earned|costs? (?:us|me)|cost of goods"
            rf"|cogs|shipping|margin|profit"
            rf"|last (?:year|time|month)(?: we)?(?: spent)?|previously|spent|paid"
            rf"|bought (?:it|this)?|quoted(?: me| us)?|charges|charged|charging"
            rf"|asks?(?: for)?|asking"
            rf"|wants|salary|rent|loan|raised|orders over|fine of|competitors?(?: sells?)?"
            rf"|lost|owe)›)\s?{_FILL}",
        ),
        (
            Role.PER_CREATOR,
            rf"(?:每|一|單|1|各)\s?(?:個|位|名)?\s?(?:{CREATOR}|人(?!份)|位|名)(?:的|上限|最多)?(?:預算"
            rf"|費用|酬勞|合作費|稿費|給|出|付|花|抓|報酬|價碼)?(?:改成|改為|改到|改|變成|提高到|加到"
            rf"|降到)?{_FILL}"
            rf"|(?:人均|單價每位|每個人|一個人)(?:預算|費用)?{_FILL}"
            rf"|‹(?:per|each|every|for each|pay each|a) {CREATOR}(?: gets?| is"
            rf"| costs?| budget)?\s?:?{_FILL}",
        ),
        (
            Role.PER_MONTH,
            rf"(?:每|一|單|1)\s?(?:個)?月(?:的)?(?:總?預算|費用|經費|可以花?|能花?|花|投|行銷費用?"
            rf"|廣告費)?{_FILL}|月預算{_FILL}"
            rf"|‹(?:monthly (?:budget|spend)?|(?:per|a|each"
            rf"|every) month(?: budget)?)\s?:?{_FILL}",
        ),
        (
            Role.LIST_PRICE,
            rf"(?:原價|原售價|原本賣?|定價|市價|建議售價|‹(?:was|originally|original price|regular(?:ly"
            rf"| price)?|list price|rrp|msrp|usually|normally|usual price|normal price))\s?(?:of"
            rf"|at)?{_FILL}",
        ),
        (
            Role.DISCOUNTED,
            rf"(?:特價|優惠價?|促銷價?|活動價|折扣價?|折扣後|折後|打完折|打折後|現在|現賣|團購價"
            rf"|早鳥價?|限時價?|募資價|檔期價|會員價|直播價|(?:出清|清倉|特惠|週年慶|開幕|體驗|回饋)價"
            rf"|下殺|現折後|[\d一二三四五六七八九]折(?:後|價)?"
            rf"|‹(?:now|on sale (?:for|at)|sale price|discounted (?:to|price)"
            rf"|promo price|down to|promotion(?:al)? price|special price|early bird"
            rf"|after discount|marked down to))\s?(?:賣|只賣)?{_FILL}",
        ),
        (
            Role.PRICE,
            rf"(?:單價|售價|定價|價格|價位|價錢|零售價?|訂價|賣價"
            rf"|(?<![中高低平半板民親評代漲降殺])價(?!值|位|格)|賣到?|只賣|市售|客單價?|均價"
            rf"|每{MEASURE}|單{MEASURE}|[一二兩三四五六七八九十\d]\s?{MEASURE}|月費|年費|學費|門票|票價"
            rf"|會費|入場費|課程費|租借費)(?:落在|賣|售|定在|設定|要價)?{_FILL}"
            rf"|‹(?:unit price|price|prices|priced|costs?|retail(?:s|ing|ed)?(?: price)?"
            rf"|sells?(?: it| them)?|selling(?: price)?|going|goes|asp|aov|per {_THING}"
            rf"|each {_THING}|each (?:one|is)|one {_THING}|a {_THING}"
            rf"|a single {_THING})(?: point| tag| range)?\s?(?:for|at|is|are|of|:)?{_FILL}",
        ),
        (
            Role.SET,
            rf"(?:加到|提高到|提升到|增加到|增為|拉到|拉高到|調到|調高到|調升到|調降到|調低到|降到"
            rf"|降低到|減到|砍到|縮到|改成|改為|改到|改|換成|變成|調成|調為|變|更新為|上調至|下調至"
            rf"|改做"
            rf"|‹(?:(?:raise|increase|bump|up|lower|reduce|cut|drop|change|set|update|adjust"
            rf"|decrease|make|switch|move|push)(?: it| that| this| the budget| budget"
            rf"| my budget| our budget| the price| price)?(?: up| down)? ?(?:to)?|make it"
            rf"|actually(?: it's| it is)?|it's actually|it should be|instead|let's say"
            rf"|let's do|let's go with|let's make it|let's use|go with|we can do|say"
            rf"|should be))\s?{_FILL}",
        ),
        (
            Role.ADD,
            rf"(?:多(?:給|加|出|花|撥|付)(?:你們?|您)?|再加碼?|加碼|追加|多加|再多|額外|再給|再投|再撥"
            rf"|再出|再追加|增加|提高|加|多|‹(?:add|plus|extra|another|additional|increase (?:it "
            rf"|the budget |budget |by )+|raise (?:it |the budget |budget |by )+|bump (?:it "
            rf"|the budget )?(?:up )?by|on top)){_FILL}",
        ),
        (
            Role.SUBTRACT,
            rf"(?:減少|減|砍掉?|扣掉?|縮減|少花|降低|少|‹(?:(?:reduce|cut|lower|decrease)(?: it"
            rf"| the budget| budget)? by|minus|subtract)){_FILL}",
        ),
        (
            Role.BUDGET,
            rf"(?:預算|經費|行銷費用?|廣告費用?|廣告預算|宣傳費用?|推廣費用?|合作費用?|總費用|費用|總共"
            rf"|總額|總計|一共|全部|合計|共|手上只?有?|手頭|有|準備了?|拿出?|撥|花費|花|投入|投放|投|砸"
            rf"|出得起|花得起|拿得出|可以用|可用|能用|能出|可以出|可以付|付得起|用|口袋|資金"
            rf"|‹(?:budgets?|budgeted?|buget|bugdet|budjet|total|totals|spend(?:ing)?"
            rf"|have|got|invest|allocate|allocated|put(?: in| aside)?|afford"
            rf"|willing to pay|can pay|campaign|overall|funds?|money|worth|pay|set aside"
            rf"|fork out|use))"
            rf"(?:預算|的預算|總額|上限|金額)?\s?(?:limit|cap)?{_FILL}",
        ),
    )
)
AFTER: tuple[tuple[Role, Expression], ...] = tuple(
    (role, pattern(expression))
    for role, expression in (
        (
            Role.ASIDE,
            r"\s?(?:的)?(?:太少|太多|不夠(?!再|可以|的話)|不太夠|太高|太低|免運|運費|營收"
            r"|營業額|業績|的?報價|‹(?:of |in )?(?:revenue|turnover|sales›"
            r"|profit)|(?:for|on) (?:lunch|dinner|rent|food))",
        ),
        (
            Role.PER_CREATOR,
            rf"\s?(?:/|每|一|per|a|each|for each|for every|for one|for a)\s?(?:個|位"
            rf"|名)?\s?(?:{CREATOR}|位(?!數)|人(?!份|座|用)|名›?|head›|person›|one of them)"
            rf"|\s?(?:per|/|each|a) {CREATOR}",
        ),
        (
            Role.PER_MONTH,
            r"\s?(?:/|每|一|per|a|each|every)\s?(?:個)?(?:月|month›|mo›)|\s?‹monthly›|\s?/\s?m(?:o"
            r"|onth)?›",
        ),
        (
            Role.PRICE,
            rf"\s?(?:/|每|一|1)\s?{MEASURE}|\s?‹(?:each›|apiece|a piece|per {_THING}|(?:an?|one|1) {_THING}›"
            rf"|/\s?{_THING}›|retail›|rrp›|msrp›)|\s?/\s?{_THING}"
            rf"|\s?(?:的)?(?:單價|售價|定價|價位(?!帶))",
        ),
        (Role.ADD, r"\s?‹(?:more›(?! than)|extra›|on top)"),
        (Role.SET, r"\s?‹(?:instead|rather)›"),
        (
            Role.BUDGET,
            r"\s?(?:的|總)?(?:預算|經費|行銷費|廣告費|打算|來做|做行銷|做推廣|找得到|可以找|能找|夠找"
            r"|夠嗎|搞定|全包|可以請|能請|來找)"
            r"|\s?‹(?:budgets?›|buget›|total›|in total|to spend|to invest|for (?:the|this"
            r"|my|our|a|an)?\s?(?:\w+ )?(?:campaign|marketing|ads?›|influencers?"
            r"|promotion|promo›|launch|everything|all)|all in›|all-in|overall|altogether"
            r"|to work with)",
        ),
    )
)
FAIR = pattern(
    r"合理|公道|貴嗎|太貴|貴不貴|會不會貴|會太貴|算貴|偏貴|行情|值得嗎|值不值|划算|划得來"
    r"|正常嗎|正常價|可以接受|被坑|被當盤子|被盤|坑人|算便宜|便宜嗎|ok嗎|o不ok|ok不ok|貴唔貴"
    r"|抵唔抵|合唔合理|這個?報價"
    r"|‹(?:fair|reasonable|overpriced|too (?:much|expensive|high|pricey)|worth (?:it|that|the)"
    r"|rip-?off|good (?:price|deal|rate)|market (?:rate|price)|normal (?:price|rate)|a lot for"
    r"|ripped off|make sense|expensive|is that (?:ok|okay|good|normal)|normal(?=\s?(?:$|\?))|too low|too cheap)›"
)
QUOTED = pattern(
    r"報價|開價|收費|叫價|喊價|跟我收|跟我開|開(?=\s?\d|\s?[一二兩三四五六七八九十]+[萬千])"
    r"|‹(?:quoted|quotes|charges|charging|asks for|asking|rate is)›"
)
ADJECTIVE = pattern(
    r"(?:元|塊錢?)?的(?!預算|經費|費用|話|部分|報價|業配|kol|網紅|行銷|空間|方案|價|合作|小|內容"
    r"|貼文|影片|創作)[\u4e00-\u9fff]|\s(?!budget|total|for›|to›|in›|and›|or›|with›|on›|per›|max|a›"
    r"|each|is›|limit|campaign|each|from|at›|by›|of›|as›|please|i›|we›|my›|our›|but›|so›|then|now"
    r"|instead|more|only|if|creators?|influencers?|kols?|ad›|ads›|marketing|spend|would|will|can"
    r"|can't|thanks|ok)[a-z]{3,}"
)
ARTICLE = pattern(
    r"‹(?:an?|our|my|the|this|these|some|selling|sell|sells|launching|new|handmade|premium"
    r"|affordable)\s$"
)
REPLACED = pattern(r"(?:不是|並非|唔係|不再是|‹not|‹isn't|‹rather than|‹instead of)\s?$")
