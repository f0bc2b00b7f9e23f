"""Parts of a year in Chinese dates: months, thirds, quarters, seasons."""

from __future__ import annotations

import re

from events.annotation.dates import shapes
from events.annotation.dates.numerals import number
from events.annotation.dates.shapes import EARLY, LATE, MIDDLE, Shape

NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
STOPS = r"(?=[\s，,。、；;：:！？）)」”]|$)"
# Many other words start with 中, 初 and 终: 2021年中国市场, 2019年初步完成, 2019年终于上线.
EARLY_WORD = r"初(?![步次中创级始见露衷试代版恋春夏秋冬])期?|伊始|上旬"
MIDDLE_WORD = rf"中(?:期|旬)|中{STOPS}"
LATE_WORD = r"底(?!层|部|特|线|气|价|盘)|末|下旬"
MONTH_DAY = (
    rf"(?:(?P<from_month>{NUMBER})月? ?[-–—~～至到] ?)?(?P<month>{NUMBER}) ?月(?:份)?(?!活)"
    rf"(?: ?(?P<day>{NUMBER}) ?[日号](?![线楼店])"
    rf"|(?P<third>{EARLY_WORD}|{MIDDLE_WORD}|{LATE_WORD}))?"
)
YEARLESS = (
    r"(?:(?:前|头)(?P<quarters>[一二两三1-3])个?季度"
    r"|(?:第?(?P<quarter>[一二三四1-4])(?:个)?季度|(?P<named_quarter>首|末)季度?"
    r"|Q(?P<q>[1-4])(?!\d)|(?<!\d)(?P<qq>[1-4])Q)"
    r"|(?P<half>[上下前后])半年)"
)
PART = (
    rf"(?:的? ?(?:{MONTH_DAY}|{YEARLESS}"
    rf"|(?:前|头)(?P<months>{NUMBER}|两)个月"
    r"|(?P<festival>春节)"
    rf"|年?(?P<part>{EARLY_WORD}|中(?:期|旬)|中{STOPS}|{LATE_WORD}|岁末|年末|年底"
    r"|年终(?![奖于止点端究将]))"
    r"|[初早仲盛深晚]?(?P<season>[春夏秋冬])[季天]?(?![节晚运装款招普令威奥游训播粮])))"
)
SEASONS = {"春": 21, "夏": 22, "秋": 23, "冬": 24}


def shape_of(match: re.Match[str], *, month: int | None = None) -> Shape:
    """Return the shape of a match within its year; `month` overrides its month (上个月)."""
    part = {name: text for name, text in match.groupdict().items() if text}
    if "month" in part or month:
        return _in_month(part, month or number(part["month"]))
    if "quarters" in part:
        return shapes.months(1, 3 * number(part["quarters"]))
    if "months" in part:
        return shapes.months(1, number(part["months"]))
    if quarter := _quarter(part):
        return shapes.quarter(quarter)
    if "half" in part:
        is_first = part["half"] in {"上", "前"}
        return shapes.part(shapes.FIRST_HALF if is_first else shapes.SECOND_HALF)
    if "festival" in part:
        return shapes.months(1, 2)  # the lunar new year is always in January or February
    if "season" in part:
        return shapes.part(SEASONS[part["season"]])
    return shapes.part(third(part["part"])) if "part" in part else shapes.whole_year()


def third(word: str) -> int:
    """Return EARLY, MIDDLE or LATE for 初, 中, 底 and similar words."""
    if word[0] in "初伊上":
        return EARLY
    is_middle = word[0] == "中" and not word.startswith("中后")
    return MIDDLE if is_middle else LATE


def _in_month(part: dict[str, str], month: int) -> Shape:
    if "from_month" in part:
        return shapes.months(number(part["from_month"]), month)
    if "day" in part:
        return shapes.day(month, number(part["day"]))
    if "third" in part:
        return shapes.third_of_month(month, third(part["third"]))
    return shapes.part(month)


def _quarter(part: dict[str, str]) -> int | None:
    if "named_quarter" in part:
        return 1 if part["named_quarter"] == "首" else 4
    text = part.get("quarter") or part.get("q") or part.get("qq")
    return number(text) if text else None
