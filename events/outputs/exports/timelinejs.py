"""TimelineJS 3 JSON: a title slide, and one slide per event.

https://timeline.knightlab.com/docs/json-format.html. Headlines and texts are HTML in this format,
so all text from records is escaped.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from django.utils.html import escape, format_html
from django.utils.translation import gettext as _

from events.models import Event
from events.outputs.exports.base import Format
from events.outputs.exports.json_ld import compact_json, json_items
from events.outputs.exports.rows import EventRow
from events.outputs.exports.schema_org import is_certain_day
from events.web.absolute_urls import site_name
from events.web.json_values import Json, JsonObject
from sources.dates import PartialDate, Precision


class TimelineJs(Format):
    """Slides of TimelineJS, in one language."""

    name = "timelinejs.json"
    label = "TimelineJS"
    content_type = "application/json"
    extension = "timelinejs.json"
    has_language = has_title = True

    def write(self, rows: Iterable[EventRow]) -> Iterator[str]:
        """Yield the document: the title slide, then one slide per row."""
        yield f'{{"scale":"human","title":{compact_json(self._title())},"events":['
        yield from json_items(self._slide(row) for row in rows)
        yield "]}\n"

    def _title(self) -> JsonObject:
        link = format_html(
            '<p><a href="{}">{}</a></p>',
            self.metadata.page,
            _("Explore on %(site)s") % {"site": site_name()},
        )
        return {"text": {"headline": escape(self.metadata.title), "text": str(link)}}

    def _slide(self, row: EventRow) -> JsonObject:
        event, date = row.event, row.event.date
        slide: dict[str, Json] = {
            "unique_id": event.slug,
            "start_date": start_of(date),
            "display_date": escape(date.label(self.metadata.language)),
            "text": {"headline": escape(str(event.title)), "text": self._description(event)},
        }
        if date.latest and date.earliest and not is_certain_day(date):
            slide["end_date"] = day(date.latest)
        if group := group_of(row):
            slide["group"] = escape(group)
        return slide

    def _description(self, event: Event) -> str:
        address = self.metadata.site.page("event", event.slug, language=self.metadata.language)
        return format_html(
            '<p>{}</p><p><a href="{}">{}</a></p>',
            str(event.summary),
            address,
            _("Sources"),
        )


def start_of(date: PartialDate) -> dict[str, int]:
    """Return the year, or year and month, if the date has that precision; else its first day."""
    parts = {Precision.YEAR: ("year",), Precision.MONTH: ("year", "month")}
    names = parts.get(date.precision, ("year", "month", "day"))
    return {name: value for name, value in day(date.span[0]).items() if name in names}


def day(date: datetime.date) -> dict[str, int]:
    """Return a day as TimelineJS writes it."""
    return {"year": date.year, "month": date.month, "day": date.day}


def group_of(row: EventRow) -> str:
    """Return the name of the first subject, or else of the first platform.

    TimelineJS shows the events of a group in one row.
    """
    subjects = [platform for platform, role in row.platforms if role == "subject"]
    candidates = subjects or [platform for platform, _role in row.platforms]
    return str(candidates[0].name) if candidates else ""
