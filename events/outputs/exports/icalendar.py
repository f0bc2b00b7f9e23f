"""iCalendar (RFC 5545): one all-day entry per event, with the precision of its date."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator

import icalendar
from django.utils.translation import gettext as _
from icalendar.prop import vText, vUri

from events.models import Event
from events.outputs.exports.base import Format
from events.outputs.exports.rows import EventRow
from events.outputs.exports.schema_org import is_certain_day
from events.web.absolute_urls import site_name

CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Characters that a text may not contain (section 3.1); the library escapes line ends."""
END = b"END:VCALENDAR\r\n"


class Calendar(Format):
    """All-day entries. If the day is not certain, the entry is tentative and its title says so."""

    name = extension = "ics"
    label = "iCalendar"
    content_type = "text/calendar; charset=utf-8"
    has_language = has_title = True

    def write(self, rows: Iterable[EventRow]) -> Iterator[str]:
        """Yield the calendar: its properties, then one entry per row."""
        yield self._calendar().to_ical(sorted=False).removesuffix(END).decode()
        for row in rows:
            yield self._entry(row.event).to_ical(sorted=False).decode()
        yield END.decode()

    def _calendar(self) -> icalendar.Calendar:
        calendar, metadata = icalendar.Calendar(), self.metadata
        calendar.add("version", "2.0")
        calendar.add("prodid", Text(f"-//{metadata.site.host}//{site_name()}//EN"))
        calendar.add("calscale", "GREGORIAN")
        calendar.add("method", "PUBLISH")
        calendar.add("name", Text(metadata.title))
        calendar.add("x-wr-calname", Text(metadata.title))
        calendar.add("source", vUri(metadata.address), {"VALUE": "URI"})
        calendar.add("url", metadata.page)
        return calendar

    def _entry(self, event: Event) -> icalendar.Event:
        site, language = self.metadata.site, self.metadata.language
        address = site.page("event", event.slug, language=language)
        entry = icalendar.Event()
        # It never changes (RFC 5545, 3.8.4.7), the slug may.
        entry.add("uid", f"event-{event.pk}@{site.host}")
        entry.add("dtstamp", event.updated_at)
        entry.add("created", event.created_at)
        entry.add("last-modified", event.updated_at)
        entry.add("sequence", event.version - 1)
        for name, day in days(event).items():
            entry.add(name, day)
        entry.add("summary", Text(self._title(event)))
        entry.add("description", Text(self._description(event, address)))
        entry.add("url", address)
        entry.add("categories", categories(event))
        entry.add("status", "CONFIRMED" if is_certain_day(event.date) else "TENTATIVE")
        entry.add("transp", "TRANSPARENT")
        return entry

    def _title(self, event: Event) -> str:
        if is_certain_day(event.date):
            return str(event.title)
        label = event.date.label(self.metadata.language)
        return _("%(title)s (date: %(date)s)") % {"title": event.title, "date": label}

    def _description(self, event: Event, address: str) -> str:
        parts = [str(event.summary)]
        if not is_certain_day(event.date):
            parts.append(
                _("Known date: %(date)s. The entry covers the possible days.")
                % {"date": event.date.label(self.metadata.language)}
            )
        return "\n".join([*filter(None, parts), address])


def days(event: Event) -> dict[str, datetime.date]:
    """Return `dtstart` and `dtend`: the first day, and the day after the last.

    For a date with an open end, both come from the known day.
    """
    first, last = event.date.span
    if last == datetime.date.max:
        return {"dtstart": first}
    return {"dtstart": first, "dtend": last + datetime.timedelta(days=1)}


def categories(event: Event) -> list[str]:
    """Return the names of the kind and, if there is one, of the outcome."""
    labels = [event.get_kind_display(), event.outcome and event.get_outcome_display()]
    return [str(label) for label in labels if label]


class Text(vText):
    r"""A text value without control characters, in which `\N` is not a line end."""

    __slots__ = ()

    def __new__(cls, text: str) -> Text:
        """Return the value of a text, without its control characters."""
        return super().__new__(cls, CONTROL_CHARACTERS.sub("", text))

    def to_ical(self) -> bytes:
        r"""Return the escaped text. The library would write `\N` as an escaped line end."""
        return rb"\\N".join(vText(part).to_ical() for part in self.split(r"\N"))
