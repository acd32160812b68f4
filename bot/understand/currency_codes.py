"""Codes and names of currencies that the rate table lacks, so that an amount in one is refused by its name.

Codes: ISO 4217 as in the Unicode CLDR, with some withdrawn ones that sellers still write (ZWL, HRK).
"""

CODES = frozenset(
    "aed afn aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd brl bsd btn bwp byn bzd cad cdf chf clp cny "
    "crc cve czk djf dkk dzd egp etb eur fjd fkp gbp ghs gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr iqd "
    "irr isk jmd jod jpy kes kgs khr kmf kpw krw kwd kyd kzt lbp lkr lrd lsl lyd mdl mga mkd mmk mnt mru mvr "
    "mwk mxn myr mzn ngn nio nok npr nzd omr pab pgk php pkr pln pyg qar rsd rub rwf sbd sdg sek sgd shp sle "
    "srd syp szl thb tjs tmt tnd ttd twd tzs uah ugx usd uyu uzs ves vnd vuv wst xaf xcd xcg xof xpf yer zar "
    "zmw zwg zwl hrk vef sll byr ltl lvl eek dem frf itl esp".split()
)
# Words or names as well: a currency only in capitals and behind the number (500 TRY, but never "try 500").
WORDS = frozenset(
    "all amd bob cop cup dop ern gel lak mad mop mur nad pen ron sar scr sos ssp std stn top try ang".split()
)
NAMES = {
    "CHF": "法郎 swiss_francs swiss_franc francs franc",
    "ISK": "冰島克朗 icelandic_krona icelandic_kronur",
    "SEK": "瑞典克朗 swedish_krona swedish_kronor",
    "NOK": "挪威克朗 norwegian_krone norwegian_kroner",
    "DKK": "丹麥克朗 danish_krone danish_kroner",
    "CZK": "捷克克朗 czech_koruna koruna",
    "KRONA": "克朗 krona kronor krone kroner kronur",
    "TRY": "土耳其里拉 里拉 turkish_lira lira",
    "MXN": "墨西哥披索 mexican_pesos mexican_peso",
    "ARS": "阿根廷披索 argentine_pesos",
    "CLP": "智利披索 chilean_pesos",
    "BRL": "巴西雷亞爾 雷亞爾 巴西幣 brazilian_reals reais",
    "ZAR": "南非蘭特 蘭特 南非幣 south_african_rand rand",
    "NGN": "奈及利亞奈拉 奈拉 naira nairas",
    "AED": "迪拉姆 迪爾汗 阿聯幣 dirham dirhams",
    "SAR": "沙烏地里亞爾 里亞爾 saudi_riyals riyal riyals",
    "ILS": "以色列謝克爾 謝克爾 shekel shekels",
    "EGP": "埃及鎊 egyptian_pounds",
    "MMK": "緬甸元 緬幣 kyat kyats",
    "KHR": "柬埔寨瑞爾 瑞爾 riel riels",
    "LAK": "寮國基普 寮幣 kip",
    "MNT": "圖格里克 蒙古幣 tugrik",
    "BND": "汶萊元 汶萊幣 brunei_dollars",
    "NPR": "尼泊爾盧比 nepalese_rupees",
    "PKR": "巴基斯坦盧比 pakistani_rupees",
    "LKR": "斯里蘭卡盧比 sri_lankan_rupees",
    "BDT": "孟加拉塔卡 塔卡 taka",
    "PLN": "波蘭茲羅提 茲羅提 zloty zlotys zlotych",
    "HUF": "匈牙利福林 福林 forint forints",
    "BGN": "保加利亞列弗 列弗",
    "UAH": "格里夫納 hryvnia hryvnias",
    "KZT": "堅戈 tenge",
    "KPW": "北韓元",
    "GHS": "cedi cedis",
    "ETB": "birr",
    "DINAR": "第納爾 dinar dinars",
    "SHILLING": "先令 shillings",
    "ZWL": "辛巴威幣 辛巴威元 zimbabwe_dollars",
    "AUD": "澳元 澳洲幣 australian_dollars aussie_dollars",
    "CAD": "加元 加拿大幣 canadian_dollars",
    "NZD": "紐西蘭幣 紐元 new_zealand_dollars kiwi_dollars",
    "INR": "印度盧比 indian_rupees",
    "PHP": "菲律賓披索 菲律賓幣 philippine_pesos",
    "RUB": "俄羅斯盧布 russian_rubles",
    "IDR": "rupiah",
}
