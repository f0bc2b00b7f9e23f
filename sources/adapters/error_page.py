"""Pages in place of the article: not found, log-in required, verification required."""

from __future__ import annotations

import re

from sources.adapters.base import ErrorPage

MAX_ERROR_PAGE_CHARACTERS = 700
MAX_VAGUE_ERROR_PAGE_CHARACTERS = 160
CERTAIN_MESSAGE = re.compile(
    r"环境异常|環境異常|完成验证后|完成驗證後|请完成(?:安全)?验证|安全验证|人机验证|滑动.{0,4}验证|"
    r"(?:页面|网页|頁面|網頁|文章|内容|內容|链接|连接)(?:已经|已經|已)?(?:不存在|被?删除|"
    r"被?刪除|丢失|失效|过期|找不到)|"
    r"(?:您|你)(?:访问|訪問|查找|要找|请求)的(?:页面|頁面|内容|文章)|此内容因违规|该内容已被|"
    r"此帐号已|无法查看此内容|"
    r"(?:请|請)先?(?:登录|登入|登錄)后?|(?:登录|登入|登錄)(?:后|以|即可|账号|帳號)|扫码登录|"
    r"Access [Dd]enied|Just a moment|Checking your browser|"
    r"[Vv]erify (?:that )?you are (?:a )?human|"
    r"(?:enable|requires?) JavaScript|unusual traffic|complete the (?:security check|captcha)|"
    r"[Pp]age (?:you.{0,40} )?(?:was |is |could )?not (?:be )?found|404 [Nn]ot [Ff]ound|"
    r"403 Forbidden|"
    r"(?:[Ll]og|[Ss]ign) ?in to (?:continue|read|view)|50[0234] (?:Bad Gateway|Internal|"
    r"Service|Gateway)"
)
VAGUE_MESSAGE = re.compile(
    r"\b404\b|\b403\b|captcha|验证码|驗證碼|登录|登入|Forbidden|Not Found|出错了|系统繁忙", re.I
)


def refuse_error_page(text: str, title: str = "") -> None:
    """Raise `ErrorPage` when a short visible text has the words of an error page.

    The limit of length keeps articles that quote such a message.
    """
    visible = " ".join(text.split())
    if len(visible) > MAX_ERROR_PAGE_CHARACTERS:
        return
    match = CERTAIN_MESSAGE.search(f"{title} {visible}")
    if not match and len(visible) <= MAX_VAGUE_ERROR_PAGE_CHARACTERS:
        match = VAGUE_MESSAGE.search(f"{title} {visible}")
    if match:
        raise ErrorPage(f"This is not the article; the page says “{match.group()}”.")
