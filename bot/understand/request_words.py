"""Words that ask for something: other creators, a reason, a comparison, a fresh start."""

from bot.understand.amount_words import CREATOR
from bot.understand.folding import Expression, pattern
from bot.understand.model import Another, Help, StartOver, Undo
from knowledge.models import Format

SENTENCE = pattern(r"[^。!！?？\n]+?(?:[。!！?？\n]+|\.(?=\s)|$)")

WHOLE: tuple[tuple[type[StartOver | Undo | Help | Another], Expression], ...] = (
    (
        StartOver,
        pattern(
            r"^(?:我想|我要|請|麻煩|幫我|那|好|ok|let's|can we|please|can i"
            r"|i want to)?[\s,]*(?:重新開始|重來|重新來過?|從頭(?:來|開始)|全部(?:重來|清除|清掉|取消)"
            r"|清空(?:重來)?|重設|重置|換一個商品|新的?一?單|重新問|從新開始|重頭來過?|砍掉重練"
            r"|start (?:over|again|afresh|fresh)|restart|reset|begin again|from scratch|new brief"
            r"|clear (?:all|everything))(?:吧|啦|一次|please|一下|好了)?[\s!！。.~]*$"
        ),
    ),
    (
        Undo,
        pattern(
            r"^(?:請|麻煩|幫我|那|oops|ok|please|no)?[\s,]*(?:復原|撤銷|取消(?:上一步|剛剛的|剛才的"
            r"|這個修改)?|回復|還原|返回上一步|回上一步|上一步|退回|改回(?:來|去)|undo(?: that| it"
            r"| the last (?:one|change))?|revert(?: that)?|go back|take that back|back|回到剛剛"
            r"|剛剛那個不算|剛剛的不算)(?:吧|一下|please|好了)?[\s!！。.~]*$"
        ),
    ),
    (
        Help,
        pattern(
            r"^(?:help|幫助|說明|使用說明|怎麼用|怎麼使用|如何使用|你會(?:做)?什麼|你能(?:做|幫我)什麼"
            r"|可以幫我什麼|能幹嘛|功能|what can you do|how does (?:this|it) work|how do i use (?:this"
            r"|it)|commands|指令|what do you do|救命|點用)[\s!！?？。.~嗎呢啊]*$"
        ),
    ),
)

THANKS = pattern(
    r"謝謝|感謝|多謝|[唔不]該(?:晒|曬)|謝啦|感恩|3q|‹(?:thanks|thank you|thx|ty|tysm|cheers"
    r"|appreciate)›|辛苦了"
)

GREETING = pattern(
    r"^(?:\s*(?:你好|您好|哈囉|哈啰|嗨|安安|早安|午安|晚安|早上好|喂|在嗎|hi|hello|hey|yo"
    r"|good (?:morning|afternoon|evening)|哈佬|嘿|hihi|大家好|好嗎"
    r"|how are you)[\s!！~,，。.啊呀喔嗎?？]*(?:there|everyone|all|team)?[\s!！~,，。.]*){1,4}$"
)

CHEAPER = pattern(
    r"(?:有沒有|想要|要|找|換|再|可以|能不能)?(?:更|再|比較)?便宜(?:一?點點?|些|啲|一些"
    r"|的)(?:的)?(?:網紅|kol|創作者|人選|嗎|方案)?(?:嗎|有嗎)?|更便宜|太貴(?:了|啦)?(?:!|！|,|，|。"
    r"|\s|$)|平些|平一點|有點貴|好貴|貴了|這麼貴|預算(?:有點|太)?(?:超過|爆)了?|(?:省|花少)一?點"
    r"|不要(?:那麼|太|這麼)貴的?|低價一點|省錢(?:一?點|一些|些)?"
    r"|‹(?:cheaper(?: (?:ones?|options?|creators?|please|influencers?|kols?))?"
    r"|less expensive(?: ones?)?|too (?:expensive|pricey|costly)"
    r"|more affordable(?: ones?)?|lower (?:price|cost|fees?|rates?)"
    r"|something cheaper|save (?:some )?money|spend less|not so expensive)›"
)

BIGGER = pattern(
    r"(?:粉絲|規模|咖|網紅|流量|影響力|名氣|聲量)?(?:更|再)?(?:大|多|高|紅|有名|知名)(?:一?點點?"
    r"|一些|咖(?:一點)?|啲)(?:粉絲)?的?(?:網紅|kol|創作者|人選|嗎)?|更(?:大|紅|有名|知名)(?:咖"
    r"|牌)?的?(?:網紅|kol|創作者)?|大咖一點|粉絲(?:更)?多一?點"
    r"|‹(?:bigger(?: (?:ones?|names?|creators?|influencers?|kols?|accounts?"
    r"|channels?|audience))?|larger (?:ones?|creators?|influencers?|accounts?"
    r"|audience|channels?)|more famous(?: ones?)?|more followers"
    r"|better known(?: ones?)?|big(?:ger)? names|more popular(?: ones?)?)›"
)

