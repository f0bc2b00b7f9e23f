"""Recognise bylines and closing credits, and read the names in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

AUTHOR = (
    r"作\s*者|原作者|撰\s*文|撰\s*稿|撰稿人|文字|本[报報]记者|记者|記者|采写|採寫|执笔|執筆|"
    r"Written by|Words by|Author|By"
)
OUTLET = (
    r"来\s*源|來\s*源|文章来源|文章來源|内容来源|本文来源|信息来源|转载自|轉載自|转自|轉自|稿源|"
    r"出品方?|首发于?|首發於?|原载于?|微信公众号|微信公眾號|公众号|公眾號|Source|"
    r"Originally published in"
)
STAFF = (
    r"编\s*辑|編\s*輯|责\s*编|責\s*編|责任编辑|責任編輯|校对|校對|排版|审核|审校|監製|监制|"
    r"设计|設計|"
    r"制图|製圖|视觉|运营|策划|主编|编译|編譯|译者|譯者|翻译|翻譯|摄影|攝影|题图|題圖|头图|頭圖|"
    r"封面图?|封面圖|配图|图片来源|图片來源|图片|圖片|Editor|Edited by|Photo|Image|"
    r"Translated by|微信号|ID"
)
ADDRESS = (
    r"原文链接|原文連結|原文鏈接|原文地址|文章链接|文章來源鏈接|链接|本文链接|Original article|Link"
)
PUBLISHED = (
    r"发布时间|發佈時間|發布時間|发布日期|發佈日期|发表时间|时间|時間|日期|更新时间|Published|"
    r"Posted on|Date"
)
KINDS = {"author": AUTHOR, "outlet": OUTLET, "staff": STAFF, "url": ADDRESS, "published": PUBLISHED}
SEPARATOR = r"[:：|｜丨/／∣│︱]"
LABEL = re.compile(
    r"(?:^|(?<![\u4e00-\u9fffA-Za-z])|(?<=自))(?:"
    + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in KINDS.items())
    + rf")\s*(?:{SEPARATOR}(?!//)|(?=[“「《])|(?<=[Bb]y)\s(?=[A-Z]))\s*"
)
# `文` alone is a byline only at the start of a line, because many words end with it.
LONE_AUTHOR = re.compile(rf"^[\W_]{{0,3}}文\s*{SEPARATOR}\s*(?=\S)")
BYLINE_START = re.compile(r"^[\W_]{0,3}")
CREDIT_SENTENCE = re.compile(
    r"^[\W_]{0,3}(?:(?:本文|本篇|此文|[该該]文|原文|文章).{0,30}"
    r"(?:授[权權]|[转轉][载載]|首[发發]|[发發][布佈]|[来來]自|原[创創]|投稿|[仅僅]代表|不代表|[独獨]立[观觀][点點]|版[权權])"
    r"|(?:题|題|头|頭|封面|文中|配).{0,3}[图圖]片?.{0,2}(?:均?[来來]自|[来來]源|由)"
    r"|原文(?:链接|連結|鏈接|地址)$"
    r"|[图圖]片均?(?:[来來]自|[来來]源)"
    r"|未[经經].{0,8}(?:许可|許可|授[权權]|允[许許])|禁止[转轉][载載]|[转轉][载載][请請]|"
    r"版[权權][归歸所]"
    r"|作者(?:[简簡]介|介[绍紹]|系|為|为)|[关關][于於]作者|#?[专專][栏欄]作家|"
    r"[来來]源于?[网網][络絡路]$"
    r"|[(（\[【—\-–\s]*(?:全文)?(?:完|END|The End)[)）\]】—\-–\s]*$)"
)
SELF_INTRODUCTION = re.compile(
    r"^@?(?P<name>[^，,。：:\s]{2,20})[，,]\s*(?:微信)?公[众眾][号號]\s*[:：]"
)
POSTED_BY = re.compile(
    r"本文由\s*(?:@\s*)?(?P<who>[^@\s，。]{1,30}?)\s*(?:(?P<how>授[权權]|原[创創]|投稿)\s*)?"
    r"(?:首[发發]|[发發][布佈]|[发發]表)\s*[于於在]\s*(?P<where>[^，,。；;\s]{2,30})"
)
TAKEN_FROM = re.compile(
    r"本文(?:首[发發][于於]|[转轉][载載]自|[来來]自|[来來]源[于於]?|原[载載][于於])\s*(?:[:：]\s*)?"
    r"(?:微信公[众眾][号號]\s*)?(?:[:：“「《]\s*)?(?P<where>[^，,。；;：:“”「」《》（(\s]{2,30})"
)
PARENTHESIS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]?")
WEB_ADDRESS = re.compile(r"https?://[^\s，。；）)》」\"']+")
UNKNOWN_OUTLET = re.compile(
    r"^(?:互[联聯])?[网網][络絡路](?:整理|[综綜]合|[资資]料)?$|^[综綜]合(?:整理)?$|^不[详詳]$|"
    r"^互[联聯][网網]$|"
    r"^(?:the )?internet$",
    re.IGNORECASE,
)
NO_NAME = re.compile(
    r"^(?:佚名|匿名|未知|不[详詳]|小[编編]|[网網][络絡]|admin|unknown)$", re.IGNORECASE
)
DATE_IN_VALUE = re.compile(r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}|\d{1,2}[:：]\d{2}")
MAX_CREDIT_CHARACTERS = 200
MAX_BYLINE_CHARACTERS = 80
MAX_NAME_CHARACTERS = 40


@dataclass
class Credits:
    """The names in credits. `outlet_unknown` is true if they say that the outlet is not known."""

    authors: list[str] = field(default_factory=list)
    outlet: str = ""
    publisher: str = ""
    url: str = ""
    published: str = ""
    outlet_unknown: bool = False


def is_byline(text: str) -> bool:
    """Return whether a line is only a label and its value: `来源|…`, `文/…`, `By …`."""
    if len(text) > MAX_BYLINE_CHARACTERS:
        return False
    if LONE_AUTHOR.match(text):
        return len(text) <= MAX_NAME_CHARACTERS
    label = _first_label(text)
    return label is not None and label.end() < len(text)


def is_credit(text: str) -> bool:
    """Return whether a line at an article's end is a credit or a note on its use."""
    if len(text) > MAX_CREDIT_CHARACTERS:
        return False
    if is_byline(text) or CREDIT_SENTENCE.match(text) or SELF_INTRODUCTION.match(text):
        return True
    return bool(_first_label(text)) and bool(WEB_ADDRESS.search(text))


