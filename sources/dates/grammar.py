"""The grammar of EDTF (ISO 8601-2:2019, https://www.loc.gov/standards/datetime/).

Supported are levels 0 and 1 without times of day, the sub-year groupings of level 2 (25 to 41),
and of its sets those with one range: `[..2019]`, `[2019..]`, `[2017..2019]`. The project has its
own parser because edtf 5.0.2 rejects `../2019`, `2020-21~` and `20XX/..` and gives unknown ends a
bound.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

UNSPECIFIED = "XX"
POINT = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)"
    r"(?:-(?P<part>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?(?P<qualifier>[?~%]?)"
)
GROUPINGS = range(21, 42)
MONTHS = range(1, 13)
EXAMPLES = gettext_noop(
    "2019, 2019-07, 2019-07-01, 2019-36 (fourth quarter), 2019/2020, 2019/.., [..2019]"
)


class PartialDateError(ValueError):
    """Text that is not an EDTF date.

    The message is for editors: what is wrong, and how to write the date.
    """


class Edge(Enum):
    """An end of an interval that is not a date."""

    OPEN = ".."  # there is no bound, or none yet
    UNKNOWN = ""  # there is a bound, but it is not known


class Shape(Enum):
    """What a date says about the time between its start and its end."""

    POINT = "point"  # one date, of any precision
    INTERVAL = "interval"  # all of the time between
    ONE_OF = "one of"  # some moment between


@dataclass(frozen=True, slots=True)
class Point:
    """One date. `part` is a month, a grouping (21 to 41) or XX; missing parts are empty."""

    year: str
    part: str = ""
    day: str = ""
    qualifier: str = ""

    def __str__(self) -> str:
        return "-".join(filter(None, (self.year, self.part, self.day))) + self.qualifier


@dataclass(frozen=True, slots=True)
class Reading:
    """A parsed EDTF text. The start and the end of a point are the same date."""

    shape: Shape
    start: Point | Edge
    end: Point | Edge

    def __str__(self) -> str:
        if self.shape is Shape.POINT:
            return str(self.start)
        start, end = (e.value if isinstance(e, Edge) else str(e) for e in (self.start, self.end))
        if self.shape is Shape.INTERVAL:
            return f"{start}/{end}"
        return f"[{start if start != '..' else ''}..{end if end != '..' else ''}]"

    @property
    def points(self) -> tuple[Point, ...]:
        """The one or two dates in the text, without open or unknown ends."""
        ends = (self.start,) if self.shape is Shape.POINT else (self.start, self.end)
        return tuple(end for end in ends if isinstance(end, Point))


def read(text: str) -> Reading:
    """Parse EDTF text. Lower-case `x` and the pairs `?~` and `~?` are normalized.

    Raise PartialDateError. The order of the ends of an interval is not checked here.
    """
    normalized = text.strip().replace("x", "X").replace("?~", "%").replace("~?", "%")
    if not normalized:
        raise PartialDateError(_("Enter a date, such as %(examples)s.") % {"examples": _(EXAMPLES)})
    if normalized.startswith("[") or normalized.endswith("]"):
        return _read_set(normalized)
    if "/" in normalized:
        return _read_interval(normalized)
    point = read_point(normalized)
    return Reading(Shape.POINT, point, point)


def _read_interval(text: str) -> Reading:
    ends = text.split("/")
    if len(ends) > 2 or any(re.fullmatch(r"[0-9]", end) for end in ends):
        raise PartialDateError(
            _(
                "“%(text)s” has a slash instead of a hyphen. Enter a day as 2020-05-07; use a "
                "slash only between the two ends of an interval: 2019/2020."
            )
            % {"text": text}
        )
    start, end = (Edge(e) if e in {"", ".."} else read_point(e) for e in ends)
    if isinstance(start, Edge) and isinstance(end, Edge):
        raise PartialDateError(
            _("“%(text)s” contains no date. Enter at least one end: 2019/.. or ../2019.")
            % {"text": text}
        )
    return Reading(Shape.INTERVAL, start, end)


def _read_set(text: str) -> Reading:
    match = re.fullmatch(r"\[([^\[\]]*?)\.\.([^\[\]]*)\]", text)
    if not match or match[1] == match[2] == "":
        raise PartialDateError(
            _(
                "“%(text)s” is not a valid range in square brackets. Enter [..2019] for 2019 or "
                "before, [2019..] for 2019 or after, [2017..2019] for a time between the two."
            )
            % {"text": text}
        )
    start, end = (read_point(end) if end else Edge.OPEN for end in match.groups())
    return Reading(Shape.ONE_OF, start, end)


def read_point(text: str) -> Point:
    """Parse one date; raise PartialDateError if it is not EDTF or not in the calendar."""
    match = POINT.fullmatch(text)
    if not match:
        raise PartialDateError(_describe_mistake(text))
    point = Point(*(match[name] or "" for name in ("year", "part", "day", "qualifier")))
    if point.year.replace("X", "0") == "0000":
        raise PartialDateError(_("“%(text)s”: years run from 0001 to 9999.") % {"text": text})
    if point.part:
        _check_part(text, point)
    return point


def _check_part(text: str, point: Point) -> None:
    """Raise PartialDateError where month and day do not fit each other or the year."""
    if "X" in point.year:
        raise PartialDateError(
            _(
                "“%(text)s” has a month but no exact year. Enter only the decade (201X), or the "
                "full year."
            )
            % {"text": text}
        )
    if point.part == UNSPECIFIED:
        if point.day not in {"", UNSPECIFIED}:
            message = _("“%(text)s” has a day but no month. Enter %(year)s-XX-XX.")
            raise PartialDateError(message % {"text": text, "year": point.year})
        return
    part = int(point.part)
    if part in GROUPINGS and point.day:
        message = _("“%(text)s” has a day in a season or quarter. Omit the day.")
        raise PartialDateError(message % {"text": text})
    if part not in MONTHS and part not in GROUPINGS:
        raise PartialDateError(
            _(
                "“%(text)s”: %(part)s is not a month (01 to 12), season (21 to 32), quarter (33 "
                "to 36), third (37 to 39) or half (40, 41) of a year."
            )
            % {"text": text, "part": point.part}
        )
    if point.day and point.day != UNSPECIFIED:
        days = monthrange(int(point.year), part)[1]
        if not 1 <= int(point.day) <= days:
            month = f"{point.year}-{point.part}"
            message = _("“%(text)s”: %(month)s has days 01 to %(days)s, not %(day)s.")
            raise PartialDateError(
                message % {"text": text, "month": month, "days": days, "day": point.day}
            )


MISTAKES = (
    (
        r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}",
        gettext_noop("“%(text)s” needs two digits for month and day: 2020-05-07."),
    ),
    (r"[0-9]{4}-[0-9]", gettext_noop("“%(text)s” needs two digits for the month: 2020-05.")),
    (
        r"[0-9]{4}[.][0-9]{1,2}([.][0-9]{1,2})?",
        gettext_noop("“%(text)s” has dots instead of hyphens. Use hyphens, as in 2020-05-07."),
    ),
    (r"[0-9]{8}", gettext_noop("“%(text)s” has no hyphens. Add them, as in 2020-05-07.")),
    (
        r"[0-9]{4} ?-?[Qq][1-4]|[Qq][1-4] ?-?[0-9]{4}",
        gettext_noop(
            "“%(text)s” is a quarter. Enter 2021-33, 2021-34, 2021-35 or 2021-36 for the first "
            "to the fourth."
        ),
    ),
    (
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ].*",
        gettext_noop("“%(text)s” has a time of day. Enter only the day, as in 2020-05-07."),
    ),
    (
        r"-[0-9]+.*|Y-?[0-9]+|[0-9]{5,}",
        gettext_noop("“%(text)s” is out of range: years run from 0001 to 9999."),
    ),
    (
        r"[0-9]{1,3}",
        gettext_noop("“%(text)s” is too short for a year. Enter all four digits, as in 0987."),
    ),
    (
        r"[0-9X]{4}.*X.*|[0-9]?X+",
        gettext_noop(
            "“%(text)s” has X in the wrong place. Use it as in 201X, 20XX, 2019-XX or 2019-07-XX."
        ),
    ),
    (
        r"[0-9]{4}u+|.*-uu.*|open|unknown",
        gettext_noop(
            "“%(text)s” uses an older draft of EDTF. Enter X for an unknown digit, .. for an "
            "open end."
        ),
    ),
    (
        r"[0-9X~?%-]+",
        gettext_noop(
            "“%(text)s” has parts or marks in the wrong place. Put ~, ? or %% at the very end."
        ),
    ),
)


def _describe_mistake(text: str) -> str:
    """Return what is wrong with a date, as a sentence in the active language."""
    for pattern, advice in MISTAKES:
        if re.fullmatch(pattern, text):
            return _(advice) % {"text": text}
    message = _("“%(text)s” is not a valid date. Enter a date, such as %(examples)s.")
    return message % {"text": text, "examples": _(EXAMPLES)}