SMALLER = pattern(
    r"(?:粉絲|規模|網紅)?(?:更|再)?小(?:一?點點?|一些|啲)的?(?:網紅|kol|創作者|人選|嗎)?"
    r"|更小的?(?:網紅|kol)?|小咖一點|粉絲(?:更)?少一?點|不要(?:那麼|太|這麼)大(?:咖|牌)?的?"
    r"|‹(?:smaller(?: (?:ones?|creators?|influencers?|kols?|accounts?|channels?"
    r"|names?))?|less famous|fewer followers|less popular)›"
)

ANOTHER = pattern(
    r"換一(?:批|組|輪|些|下)|再(?:來|給我?|推薦)一?(?:批|組|輪|些)|(?:還有|有沒有)(?:其他"
    r"|別)的?(?:人選|網紅|kol|創作者|選擇|推薦|人)?(?:嗎|呢)?(?=$|[,，。?？!！\s])|(?:給我"
    r"|看)(?:其他|別)的|下一(?:批|組|頁)|換人|(?:全部|都|全|通通)換(?:掉|一?批|人)?|都不(?:喜歡"
    r"|適合|要|行|ok)|再多(?:給|推薦)(?:我)?(?:幾個|一些)|^還有嗎|還有沒有(?=$|[?？嗎])|再(?:給我?"
    r"|來|推薦)(?:我)?\s?[一二兩三四五六七八九十\d]+(?:個|位)(?=$|[,，。!！吧])|其他(?:人選|選項"
    r"|推薦|網紅)|換別(?:的|人|批)|重新推薦"
    r"|‹(?:another (?:batch|set|round|list|group|bunch|few)|(?:show"
    r"|give) me (?:some )?(?:other|others|different|more|another)(?: ones?"
    r"| creators?| options?| influencers?| kols?)?(?! (?:about|like|info"
    r"|detail))|(?:any )?other (?:options?|creators?|ones|suggestions?"
    r"|influencers?|recommendations?|kols?|people)|different ones|next (?:batch"
    r"|page|ones?|set)|someone else|anyone else|others\?|show me \d+ more"
    r"|\d+ more(?: please)?(?=$|[.!?])|more options|none of (?:these|them)"
    r"|i don't like (?:these|them|any)|try again|new (?:batch|list|set))›"
)

MORE_LIKE = pattern(
    r"(?:多(?:找|給|來|推薦)?(?:我)?(?:一?些|幾個|點)?|再(?:找|給|來|推薦)(?:我)?(?:一?些|幾個|點"
    r"|更多)?|找|還有|有沒有|要|想要|更多|給我(?:更多|一些|幾個)?|推薦)?(?:像|類似|跟|和"
    r"|似)(?P<zh>[^,，。;\n]{1,16}?)(?:一樣|這樣|那樣|那種|這種|類型|差不多|類似"
    r"|同類型?)?的?(?:類型|風格)?的?(?:人選|人|網紅|kol|創作者|嗎)?(?=$|[,，。;!！?？\s])"
    r"|‹(?:more|someone|somebody|others?|anyone|creators?|people|another"
    r"|something|similar)(?: \w+){0,2}? (?:like|similar to|as"
    r"|to)\s(?P<en>[^,.;!?\n]{1,24})|‹similar to\s(?P<en2>[^,.;!?\n]{1,24})"
)

WITHOUT = pattern(
    r"(?:不要|不喜歡|不愛|討厭|拿掉|去掉|刪掉|刪除|移除|排除|換掉|剔除|扣掉|除了|不用|別放|唔要"
    r"|不想要|pass掉?)\s?(?P<zh>[^,，。;\n]{1,16})|(?:把|將)(?P<ba>[^,，。;\n]{1,16}?)(?:拿掉|去掉"
    r"|刪掉|刪除|移除|換掉|剔除|排除|拿走)"
    r"|‹(?:without|leave out|remove|drop|exclude|skip|lose|get rid of|take out|take off|no"
    r"|not|delete|replace|swap out|except)\s(?P<en>[^,.;!?\n]{1,24})"
)

