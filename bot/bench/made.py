"""Made-up creators of any number, the same ones each time: fiction for measuring, marked as such.

What they do is drawn from the product types, so that descriptions fall into niches as real ones do; how they do it from
scenes, manners, audiences and refusals in both languages.
"""

from collections.abc import Iterator
from random import Random

from knowledge.circles import circle_of
from knowledge.models import Channel, ChannelAudience, Creator, Figure, Platform
from knowledge.products import ProductType, products

PLATFORMS = {
    Platform.YOUTUBE: 26,
    Platform.INSTAGRAM: 30,
    Platform.FACEBOOK: 12,
    Platform.TIKTOK: 14,
    Platform.THREADS: 6,
    Platform.XIAOHONGSHU: 4,
    Platform.BLOG: 3,
    Platform.PODCAST: 2,
    Platform.TWITCH: 1,
    Platform.LINE: 1,
    Platform.DCARD: 1,
}
REGIONS = {"TW": 62, "HK": 9, "MY": 7, "SG": 4, "US": 8, "JP": 3, "TH": 2, "GB": 2, "CA": 2, "AU": 1}
FAMILY = "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴周徐蘇葉莊呂江何蕭羅高潘簡朱鍾游詹胡施沈余"
GIVEN = "小阿美君宏婷怡文雅志明佳心慧玲凱翔宇安晴樂芸柔恩哲瑋筱涵語彤品妍子軒柏睿晨希悅可朵米豆"
CALLED_ZH = "日常|的家|選物|研究室|隨手拍|開箱|廚房|散步|筆記|日記|工作室|頻道|慢生活|講堂|小誌|實驗室".split(
    "|"
)
FIRST = "Mia Leo Ivy Max Zoe Kai Ann Ben Eve Sam Amy Ray Joy Tim Una Gus Liv Ned Fay Hal Nina Omar Ruth Theo".split()
LAST = (
    "Chen Lim Wong Tan Ho Lee Ng Park Ito Sato Diaz Cruz Kaur Shah Khan Novak Weiss Olsen Rossi Blanc".split()
)
CALLED_EN = "Daily|Studio|Lab|Notes|Diary|Reviews|at Home|Unboxed|Journal|Corner|Workshop|Club".split("|")
ZH = (
    "每週{when}介紹{a}，{manner}|用{a}做實驗，{manner}，數字都寫在片尾|專拍{a}和{b}的差別，{manner}|"
    "{where}的{a}愛好者，{manner}|把{a}拆開來看，{manner}，也聊{b}|從{a}入門到進階一集一集教，{manner}|"
    "只用自己買的{a}，用滿三個月才寫心得|帶{who}一起試{a}，{manner}|整理{b}的價格和通路，{manner}|"
    "直播挑{a}，{manner}，觀眾出題|{a}用壞了就修，{manner}|以前在店裡賣{b}，現在改拍{a}，{manner}"
).split("|")
EN = (
    "Shows {a} every {when}, {manner}|Tests {a} to destruction, {manner}|Compares {a} with {b}, {manner}|"
    "A fan of {a} from {where}, {manner}|Takes {a} apart and talks about {b}, {manner}|"
    "Teaches {a} from the very start, {manner}|Only writes about {a} after three months of use|"
    "Tries {a} with {who}, {manner}|Keeps a table of what {b} costs and where, {manner}|"
    "Picks {a} live, {manner}, while viewers ask|Used to sell {b}, now films {a}, {manner}"
).split("|")
MANNERS = {
    "zh": "講話慢|語速快、很敢吐槽|幾乎不說話，只有環境音|像在跟鄰居聊天|畫面乾淨|鏡頭晃得很真實|旁白是媽媽|"
    "每支都有表格|用台語配音|字幕做得像漫畫|把失敗也留著|從不修圖|會把發票貼出來|結尾一定念留言".split("|"),
    "en": "slowly and without music|with dry jokes|mostly in silence|like talking to a neighbour|with clean shots|"
    "with spreadsheets|and keeps the failures in|without any filter|with receipts on screen|"
    "in one take|reading comments at the end|with subtitles like a comic".split("|"),
}
WHO = {
    "zh": "爸媽|大學室友|兩個小孩|公司同事|退休的老師|鄰居阿姨|隊友".split("|"),
    "en": "two kids|flatmates|retired parents|the whole office|a skeptical sister".split("|"),
}
WHERE = {
    "zh": "台北|台中|高雄|花蓮|新竹科學園區|宜蘭|台南巷子|澎湖|香港|檳城".split("|"),
    "en": "Taipei|Penang|Hong Kong|Seattle|a farm|Leeds|a tiny flat|Osaka".split("|"),
}
WHEN = {"zh": "一|三|五|日".split("|"), "en": "Monday|Friday|Sunday|second week".split("|")}
REFUSED = {
    "zh": "不接減肥藥|不拍直銷|婉謝博弈業配|不收高價禮品|拒絕比較廣告".split("|"),
    "en": "No direct sales|No gambling sponsors|Never takes diet pills|No crypto".split("|"),
}


