"""CSV (RFC 4180) for spreadsheets: UTF-8 with a byte order mark, one row per line."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator

from events.outputs.exports.base import Format
from events.outputs.exports.records import Record, claim_record, event_record
from events.outputs.exports.rows import ClaimRow, EventRow

UTF8_BOM = "\ufeff"
"""Without it, Excel reads UTF-8 in the encoding of the system, and garbles Chinese."""
FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r")
"""Prefixes that make a spreadsheet read a cell as a formula (OWASP, CSV injection)."""

Cell = str | int | None
Columns = dict[str, Callable[[Record], Cell]]


def field(name: str) -> Callable[[Record], Cell]:
    """Return a reader of a plain field."""
    return lambda record: record[name]


def part(name: str, key: str) -> Callable[[Record], Cell]:
    """Return a reader of one key of a nested field; empty if the field is None."""
    return lambda record: (record[name] or {}).get(key)


def slugs(name: str) -> Callable[[Record], Cell]:
    """Return a reader of the slugs of related rows."""
    return lambda record: "; ".join(item["slug"] for item in record[name])


def texts(name: str) -> Columns:
    """Return the two columns of a text, one per language."""
    return {f"{name}_en": part(name, "en"), f"{name}_zh": part(name, "zh")}


def dates(name: str) -> Columns:
    """Return the five columns of a date: EDTF, both bounds, and a label per language."""
    return {
        name: part(name, "edtf"),
        **{f"{name}_{key}": part(name, key) for key in ("earliest", "latest", "en", "zh")},
    }


def roles(record: Record) -> str:
    """Return each platform of an event with its role."""
    return "; ".join(f"{item['slug']}: {item['role']}" for item in record["platforms"])


COMMON_COLUMNS: Columns = {
    "tags": slugs("tags"),
    "sources": slugs("sources"),
    "is_disputed": field("is_disputed"),
    "version": field("version"),
    "created_at": field("created_at"),
    "updated_at": field("updated_at"),
}
EVENT_COLUMNS: Columns = {
    "slug": field("slug"),
    **texts("title"),
    **dates("when"),
    "kind": field("kind"),
    "outcome": field("outcome"),
    "is_failure": field("is_failure"),
    "platforms": roles,
    "markets": lambda record: "; ".join(record["markets"]),
    "importance": field("importance"),
    **texts("summary"),
    **texts("date_note"),
    **texts("url"),
    **COMMON_COLUMNS,
}
CLAIM_COLUMNS: Columns = {
    "key": field("key"),
    **texts("statement"),
    "kind": field("kind"),
    "claimant": part("claimant", "slug"),
    "claimant_name_en": lambda record: record["claimant"]["name"]["en"],
    "claimant_name_zh": lambda record: record["claimant"]["name"]["zh"],
    **{
        name: lambda record, name=name: Number(record[name]) if record[name] else None
        for name in ("value", "value_to")
    },
    **{name: field(name) for name in ("metric", "unit", "currency")},
    **dates("period"),
    **dates("asserted"),
    "rank": field("rank"),
    "rank_reason": field("rank_reason"),
    "platforms": slugs("platforms"),
    "events": slugs("events"),
    **texts("url"),
    **COMMON_COLUMNS,
}


class Number(str):
    """A number as text: the formula guard does not apply to its minus sign."""


class Table(Format):
    """Both languages side by side; lists are in one cell, separated by semicolons."""

    name = extension = "csv"
    label = "CSV"
    content_type = "text/csv; charset=utf-8; header=present"
    columns: Columns
    record: Callable[..., Record]

    def write(self, rows: Iterable[EventRow | ClaimRow]) -> Iterator[str]:
        """Yield the header, then one line per row."""
        writer = csv.writer(Echo())
        yield UTF8_BOM + writer.writerow(self.columns)
        for row in rows:
            record = type(self).record(row, self.metadata.site)
            yield writer.writerow([cell(read(record)) for read in self.columns.values()])


class EventTable(Table):
    """Events as CSV."""

    columns = EVENT_COLUMNS
    record = staticmethod(event_record)


class ClaimTable(Table):
    """Claims as CSV."""

    columns = CLAIM_COLUMNS
    record = staticmethod(claim_record)


class Echo:
    """A file-like object whose `write` returns its argument."""

    def write(self, text: str) -> str:
        """Return the text, so that the CSV writer returns each line."""
        return text


def cell(value: Cell) -> str:
    """Return a value as the text of a cell, with an apostrophe before a would-be formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    is_formula = not isinstance(value, Number) and text.startswith(FORMULA_PREFIXES)
    return f"'{text}" if is_formula else text