UNWANTED = pattern(
    r"(?P<zh>第\s?[一二三四五六七八九十\d]{1,2}\s?(?:個|位|名)?|\d{1,2}\s?號"
    r"|[^\s,，。;]{2,8})\s?(?:我)?(?:不要|不喜歡|不適合|不行|拿掉|刪掉|換掉|out|pass)(?=$"
    r"|[,，。!！\s了啦])|‹(?:i )?(?:don't|do not|didn't) (?:like|want|include|show|use|pick|choose)\s(?P<en>[^,.;!?\n]{1,24})"
)

LIKE_BEHIND = pattern(
    r"(?P<zh>第\s?[一二三四五六七八九十\d]{1,2}\s?(?:個|位|名)?|\d{1,2}\s?號|[^\s,，。;]{2,8})(?:這"
    r"|那)(?:種|類|型|樣)(?:型|的)*(?:再|還|多|更|可以)[^,，。]{0,8}(?:多|幾|有|嗎|一些|來)"
)

LIKE_THAT = pattern(
    r"(?P<zh>第\s?[一二三四五六七八九十\d]{1,2}\s?(?:個|位|名)?|\d{1,2}\s?號"
    r"|(?<![^\s,，。])[^\s,，。;]{2,6})[^,，。]{0,8}[,，]?[^,，。]{0,8}(?:類似|同類型|像這樣|這種"
    r"|這類)的?(?=$|[,，。!！?？\s])"
)

WHY_NOT = pattern(
    r"(?:為什麼|為何|怎麼|幹嘛|點解)(?:沒有?|不(?:是|選|推薦|找|用|放|要)?|唔(?:揀|係)?)|(?:為什麼"
    r"|為何)[^,，。?？]{1,12}(?:沒有?(?:上榜|在|被)|不(?:在|是第一|行|適合|推薦))|‹(?:why not"
    r"|why (?:isn't|is not|aren't|wasn't|didn't you|don't you|no)|what about"
    r"|how come [^?]{0,16}(?:isn't|not))›"
)

WHY = pattern(
    r"為什麼|為何|點解|憑什麼|幹嘛(?:推薦|選)|理由(?:是)?(?:什麼|呢)|原因(?:是)?什麼|怎麼會(?:推薦"
    r"|選)|推薦(?:的)?理由|怎麼選(?:出)?(?:他|她|這)|依據(?:是)?什麼|根據什麼|怎麼(?:選|挑"
    r"|排)(?:出來)?的|‹how (?:did|do) (?:you|u) (?:choose|pick|select|rank|find|come up)›|‹(?:why"
    r"|how come|what makes|reason(?:s)? for|explain (?:him|her|them|this|why|the (?:choice|pick"
    r"|ranking|score))|on what basis)›"
)

WHY_OBJECT = pattern(
    r"推薦|選|排|分數|這(?:個|位|些)|他|她|佢|第\s?[一二三四五六七八九十\d]|適合"
    r"|‹(?:recommend(?:ed)?|pick(?:ed)?|choose|chose|chosen|rank(?:ed)?|him|her|them|this|these"
    r"|first|second|third|he|she|number|#\d|top|score)›"
)

THESE = pattern(r"這\s?[幾兩三四五六二\d]\s?(?:個|位)|他們|全部|‹(?:these|all|the (?:two|three|four|five))›")

SIZED = pattern(rf"\s?(?:{CREATOR}|粉|追蹤|訂閱|followers?|fans|subs)")

COMPARE = pattern(
    r"比較(?!便宜|好|小|大|多|少|貴|適合|不|想|喜歡|有|高|低|常|重視|偏)|對比|比起來|相比"
    r"|比一比|比比看|(?:差(?!不多|一點)"
    r"|哪個好|差別|差異|哪(?:一)?個比較)(?=[^,，。]{0,8}$|[?？])|‹(?:compare|comparison"
    r"|which (?:one )?is better|who is better|vs\.?|versus|difference between|or .{1,16} better"
    r"|better than)›"
)

FORMATS = {
    Format.REEL: "reels?|短影音|連續短片",
    Format.STORY: "stor(?:y|ies)|限動|限時動態",
    Format.UNBOXING: "unboxing|開箱",
    Format.LIVESTREAM: "live(?:stream)?|直播",
    Format.SHORT: "shorts?|短片|短影片",
    Format.REVIEW: "reviews?|評測|實測",
    Format.TUTORIAL: "tutorials?|教學",
    Format.BLOG_ARTICLE: "articles?|文章|部落格文",
    Format.GROUP_BUY: "group[- ]buy|團購",
    Format.POST: "posts?|貼文|圖文|業配文|一篇",
    Format.AFFILIATE: "affiliate|分潤",
    Format.AMBASSADOR: "ambassador|代言",
}

