"""A citation as CSL-JSON, by the schema of citationstyles.org (csl-data.json, version 1.0)."""

from __future__ import annotations

import datetime

from events.sharing.citations.citation import Citation
from events.web.json_values import JsonObject
from sources.dates import PartialDate, Precision

DATE_PARTS = {Precision.DAY: 3, Precision.MONTH: 2, Precision.YEAR: 1}


def as_csl(citation: Citation) -> JsonObject:
    """Return one CSL-JSON item. Unknown properties are omitted."""
    kind = "webpage" if citation.is_record else "article-magazine"
    item = {
        "id": citation.key,
        "type": kind if citation.container else "document",
        "title": citation.title,
        "author": [{"literal": name} for name in citation.authors],
        "container-title": citation.container,
        "genre": citation.genre,
        "issued": _date(citation.issued) if citation.issued else None,
        "accessed": {"date-parts": [_parts(citation.accessed, 3)]},
        "URL": citation.url,
        "language": citation.language,
        "note": citation.title_en and f"English title: {citation.title_en}",
    }
    return {name: value for name, value in item.items() if value}


def _date(date: PartialDate) -> JsonObject:
    """Return a date as CSL parts. A vague date becomes the range it may mean, with `circa`."""
    first, last = date.earliest, date.latest
    if date.precision in DATE_PARTS:
        result: JsonObject = {"date-parts": [_parts(first, DATE_PARTS[date.precision])]}
    elif first and last:
        bounds = [_parts(first, 3), _parts(last, 3)]
        return {"date-parts": [bounds[0][:1]] if first.year == last.year else bounds, "circa": True}
    else:
        return {"literal": date.label("en")}
    return {**result, "circa": True} if date.is_approximate or date.is_uncertain else result


def _parts(day: datetime.date, count: int) -> list[int]:
    return [day.year, day.month, day.day][:count]
