"""Synthetic articles in every format that ingest reads; the same number gives the same article."""

from __future__ import annotations

import html
import random
from collections.abc import Callable
from pathlib import Path

from sources.repair import damage

SUBJECTS = [
    "平台",
    "商家",
    "用户",
    "主播",
    "公司",
    "品牌方",
    "海外市场",
    "社交应用",
    "支付系统",
    "内容社群",
]
VERBS = [
    "推出了",
    "关闭了",
    "正在测试",
    "没有公布",
    "希望扩大",
    "重新考虑",
    "已经放弃",
    "宣布收购",
    "开始试点",
    "悄悄下线",
]
OBJECTS = [
    "直播购物功能",
    "独立的购物应用",
    "站内支付",
    "短视频频道",
    "新的会员计划",
    "图片标签",
    "推荐系统",
    "线下门店",
    "广告业务",
    "社群工具",
]
TAILS = [
    "，但反响平平",
    "，这让同行感到意外",
    "，增长超过两成",
    "，原因没有说明",
    "",
    "，费用由平台承担",
    "，首批只在三个城市",
    "，目标是年轻人",
]
NAMES = ["Harbour", "Lantern", "Kestrel", "Quill", "Mosaic", "Tandem"]
TRADITIONAL = {
    "们": "們",
    "应": "應",
    "场": "場",
    "关": "關",
    "闭": "閉",
    "测": "測",
    "试": "試",
    "扩": "擴",
    "虑": "慮",
    "经": "經",
    "弃": "棄",
    "购": "購",
    "开": "開",
    "点": "點",
    "线": "線",
    "独": "獨",
    "内": "內",
    "视": "視",
    "频": "頻",
    "会": "會",
    "员": "員",
    "计": "計",
    "划": "劃",
    "图": "圖",
    "标": "標",
    "签": "簽",
    "荐": "薦",
    "统": "統",
    "门": "門",
    "广": "廣",
    "业": "業",
    "务": "務",
    "响": "響",
    "这": "這",
    "让": "讓",
    "觉": "覺",
    "长": "長",
    "过": "過",
    "两": "兩",
    "没": "沒",
    "说": "說",
    "费": "費",
    "担": "擔",
    "个": "個",
    "轻": "輕",
    "户": "戶",
    "动": "動",
    "态": "態",
    "单": "單",
    "选": "選",
    "择": "擇",
    "区": "區",
}


def sentence(chance: random.Random) -> str:
    """Return a synthetic sentence in Simplified Chinese, sometimes with a name or a year."""
    name = f"{chance.choice(NAMES)}的" if chance.random() < 0.3 else ""
    when = f"{chance.randint(2012, 2024)}年，" if chance.random() < 0.3 else ""
    parts = (SUBJECTS, VERBS, OBJECTS, TAILS)
    return when + name + "".join(chance.choice(choices) for choices in parts) + "。"


def paragraphs(chance: random.Random, count: int = 30) -> list[str]:
    """Return `count` paragraphs of two to six sentences."""
    return ["".join(sentence(chance) for _ in range(chance.randint(2, 6))) for _ in range(count)]


def fragment(number: int) -> str:
    """Return a post with front matter and an HTML fragment."""
    chance = random.Random(number)
    body = []
    for position, text in enumerate(paragraphs(chance)):
        if position % 8 == 0:
            body.append(f"<h2>{html.escape(sentence(chance)[:-1])}</h2>")
        body.append(f'<p style="margin:25px 0"><span>{html.escape(text)}</span></p>')
        if position % 6 == 0:
            body.append(
                f'<p><img src="https://images.example.org/?https://example.com/{number}-{position}.png"></p>'
                f'<p style="text-align: center;">{chance.choice(OBJECTS)}示意</p>'
            )
    day = f"{1 + number % 28:02d} Jun 2021"
    return (
        f"---\ntitle: '第{number}篇：{sentence(chance)[:-1]}'\nauthor: 示例站\n"
        f"date: Wed, {day} 00:00:00 GMT\n---\n\n<div>\n"
        + "\n".join(body)
        + f"\n<p>作者：示例作者{number % 50}</p>\n</div>\n"
    )


def page(number: int) -> str:
    """Return a full HTML page with navigation, teasers and a footer around the article."""
    chance = random.Random(number)
    title = f"第{number}篇：{sentence(chance)[:-1]}"
    teasers = "".join(f'<li><a href="/{n}">{sentence(chance)}</a></li>' for n in range(40))
    body = "".join(f"<p>{html.escape(text)}</p>" for text in paragraphs(chance))
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{title} - 示例网</title>'
        f'<meta property="article:published_time" content="2021-06-{1 + number % 28:02d}">'
        f'<link rel="canonical" href="https://example.com/a/{number}"></head><body>'
        f"<nav><ul>{teasers}</ul></nav><article><h1>{title}</h1>{body}</article>"
        f"<aside><ul>{teasers}</ul></aside><footer>示例网 版权所有</footer></body></html>"
    )


def dump(number: int) -> str:
    """Return a text dump of a page with its body twice, between navigation and teasers."""
    chance = random.Random(number)
    title = f"第{number}篇：{sentence(chance)[:-1]}"
    moment = f"2021-06-{1 + number % 28:02d} 13:58"
    body = f"来源|示例周刊\n\n作者|示例作者{number % 50}\n\n\n" + "\n\n\n".join(paragraphs(chance))
    teasers = "\n".join(
        line for _ in range(30) for line in (sentence(chance)[:-1], "".join(paragraphs(chance, 1)))
    )
    return (
        f"示例导航\n首页资讯文章详情\n\n{title}\n\n1186\n{moment}\n{moment}\n1186\n\n{title}\n\n\n\n{body}\n\n\n"
        f"免责声明\n最新热门报告\n{teasers}\n首页\n资讯\n文章详情\n{title}\n示例账号\n{moment}\n1186\n\n{title}\n\n\n\n"
        f"{body}\n\n\n咨询\n官方客服\n回顶部\n"
    )


def damaged(number: int) -> str:
    """Return a text dump in Traditional Chinese, damaged by readings injected into its bytes."""
    chance = random.Random(number)
    script = str.maketrans(TRADITIONAL)
    title = f"第{number}篇{sentence(chance)[:-1]}"
    body = "\n\n".join(paragraphs(chance, 40))
    text = f"{title}-示例网\n\n{title}\n\n網絡\n2021-06-{1 + number % 28:02d}\n點贊 0\n\n{body}\n\n返回頂部\n"
    return damage(text.translate(script))


FORMATS: dict[str, Callable[[int], str]] = {
    "html page": page,
    "html fragment": fragment,
    "text dump": dump,
    "repaired dump": damaged,
}


def write(folder: Path, count: int) -> None:
    """Write `count` documents into a folder, a quarter of them in each format."""
    makers = list(FORMATS.values())
    for number in range(count):
        text = makers[number % len(makers)](number)
        (folder / f"{number:06d}.txt").write_text(text, encoding="utf-8")
