"""The words of spreadsheet headers, in Chinese and English: the table that data/columns.py goes by."""

from knowledge.models import Format, Platform

# The first word of each is what `roster export` writes.
SYNONYMS: dict[str, str] = {
    "creator_id": "creator_id, creator, 創作者, 創作者id, 创作者, kol_id",
    "name": (
        "name, 名稱, 頻道名稱, title, 姓名, 名字, 暱稱, 頻道, 名称, 频道名称, 昵称, channel name, "
        "channel, creator name, kol, kol名稱, 網紅, 網紅名稱, 創作者名稱, 帳號名稱, 粉專名稱, "
        "influencer, display name"
    ),
    "platform": "platform, 平台, 平臺, 社群平台, 社群, 媒體平台, social network",
    "handle": (
        "handle, 帳號, 账号, 帐号, username, 使用者名稱, 用戶名, account, 帳號id, account id, "
        "channel_id, 頻道id"
    ),
    "url": (
        "url, link, 連結, 網址, 链接, 网址, 鏈接, 頻道連結, 頻道網址, 帳號連結, 社群連結, "
        "channel url, profile url, 主頁, homepage"
    ),
    "region": "region, 地區, 国家, 國家, country, market, 市場, 地区, 所在地, 所在地區, location",
    "language": "language, 語言, 语言, languages, 使用語言, lang",
    "category": (
        "category, 類別, 类别, 分類, 分类, 領域, 领域, 類型, 主題, section, youtube_category, niche, "
        "genre, topic, vertical"
    ),
    "content": (
        "content, 內容描述, 内容描述, 內容, 描述, 內容簡介, 簡介, 简介, 介紹, 自我介紹, 風格, "
        "description, bio, about, style"
    ),
    "followers": (
        "followers, 粉絲數, 訂閱數, subscribers, 粉絲, 粉絲人數, 追蹤數, 追蹤人數, 追蹤者, 訂閱人數, "
        "訂閱者, 粉丝数, 粉丝, 订阅数, 关注数, follower count, subscriber count, subs, fans"
    ),
    "avg_views": (
        "avg_views, 平均觀看, 平均觀看數, 平均觀看次數, 平均播放, 平均播放數, 平均观看, 平均播放量, "
        "average views, median_latest_views, median views, 觀看中位數"
    ),
    "engagement": "engagement, 互動率, 互动率, engagement rate, 平均互動率, 參與率, er",
    "posts_per_month": "posts_per_month, 每月發文, 每月發文數, 月發文數, 每月影片數, monthly posts",
    "last_post": (
        "last_post, 最近發文, 最後發文, 最近發文日期, 最後更新, last post date, last upload, 最新影片日期"
    ),
    "past_collaborations": (
        "past_collaborations, 過往合作, 合作品牌, 過去合作, 合作紀錄, 合作案例, 过往合作, "
        "collaborations, past brands, brands"
    ),
    "audience_age": "audience_age, 受眾年齡, 粉絲年齡, 受众年龄, 觀眾年齡, audience ages",
    "audience_age_low": "audience_age_low, 受眾年齡下限",
    "audience_age_high": "audience_age_high, 受眾年齡上限",
    "audience_female_share": (
        "audience_female_share, 女性比例, 女性占比, 女性粉絲比例, 女粉比例, 女粉, audience female, "
        "female share, female"
    ),
    "audience_male_share": (
        "audience_male_share, 男性比例, 男性占比, 男性粉絲比例, 男粉比例, 男粉, audience male, "
        "male share, male"
    ),
    "audience_regions": "audience_regions, 受眾地區, 粉絲地區, 觀眾地區, 受众地区, audience countries",
    "contact": (
        "contact, 聯絡, 聯絡方式, 聯絡資訊, 聯繫方式, 联系方式, 联络, email, e-mail, 信箱, 電子郵件, "
        "電話, phone, 經紀, agent, 聯絡窗口, 聯繫窗口, 合作窗口, 商務窗口, 聯絡人, 經紀人"
    ),
    "notes": "notes, 備註, 备注, 註記, note, remark, remarks, comment, comments, memo",
    "demo": "demo, 示範, 虛構",
    "currency": "currency, 幣別, 幣值, 貨幣, 币种",
    "fee_basis": "fee_basis, 報價依據, 價格依據",
    "as_of": "as_of, 資料日期, 日期, 更新日期, 更新時間, 統計日期, date, updated, last updated, 数据日期",
    "source": "source, 來源, 資料來源, 出處, 来源, 数据来源",
}
# What describes the content besides a description; all of it is joined, with the label where one is given.
DESCRIPTIVE: dict[str, str | None] = {
    "section": None,
    "sub": None,
    "subcategory": None,
    "次分類": None,
    "contentabout": None,
    "playlists": "Playlists",
    "播放清單": "播放清單",
    "latestvideotitles": "Latest videos",
    "最新影片標題": "最新影片",
    "tags": None,
    "標籤": None,
    "keywords": None,
    "關鍵字": None,
    "hashtags": None,
}
JOINED = ("content", "contact", "notes")  # fields that may come from several columns
DATED = ("followers", "avg_views", "engagement", "posts_per_month", "audience")
FORMAT_WORDS: dict[Format, str] = {
    Format.UNBOXING: "unboxing 開箱 开箱",
    Format.TUTORIAL: "tutorial 教學 教学",
    Format.REVIEW: "review 評測 测评 評論 業配影片 置入影片",
    Format.LIVESTREAM: "livestream live 直播",
    Format.GROUP_BUY: "groupbuy 團購 团购",
    Format.AFFILIATE: "affiliate 分潤 聯盟行銷",
    Format.AMBASSADOR: "ambassador 代言 品牌大使",
    Format.GIFTING: "gifting 互惠 公關品",
    Format.SHORT: "shorts short 短影音 短影片 短视频",
    Format.REEL: "reels reel 連續短片",
    Format.STORY: "story stories 限時動態 限動",
    Format.BLOG_ARTICLE: "blogarticle blogpost blog article 部落格文 部落格文章 文章",
    Format.POST: "post posts 貼文 圖文 发文 發文",
}
USUAL_PIECE: dict[Platform, Format] = {
    Platform.YOUTUBE: Format.REVIEW,
    Platform.TIKTOK: Format.SHORT,
    Platform.BLOG: Format.BLOG_ARTICLE,
    Platform.PODCAST: Format.REVIEW,
    Platform.TWITCH: Format.LIVESTREAM,
}  # on every other platform a post
USUAL_VIDEO: dict[Platform, Format] = {
    Platform.YOUTUBE: Format.REVIEW,
    Platform.INSTAGRAM: Format.REEL,
    Platform.FACEBOOK: Format.REEL,
}  # on every other platform a short
QUOTE_WORDS = ("報價", "报价", "quote")
FEE_WORDS = (
    *QUOTE_WORDS,
    "費用", "费用", "價格", "价格", "價碼", "稿費", "稿酬", "單價", "酬勞", "業配費", "fee", "fees",
    "price", "ratecard", "cost", "費", "rate",
)  # fmt: skip
VIDEO_WORDS = ("影片", "video", "视频")
FILLERS = (
    "單支", "單則", "單篇", "每支", "每則", "每篇", "一支", "一篇", "一則", "合作", "業配", "贊助",
    "sponsored", "per", "單次", "的", "piece", "置入", "植入",
)  # fmt: skip