def _first_label(text: str) -> re.Match[str] | None:
    """Return the label at the start of a line, after at most three marks."""
    marks = BYLINE_START.match(text)
    return LABEL.match(text, marks.end() if marks else 0)


def read_credits(lines: list[str]) -> Credits:
    """Return the names in several credit lines; an earlier line has priority over a later one."""
    credits = Credits()
    lines = [line[:MAX_CREDIT_CHARACTERS] for line in lines]
    for line in lines:
        _read_labels(line, credits)
    for line in lines:
        _read_sentence(line, credits)
    return credits


def _read_labels(line: str, credits: Credits) -> None:
    lone_author = LONE_AUTHOR.match(line)
    labels = [("author", lone_author.start(), lone_author.end())] if lone_author else []
    labels += [
        (label.lastgroup or "", label.start(), label.end()) for label in LABEL.finditer(line)
    ]
    next_starts = [start for _, start, _ in [*labels[1:], ("", len(line), 0)]][: len(labels)]
    for (kind, _, end), next_start in zip(labels, next_starts, strict=True):
        _note(kind, line[end:next_start].strip(" 　,，;；、|｜丨/。.·"), credits)


def _note(kind: str, value: str, credits: Credits) -> None:
    address = WEB_ADDRESS.search(value)
    if address and kind in ("outlet", "url"):
        credits.url = credits.url or address.group()
    elif kind == "author":
        credits.authors += [name for name in split_names(value) if name not in credits.authors]
    elif kind == "outlet" and value:
        credits.outlet = credits.outlet or _outlet_in(value, credits)
    elif kind == "published":
        credits.published = credits.published or value


def _outlet_in(value: str, credits: Credits) -> str:
    text = DATE_IN_VALUE.split(PARENTHESIS.sub("", value), maxsplit=1)[0]
    name = re.split(r"[，,。；;]", text)[0].strip(' “”"「」《》@　')
    if UNKNOWN_OUTLET.match(name):
        credits.outlet_unknown = True
        return ""
    return name if len(name) <= MAX_NAME_CHARACTERS else ""


def _read_sentence(line: str, credits: Credits) -> None:
    if re.match(r"^[\W_]*[来來]源(?:[于於自])?[网網][络絡路]$", line):
        credits.outlet_unknown = True
    posted_by, taken_from = POSTED_BY.search(line), TAKEN_FROM.search(line)
    introduction = SELF_INTRODUCTION.match(line)
    if introduction and not credits.authors:
        credits.authors.append(introduction["name"])
    if posted_by:
        credits.publisher = credits.publisher or posted_by["where"].strip("“”《》「」")
        if (posted_by["how"] or "")[:1] == "原" and not credits.authors:
            credits.authors += split_names(posted_by["who"])
        elif (posted_by["how"] or "")[:1] != "原" and not credits.outlet:
            credits.outlet = posted_by["who"]
    elif taken_from and not credits.outlet and not WEB_ADDRESS.match(taken_from["where"]):
        credits.outlet = _outlet_in(taken_from["where"], credits)


def split_names(value: str) -> list[str]:
    """Return the names of the persons in a byline's value."""
    text = DATE_IN_VALUE.split(PARENTHESIS.sub("", value), maxsplit=1)[0]
    pieces = re.split(r"[、，,；;&|｜/丨]|\s+and\s+|\s{2,}|\s+[xX×]\s+", text)
    if len(pieces) == 1 and re.fullmatch(
        r"[\u4e00-\u9fff·]{2,4}(?:\s[\u4e00-\u9fff·]{2,4})+", text
    ):
        pieces = text.split()
    names = [piece.strip(' @“”"「」《》　.。:：') for piece in pieces]
    return [n for n in names if n and len(n) <= MAX_NAME_CHARACTERS and not NO_NAME.match(n)]
