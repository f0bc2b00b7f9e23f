"""The kinds of value a seed record may hold, and what is said when one does not fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from events.seeding.records import Finding, Record
from sources.dates import PartialDate, PartialDateError

# What neither PostgreSQL nor YAML holds and gives back as it is.
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*")
MARKETS = frozenset(
    [
        "global",
        "europe",
        "asia",
        "southeast-asia",
        "latin-america",
        "north-america",
        "middle-east",
        "africa",
        "oceania",
        "western-world",
        "overseas",
    ]
)


@dataclass(frozen=True)
class Field:
    """One field of a record: its name, how its text is read, and whether it must be there.

    `read` turns text (or a list) into a value and raises ValueError with a sentence.
    """

    name: str
    read: Callable[[object], object]
    required: bool = False
    default: object = ""


@dataclass
class Reading:
    """A record read field by field, with what was wrong."""

    values: dict[str, object] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read_fields(record: Record, fields: Iterable[Field]) -> Reading:
    """Read the fields of a record; unknown, missing and unfit ones become findings."""
    reading = Reading()
    known = {item.name: item for item in fields}
    for name in record:
        if name not in known:
            reading.findings.append(record.finding(name, "There is no such field."))
    for name, item in known.items():
        given = record.get(name)
        if given in (None, "", []):
            if item.required:
                reading.findings.append(record.finding(name, "Must be given."))
            default = item.default
            reading.values[name] = list(default) if isinstance(default, list) else default
            continue
        try:
            reading.values[name] = item.read(given)
        except ValueError as error:
            reading.findings.append(record.finding(name, str(error)))
    return reading


def text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("A text is expected.")
    if value != value.strip():
        raise ValueError("Has white space at its ends.")
    if _CONTROL.search(value):
        raise ValueError("Holds a control character.")
    return value


def text_of(limit: int) -> Callable[[object], str]:
    """A text of at most `limit` characters: what its column holds."""

    def read(value: object) -> str:
        if len(found := text(value)) > limit:
            raise ValueError(f"Is {len(found)} characters long; {limit} fit.")
        return found

    return read


def slug(value: object) -> str:
    if not SLUG.fullmatch(text(value)):
        raise ValueError(f"“{value}” is no slug: small letters, digits and hyphens.")
    return text(value)


def texts(value: object) -> list[str]:
    if not isinstance(value, list):
        raise ValueError("A list is expected.")
    if len(set(map(str, value))) != len(value):
        raise ValueError("Names something twice.")
    return [text_of(200)(item) for item in value]


def slugs(value: object) -> list[str]:
    return [slug(item) for item in texts(value)]


def markets(value: object) -> list[str]:
    for item in texts(value):
        if item not in MARKETS and not re.fullmatch("[A-Z]{2}", item):
            raise ValueError(f"“{item}” is neither an ISO 3166 code nor a known region.")
    return texts(value)


def choice(values: Iterable[str]) -> Callable[[object], str]:
    """One of a closed list of words."""
    allowed = list(values)

    def read(value: object) -> str:
        if value not in allowed:
            raise ValueError(f"“{value}” is none of: {', '.join(allowed)}.")
        return str(value)

    return read


def edtf(value: object) -> str:
    try:
        return str(PartialDate.parse(text(value)))
    except PartialDateError as error:
        raise ValueError(str(error)) from error


def whole(smallest: int, largest: int) -> Callable[[object], int]:
    """A whole number within bounds, both included."""

    def read(value: object) -> int:
        if not re.fullmatch(r"\d{1,9}", text(value)) or not smallest <= int(text(value)) <= largest:
            raise ValueError(f"Must be a whole number from {smallest} to {largest}.")
        return int(text(value))

    return read


def number(value: object) -> Decimal:
    try:
        found = Decimal(text(value))
    except InvalidOperation as error:
        raise ValueError(f"“{value}” is no number: write 30000000000 or 3.6.") from error
    if not found.is_finite() or abs(found) >= 10**20:
        raise ValueError(f"“{value}” is too large a number.")
    return found


def sha256(value: object) -> str:
    if not re.fullmatch("[0-9a-f]{64}", text(value)):
        raise ValueError("Must be a SHA-256: 64 hexadecimal digits.")
    return text(value)


def records(value: object) -> list[Record]:
    if not isinstance(value, list) or not all(isinstance(item, Record) for item in value):
        raise ValueError("A list of mappings is expected.")
    return value