FORMAT = pattern("|".join(f"(?P<{name}>{expression})" for name, expression in FORMATS.items()))

DROP: tuple[tuple[str, str], ...] = (
    (
        "followers",
        r"粉絲(?:數|量)?(?:都)?(?:不限|隨便|沒差|不拘|多少都可以|不重要)|不限粉絲數?|不看粉絲數?"
        r"|‹(?:any|no) (?:follower|size)(?: count| limit| range)?|followers? (?:don't"
        r"|doesn't) matter|no limits? on (?:followers?|size)",
    ),
    (
        "platforms",
        r"不一定(?:要|非要)(?:用|在|找)?\s?(?:ig|fb|yt|youtube|instagram|facebook|tiktok|抖音"
        r"|小紅書|臉書|脆|部落格)|doesn't have to be (?:instagram|youtube|tiktok|facebook|ig)"
        r"|平台(?:都)?(?:不限|隨便|都可以|沒差|不拘|都行|皆可)|不限(?:制)?平台|任何平台|(?:any"
        r"|all) platforms?(?: is| are)?(?: fine| ok| okay)?|platform doesn't matter"
        r"|no platform preference|no limits? on platforms?",
    ),
    ("audience.age", r"年齡(?:都)?(?:不限|隨便|沒差|不拘)|不限年齡|any age|all ages|age doesn't matter"),
    (
        "audience.gender",
        r"性別(?:都)?(?:不限|隨便|沒差|不拘)|不限性別|男女不拘|any gender|gender doesn't matter",
    ),
    (
        "audience.regions",
        r"地區(?:都)?(?:不限|隨便|沒差|不拘)|不限地區|哪裡都可以|any (?:region|country|market"
        r"|location)|anywhere",
    ),
    ("style", r"風格(?:都)?(?:不限|隨便|沒差|不拘|都可以)|不限風格|any style|style doesn't matter"),
    ("creators", r"人數(?:都)?(?:不限|隨便|沒差|不拘)|幾個都可以|幾位都可以|不限人數|any number"),
    ("exclusions", r"(?:取消|拿掉|不用|刪掉)(?:所有)?排除|no exclusions|drop the exclusions?"),
    (
        "budget",
        r"預算(?:都)?(?:不限|沒上限|不是問題|無上限|沒有上限|隨便)|不限預算|budget is (?:no"
        r"|not a) (?:problem|issue|limit)|no budget limit|unlimited budget|money is no object",
    ),
)

DROPS = [(name, pattern(expression)) for name, expression in DROP]

DROP_ANY = pattern(
    r"(?:取消|拿掉|去掉|解除|移除|放寬|不要|不用|刪掉)(?:這個|那個|所有|全部"
    r"|掉)?(?P<zh>[^,，。]{0,8}?)(?:的)?(?:限制|條件|篩選|門檻|上限)|‹(?:drop|remove|lift|forget"
    r"|ignore|clear|loosen|relax|get rid of|lose)\s(?:the |that |all |any "
    r"|my )?(?P<en>[a-z ]{0,20}?)\s?(?:limits?|filters?|conditions?|restrictions?|requirements?"
    r"|constraints?|cap)›|‹(?:drop|forget|remove|lose) the (?P<what>followers?|budget|platforms?"
    r"|age|gender|region|style)›"
)

FIELD_NAMES = (
    ("budget", r"預算|價|budget|price"),
    ("followers", r"粉|追蹤|規模|follower|size"),
    ("platforms", r"平台|platform"),
    ("audience.age", r"年齡|年紀|age"),
    ("audience.gender", r"性別|男|女|gender"),
    ("audience.regions", r"地區|國家|市場|region|market|countr|location"),
    ("style", r"風格|style"),
    ("creators", r"人數|number of"),
    ("exclusions", r"排除|exclu"),
)

FIELDS = [(name, pattern(expression)) for name, expression in FIELD_NAMES]

ONLY_ASKS = pattern(
    r"^\s*(?:is|are|does|do|did|was|will|would|has)\s[^?]*\?\s*$"
    r"|^(?![^?？]*(?:可以|可不可以|能|有|要|改|換|找|只|加|想|幫))[^?？]*(?:嗎|呢|多少|多久|幾\w)[?？]?\s*$"
)
TELLS = pattern(
    r"我們?(?:是|在)?(?:賣|做|有|要|想推|推)|預算|單價|售價|‹(?:we|i) (?:sell|make|have|launch)"
    r"|‹budget|‹(?:we're|i'm) (?:selling|launching|promoting)|‹our (?:product|budget)"
)
