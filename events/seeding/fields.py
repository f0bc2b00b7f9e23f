"""Field types of seed records. Each turns text into a value or raises ValueError."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError

from events.models.markets import validate_markets
from events.seeding.records import Finding, Record
from sources.adapters.base import Parsed
from sources.dates import PartialDate, PartialDateError

# Characters that PostgreSQL or YAML does not return unchanged.
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*")


@dataclass(frozen=True)
class Field:
    """One field of a record: its name, how its text is read, and whether it is required.

    `read` turns text (or a list) into a value. It raises ValueError with a sentence for the user.
    """

    name: str
    read: Callable[[Parsed], object]
    required: bool = False
    default: object = ""


@dataclass
class Reading:
    """The values of a record, and the findings about it."""

    values: dict[str, object] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read_fields(record: Record, fields: Iterable[Field]) -> Reading:
    """Read the fields of a record. Unknown, missing and invalid fields become findings."""
    reading = Reading()
    by_name = {item.name: item for item in fields}
    for name in record:
        if name not in by_name:
            reading.findings.append(record.finding(name, "There is no such field."))
    for name, item in by_name.items():
        raw = record.get(name)
        if raw in (None, "", []):
            if item.required:
                reading.findings.append(record.finding(name, "This field is required."))
            default = item.default
            reading.values[name] = list(default) if isinstance(default, list) else default
            continue
        try:
            reading.values[name] = item.read(raw)
        except ValueError as error:
            reading.findings.append(record.finding(name, str(error)))
    return reading


def text(value: Parsed) -> str:
    """Return the text.

    Raises ValueError for other types, outer white space and control characters.
    """
    if not isinstance(value, str):
        raise ValueError("Text is expected.")
    if value != value.strip():
        raise ValueError("Has leading or trailing white space.")
    if _CONTROL.search(value):
        raise ValueError("Contains a control character.")
    return value


def text_up_to(limit: int) -> Callable[[Parsed], str]:
    """Return a reader of text of at most `limit` characters, the size of its column."""

    def read(value: Parsed) -> str:
        if len(result := text(value)) > limit:
            raise ValueError(f"Has {len(result)} characters; the limit is {limit}.")
        return result

    return read


def slug(value: Parsed) -> str:
    """Return the text if it is a slug."""
    if not SLUG.fullmatch(text(value)):
        raise ValueError(f"“{value}” is not a slug. Use lower-case letters, digits, - and _.")
    return text(value)


def texts(value: Parsed) -> list[str]:
    """Return a list of distinct texts, each of at most 200 characters."""
    if not isinstance(value, list):
        raise ValueError("A list is expected.")
    if len(set(map(str, value))) != len(value):
        raise ValueError("Contains a duplicate.")
    return [text_up_to(200)(item) for item in value]


def slugs(value: Parsed) -> list[str]:
    """Return a list of distinct slugs."""
    return [slug(item) for item in texts(value)]


def markets(value: Parsed) -> list[str]:
    """Return a list of distinct codes of markets: see `events.models.markets`."""
    codes = texts(value)
    try:
        validate_markets(codes)
    except ValidationError as error:
        raise ValueError(error.messages[0]) from error
    return codes


def choice(values: Iterable[str]) -> Callable[[Parsed], str]:
    """Return a reader of one of the given values."""
    allowed = list(values)

    def read(value: Parsed) -> str:
        if value not in allowed:
            raise ValueError(f"“{value}” is not one of: {', '.join(allowed)}.")
        return str(value)

    return read


def edtf(value: Parsed) -> str:
    """Return the date in EDTF, normalized by PartialDate."""
    try:
        return str(PartialDate.parse(text(value)))
    except PartialDateError as error:
        raise ValueError(str(error)) from error


def whole_number(smallest: int, largest: int) -> Callable[[Parsed], int]:
    """Return a reader of whole numbers from `smallest` to `largest`, both included."""

    def read(value: Parsed) -> int:
        if not re.fullmatch(r"\d{1,9}", text(value)) or not smallest <= int(text(value)) <= largest:
            raise ValueError(f"Must be a whole number from {smallest} to {largest}.")
        return int(text(value))

    return read


def number(value: Parsed) -> Decimal:
    """Return a finite decimal number with an absolute value below 10**20."""
    try:
        result = Decimal(text(value))
    except InvalidOperation as error:
        raise ValueError(f"“{value}” is not a number. Write 30000000000 or 3.6.") from error
    if not result.is_finite() or abs(result) >= 10**20:
        raise ValueError(f"“{value}” is too large.")
    return result


def sha256(value: Parsed) -> str:
    """Return the text if it is a SHA-256 in lower-case hexadecimal."""
    if not re.fullmatch("[0-9a-f]{64}", text(value)):
        raise ValueError("Must be a SHA-256: 64 hexadecimal digits.")
    return text(value)


def records(value: Parsed) -> list[Record]:
    """Return the list if all its items are records."""
    if not isinstance(value, list) or not all(isinstance(item, Record) for item in value):
        raise ValueError("A list of mappings is expected.")
    return value
