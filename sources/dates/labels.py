"""Labels of dates for readers, in English and in Simplified Chinese."""

from __future__ import annotations

from sources.dates.grammar import UNSPECIFIED, Edge, Point, Reading, Shape

ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
ENGLISH_SEASONS = ("spring", "summer", "autumn", "winter")
CHINESE_SEASONS = "春夏秋冬"
CHINESE_DIGITS = "一二三四"
HALVES = {"40", "41"}
ENGLISH_GROUPINGS = (
    {21 + n: f"{name} {{year}}" for n, name in enumerate(ENGLISH_SEASONS)}
    | {25 + n: f"{name} {{year}} (northern hemisphere)" for n, name in enumerate(ENGLISH_SEASONS)}
    | {29 + n: f"{name} {{year}} (southern hemisphere)" for n, name in enumerate(ENGLISH_SEASONS)}
    | {33 + n: f"{{year}} Q{n + 1}" for n in range(4)}
    | {37: "early {year}", 38: "mid-{year}", 39: "late {year}"}
    | {40: "first half of {year}", 41: "second half of {year}"}
)
CHINESE_GROUPINGS = (
    {21 + n: f"{{year}}年{name}" for n, name in enumerate(CHINESE_SEASONS)}
    | {25 + n: f"{{year}}年{name}（北半球）" for n, name in enumerate(CHINESE_SEASONS)}
    | {29 + n: f"{{year}}年{name}（南半球）" for n, name in enumerate(CHINESE_SEASONS)}
    | {33 + n: f"{{year}}年第{name}季度" for n, name in enumerate(CHINESE_DIGITS)}
    | {37: "{year}年初", 38: "{year}年中", 39: "{year}年底"}
    | {40: "{year}年上半年", 41: "{year}年下半年"}
)
# Open ends, unknown ends and "some time before or after" have different wording.
ENGLISH_RANGES = {
    (Shape.INTERVAL, None, None): "{start} to {end}",
    (Shape.INTERVAL, None, Edge.OPEN): "since {start}",
    (Shape.INTERVAL, None, Edge.UNKNOWN): "from {start}, end unknown",
    (Shape.INTERVAL, Edge.OPEN, None): "until {end}",
    (Shape.INTERVAL, Edge.UNKNOWN, None): "until {end}, beginning unknown",
    (Shape.ONE_OF, None, None): "between {start} and {end}",
    (Shape.ONE_OF, None, Edge.OPEN): "in or after {start}",
    (Shape.ONE_OF, Edge.OPEN, None): "by {end}",
}
CHINESE_RANGES = {
    (Shape.INTERVAL, None, None): "{start}至{end}",
    (Shape.INTERVAL, None, Edge.OPEN): "{start}以来",
    (Shape.INTERVAL, None, Edge.UNKNOWN): "{start}起，结束时间不详",
    (Shape.INTERVAL, Edge.OPEN, None): "{end}以前",
    (Shape.INTERVAL, Edge.UNKNOWN, None): "{end}以前，开始时间不详",
    (Shape.ONE_OF, None, None): "{start}至{end}之间",
    (Shape.ONE_OF, None, Edge.OPEN): "{start}或之后",
    (Shape.ONE_OF, Edge.OPEN, None): "{end}或之前",
}


def label(reading: Reading, language: str) -> str:
    """Return the date as text: Simplified Chinese for any Chinese tag, else English."""
    is_chinese = language.lower().replace("_", "-").split("-")[0] == "zh"
    format_point = _chinese if is_chinese else _english
    if reading.shape is Shape.POINT:
        return format_point(reading.points[0])
    ranges = CHINESE_RANGES if is_chinese else ENGLISH_RANGES
    template = ranges[(reading.shape, _missing(reading.start), _missing(reading.end))]
    start, end = (
        "" if isinstance(edge, Edge) else format_point(edge, in_phrase=True)
        for edge in (reading.start, reading.end)
    )
    return template.format(start=start, end=end)


def _missing(end: Point | Edge) -> Edge | None:
    """Return how an end is missing: open or unknown; None if it is a date."""
    return end if isinstance(end, Edge) else None


def _english(point: Point, *, in_phrase: bool = False) -> str:
    text = _plain_english(point)
    is_approximate = point.qualifier in {"~", "%"}
    if (in_phrase or is_approximate) and ("X" in point.year or point.part in HALVES):
        text = f"the {text}"
    if is_approximate:
        text = f"about {text}"
    return f"{text} (uncertain)" if point.qualifier in {"?", "%"} else text


def _plain_english(point: Point) -> str:
    year = point.year.lstrip("0")
    if "X" in point.year:
        if point.year.count("X") == 1:
            return f"{int(point.year[:3])}0s"
        return f"{ordinal(int(point.year[:2]) + 1)} century"
    if point.part in {"", UNSPECIFIED}:
        return year
    if int(point.part) in ENGLISH_GROUPINGS:
        return ENGLISH_GROUPINGS[int(point.part)].format(year=year)
    month = ENGLISH_MONTHS[int(point.part) - 1]
    return (
        f"{month} {year}" if point.day in {"", UNSPECIFIED} else f"{int(point.day)} {month} {year}"
    )


def _chinese(point: Point, *, in_phrase: bool = False) -> str:
    text = _plain_chinese(point)
    if point.qualifier in {"~", "%"}:
        text = f"约{text}"
    return f"{text}（存疑）" if point.qualifier in {"?", "%"} else text


def _plain_chinese(point: Point) -> str:
    year = point.year.lstrip("0")
    if "X" in point.year:
        if point.year.count("X") == 1:
            return f"{int(point.year[:3])}0年代"
        return f"{int(point.year[:2]) + 1}世纪"
    if point.part in {"", UNSPECIFIED}:
        return f"{year}年"
    if int(point.part) in CHINESE_GROUPINGS:
        return CHINESE_GROUPINGS[int(point.part)].format(year=year)
    month = f"{year}年{int(point.part)}月"
    return month if point.day in {"", UNSPECIFIED} else f"{month}{int(point.day)}日"


def ordinal(number: int) -> str:
    """Return an English ordinal: 1 → 1st, 2 → 2nd, 11 → 11th, 21 → 21st."""
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
