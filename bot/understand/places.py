"""Markets and languages by the names sellers use. A city gives its country or territory."""

from bot.understand.folding import fold

REGIONS = {
    "TW": "tw 台灣 臺灣 全台 全臺 全台灣 台北 新北 桃園 新竹 苗栗 台中 彰化 南投 雲林 嘉義 台南 高雄 "
    "屏東 宜蘭 花蓮 台東 澎湖 金門 馬祖 基隆 北台灣 中台灣 南台灣 "
    "北部 中部 南部 東部 taiwan taiwanese taipei taichung kaohsiung tainan hsinchu taoyuan",
    "HK": "香港 港 港人 九龍 新界 銅鑼灣 旺角 hong_kong hongkong hongkonger hongkongers hk kowloon",
    "MO": "澳門 macau macao",
    "CN": "中國 中國大陸 大陸 內地 上海 北京 深圳 廣州 杭州 成都 china mainland_china chinese_market "
    "shanghai beijing shenzhen guangzhou",
    "MY": "馬來西亞 大馬 馬國 吉隆坡 檳城 新山 馬來 malaysia malaysian malaysians kuala_lumpur "
    "penang johor kl",
    "SG": "新加坡 星國 獅城 singapore singaporean singaporeans",
    "JP": "日本 東京 大阪 京都 japan japanese tokyo osaka",
    "KR": "韓國 南韓 首爾 釜山 korea korean south_korea seoul",
    "US": "美國 北美 紐約 洛杉磯 加州 舊金山 usa us u.s. united_states america american americans "
    "new_york los_angeles california texas san_francisco nyc",
    "GB": "英國 倫敦 uk united_kingdom britain british london england",
    "TH": "泰國 曼谷 thailand thai bangkok",
    "VN": "越南 胡志明 河內 vietnam vietnamese",
    "ID": "印尼 雅加達 indonesia indonesian jakarta",
    "PH": "菲律賓 馬尼拉 philippines filipino manila",
    "AU": "澳洲 雪梨 墨爾本 australia australian sydney melbourne",
    "CA": "加拿大 溫哥華 多倫多 canada canadian vancouver toronto",
    "FR": "法國 巴黎 france french paris",
    "DE": "德國 柏林 germany german berlin",
    "ES": "西班牙 spain spanish madrid barcelona",
    "IT": "義大利 italy italian milan",
    "IN": "印度 india indian mumbai delhi",
    "NZ": "紐西蘭 new_zealand",
}
LANGUAGES = {
    "zh-TW": "繁體中文 繁中 台灣中文 正體中文 traditional_chinese",
    "zh-CN": "簡體中文 簡中 simplified_chinese",
    "zh": "中文 華語 國語 普通話 華文 mandarin chinese",
    "yue": "粵語 廣東話 廣州話 白話文 cantonese",
    "nan": "台語 閩南語 河洛話 taiwanese_hokkien hokkien",
    "hak": "客語 客家話 hakka",
    "en": "英文 英語 english",
    "ja": "日文 日語 japanese",
    "ko": "韓文 韓語 korean",
    "ms": "馬來文 馬來語 malay bahasa_melayu bm",
    "th": "泰文 泰語 thai",
    "vi": "越南文 越南語 越文 vietnamese",
    "id": "印尼文 印尼語 bahasa_indonesia",
    "es": "西班牙文 西班牙語 spanish",
    "fr": "法文 法語 french",
    "de": "德文 德語 german",
}


def names(table: dict[str, str]) -> dict[str, str]:
    """Folded name to code."""
    return {fold(name.replace("_", " ")): code for code, row in table.items() for name in row.split()}
