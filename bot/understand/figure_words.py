"""Words beside a figure: its unit, and whether it is an upper end, a lower end or about right."""

from bot.understand.folding import pattern

FOLLOWERS = pattern(
    r"\s?\+?\s?(?:多|以上|以下|以內|左右)?的?(?:個|位|名)?\s?(?:粉絲|粉(?!底|餅|色|撲|紅|刺|末"
    r"|嫩|絲專|專|圓|條|筆|霜)"
    r"|追蹤|訂閱|關注|‹(?:follow(?:er|ing)s?|fans?|subs|subscribers?|folowers?|follwers?|ig followers)›)"
)

OF_NEXT = pattern(
    r"\s+粉絲(?:數|量)?\s?(?:約|大概|在|是|至少)?\s?\d|\s+followers?\s?:?\s?\d"
)  # 單價1490 粉絲10萬

PEOPLE = pattern(r"\s?(?:多)?(?:位|名(?!牌|片|稱|氣|字)|個人|人(?!民|份|座|用|工|參|氣|數|次|均))")

AGE = pattern(r"\s?(?:多)?(?:歲|嵗|[\s-]?(?:years?|yrs?)[\s-]old|‹?y/?o›|years? of age)")

MONTHS = pattern(r"\s?(?:個月|months?›|mos?›)")

UNIT_ALONE = pattern(r"\s?(?:元|塊|級|歲|位|名|個|人|美|台幣|港|日圓)")  # 千元, 百元, 十位

MEASURED = pattern(r"[位名個人篇則支部張場次集組件盒瓶包罐條台份片套雙顆檔天年](?!元|塊|萬|千|百)")

ABOUT_BEFORE = pattern(
    r"(?:大概|大約|大致|約|差不多|將近|接近|近|about|around|approx(?:imately)?\.?|roughly|circa"
    r"|nearly|almost|~|±|some|抓)"
    r"(?:是|在|有|抓)?\s{0,2}$"
)

MOST_BEFORE = pattern(
    r"(?:不(?:要|能|可以?|會|想)?(?:超過|高過|大於|多過|多於)|別超過|唔(?:好|可以|超)?(?:超)?過"
    r"|最多(?:不超過)?|頂多|至多|上限|低於"
    r"|少於|小於|不到|未滿|在|控制在|壓在|‹(?:under|below|up to|upto|at most"
    r"|max(?:imum)?(?: of)?|less than|no more than|within"
    r"|not (?:more than|over|above|exceed(?:ing)?)|capped at|cap (?:of|at|is)|maximally"
    r"|do(?:n't| not) exceed|can't exceed"
    r"|cannot exceed|smaller than|fewer than|<|≤))"
    r"(?:是|為|到|只能|就|:|抓|花|給|出|投|付)?\s{0,2}$|[<≤]\s?$"
)

LEAST_BEFORE = pattern(
    r"(?:至少|最少|起碼|最低|下限|不低於|不少於|超過|高於|大於|多於|破"
    r"|‹(?:at least|more than|over|above|min(?:imum)?(?: of)?|no less than|starting (?:from|at)"
    r"|from|upwards of|not less than))"
    r"(?:要|有|是|為|:)?\s{0,2}$|[>≥]\s?$"
)

MOST_AFTER = pattern(
    r"\s{0,2}(?:之?以內|之內|內(?!容|衣|褲|建|搭|含|膽)|以下|之?以下|為限|為上限|上限|封頂|打住"
    r"|搞定|(?:就)?是?極限|頂天|有找"
    r"|‹(?:max(?:imum)?|or less|or under|or below|tops|at most|limit|and under|and below|cap|ceiling))"
)

LEAST_AFTER = pattern(
    r"\s{0,2}(?:以上|起跳|起(?!司|來|司|士|床|泡|碼)|\+(?!\s?\d)|‹(?:or more|and up|and above"
    r"|minimum|at least|at minimum|plus(?!\s\S)))"
)

ABOUT_AFTER = pattern(r"\s{0,2}(?:左右|上下|出頭|附近|吧|‹(?:or so|ish|give or take|-ish))")

NEXT_FIGURE = pattern(r"\s{0,2}(?:nt|us|hk)?\$?\d")
