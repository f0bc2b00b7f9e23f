"""Furniture: what pages have around an article, such as buttons, counters, notices and links."""

from __future__ import annotations

import re

BUTTON = re.compile(
    r"^[\W_]*(?:点赞|點贊|赞|贊|喜欢|收藏|分享|評論|评论|回复|举报|转发|打赏|赞赏|讚賞|关注|"
    r"關注|加入|訂閱|订阅|"
    r"查看|浏览|阅读|閱讀|阅读原文|展开全文|返回顶部|返回頂部|回顶部|下一篇|上一篇|更多|"
    r"查看更多|加载更多|"
    r"立即(?:领取|領取|咨询|登[记記]|下载|注册)|免费领取|免費領取|搜索|登录|注册|首页|首頁|二维码|"
    r"扫码.{0,12}|掃碼.{0,12}|微信扫一扫.{0,8}|复制链接|点击.{0,10}|分享(?:到|至).{0,12}|"
    r"给作者打赏.{0,20}|"
    r"[喜赞].{0,4}\d+|icon|share|like|tweet|print|email|comments?|subscribe|follow|sign ?up|"
    r"log ?in|menu|"
    r"read more|advertisement|广告|廣告|推广)[\W_]*$",
    re.IGNORECASE,
)
COUNTER = re.compile(
    r"^(?:(?!0\d)\d[\d,]*(?:\.\d+)?\s*[wWkK万萬+]*|(?:点赞|點贊|查看|浏览|瀏覽|阅读|閱讀|评论|"
    r"評論|收藏|分享|赞|阅读量|閱讀量|views?|"
    r"likes?|comments?|shares?)\s*(?:icon)?\s*[:：(（]?\s*[\d,.]+\s*[wWkK万萬+次人]*\s*[)）]?|"
    r"[\d,.]+\s*[wWkK万萬+]*\s*(?:次?(?:阅读|閱讀|浏览|瀏覽|查看|评论|評論|点赞|點贊|收藏|"
    r"分享|人)|views?|likes?|comments?))$",
    re.IGNORECASE,
)
# Lines after which there is no more text of the article.
NOTICE = re.compile(
    r"^[\W_]{0,3}(?:免[责責][声聲]明|特[别別][声聲]明|版[权權][声聲]明|[声聲]明|[风風][险險]提示|"
    r"(?:本文|原文|文章)[链鏈][接結]\s*[:：]?$|相[关關](?:阅读|閱讀|文章|推荐|推薦|新闻|新聞|"
    r"资讯|資訊|標籤|标签)|"
    r"(?:推荐|推薦|延伸|热门|熱門|猜你喜欢|编辑推荐|为你推荐|为您推荐|精彩)(?:阅读|閱讀|文章|"
    r"推荐)?\s*[:：]?$|"
    r"(?:上|下)一?[篇页頁]\s*[:：]|(?:最新|全部|网友|網友|发表|發表|精选|精選|热门)?(?:评论|"
    r"評論|留言)(?:\s*[(（]?\d+[)）]?)?$|"
    r"热门(?:文章|报告|资讯|标签)|最新(?:文章|资讯|热门|报告).{0,12}$|Related (?:articles?|"
    r"posts?|stories)|"
    r"You may also like|Recommended for you|Leave a (?:comment|reply)|Read next|More from|"
    r"All rights reserved|"
    r"Disclaimer|©|Copyright\b)",
    re.IGNORECASE,
)
EXPAND = re.compile(
    r"^[\W_]*(?:点击)?(?:展开|展開|阅读|閱讀|查看|显示|顯示)(?:剩余|剩餘)?(?:全文|全部|更多|"
    r"内容|內容)?(?:\d+%)?[\W_]*$"
)
CONTAINER = re.compile(
    r"(?:^|[\s_-])(?:support|rewards?|donat\w*|shar(?:e|ing)\w*|social\w*|related\w*|"
    r"recommend\w*|comments?\w*|"
    r"adverts?\w*|ads?|adsense|sponsor\w*|promo\w*|qr-?code|subscri\w*|newsletter|"
    r"breadcrumbs?|pagination|pager|"
    r"toolbar|sidebar|widget|copyright|post-?meta|tag-?(?:list|cloud)|author-?(?:card|box|"
    r"info)|post-?nav\w*|praise|"
    r"login\w*|modal|popup|cookie\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)


def is_button(line: str) -> bool:
    """Return whether a line is the label of a button or link, or a counter next to one."""
    return len(line) <= 30 and bool(BUTTON.match(line) or COUNTER.match(line))


def is_notice(line: str) -> bool:
    """Return whether a line begins the part after an article.

    That is a disclaimer, related articles, or comments.
    """
    return bool(NOTICE.match(line))


def is_furniture_container(names: str) -> bool:
    """Return whether an element's class and id mean that it contains no part of the article."""
    return bool(CONTAINER.search(names))
