"""TimelineJS 3 JSON: a title slide and a slide an event.

https://timeline.knightlab.com/docs/json-format.html. Headlines and texts are HTML there, so
whatever comes from a record is escaped.
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
from sources.dates import PartialDate, Precision


class TimelineJs(Format):
    name = "timelinejs.json"
    label = "TimelineJS"
    content_type = "application/json"
    extension = "timelinejs.json"
    has_language = has_title = True

    def write(self, rows: Iterable[EventRow]) -> Iterator[str]:
        yield f'{{"scale":"human","title":{compact_json(self._title())},"events":['
        yield from json_items(self._slide(row) for row in rows)
        yield "]}\n"

    def _title(self) -> dict[str, object]:
        link = format_html(
            '<p><a href="{}">{}</a></p>',
            self.metadata.page,
            _("Explore on %(site)s") % {"site": site_name()},
        )
        return {"text": {"headline": escape(self.metadata.title), "text": str(link)}}

    def _slide(self, row: EventRow) -> dict[str, object]:
        event, date = row.event, row.event.date
        slide: dict[str, object] = {
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
            _("Who says so"),
        )


def start_of(date: PartialDate) -> dict[str, int]:
    """As much of the date as is certain where that is a year or a month; else its first day."""
    first = date.earliest or date.latest
    wanted = {Precision.YEAR: ("year",), Precision.MONTH: ("year", "month")}
    names = wanted.get(date.precision, ("year", "month", "day"))
    return {name: value for name, value in day(first).items() if name in names}


def day(of: datetime.date) -> dict[str, int]:
    return {"year": of.year, "month": of.month, "day": of.day}


def group_of(row: EventRow) -> str:
    """The platform it happened to first, which TimelineJS makes a row of."""
    subjects = [platform for platform, role in row.platforms if role == "subject"]
    named = subjects or [platform for platform, _role in row.platforms]
    return str(named[0].name) if named else ""