def creators(count: int, seed: int = 0) -> Iterator[Creator]:
    """That many creators by id, one channel each; the first n are the same however many follow."""
    random, kinds = Random(seed), list(products().values())
    for n in range(count):
        yield _creator(n, random, kinds)


def _creator(n: int, random: Random, kinds: list[ProductType]) -> Creator:
    language = random.choices(["zh", "en"], [72, 28])[0]
    # Some niches have many creators and most have few: the square leans towards the first.
    kind = kinds[int(len(kinds) * random.random() ** 2)]
    region = random.choices(list(REGIONS), list(REGIONS.values()))[0] if random.random() < 0.95 else None
    followers = round(10 ** random.gauss(4.2, 0.7))
    channel = Channel(
        platform=random.choices(list(PLATFORMS), list(PLATFORMS.values()))[0],
        handle=f"made{n}",
        category=circle_of(kind)[0 if language == "zh" else 1].split()[0].rstrip(","),
        content=described(random, kind, language) if random.random() < 0.97 else None,
        language={"zh": "zh-TW", "en": "en"}[language] if random.random() < 0.9 else None,
        followers=Figure(value=followers) if random.random() < 0.93 else None,
        avg_views=Figure(value=round(followers * random.uniform(0.02, 0.6)))
        if random.random() < 0.8
        else None,
        engagement=Figure(value=round(random.betavariate(2, 60), 4)) if random.random() < 0.8 else None,
        audience=ChannelAudience(regions=(region,) if region and random.random() < 0.6 else ()),
    )
    return Creator(
        id=f"made{n:08d}", name=called(random, language), region=region, demo=True, channels=(channel,)
    )


def described(random: Random, kind: ProductType, language: str) -> str:
    """What a scout would note of somebody who speaks of this kind of product."""
    words = [kind.zh, *kind.zh_synonyms] if language == "zh" else [kind.en, *kind.en_synonyms]
    parts = []
    for template in random.sample(ZH if language == "zh" else EN, random.randint(2, 4)):
        a, b = random.choice(words), random.choice(words)
        slots = {name: random.choice(SLOTS[name][language]) for name in SLOTS if name in template}
        parts.append(template.format(a=a, b=b, **slots))
    if random.random() < 0.3:
        parts.append(random.choice(REFUSED[language]))
    return "。".join(parts) + "。" if language == "zh" else ". ".join(parts) + "."


def called(random: Random, language: str) -> str:
    """A name, by no means unique."""
    if language == "zh":
        return random.choice(FAMILY) + "".join(random.sample(GIVEN, 2)) + random.choice(["", *CALLED_ZH])
    return f"{random.choice(FIRST)} {random.choice(LAST)} {random.choice(['', *CALLED_EN])}".strip()


SLOTS = {"manner": MANNERS, "who": WHO, "where": WHERE, "when": WHEN}
