"""iCalendar (RFC 5545): one all-day entry per event, with the precision of its date."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from events.models import Event
from events.outputs.exports.base import Format
from events.outputs.exports.rows import EventRow
from events.outputs.exports.schema_org import is_certain_day
from events.web.absolute_urls import site_name

MAX_LINE_OCTETS = 75
"""Maximum length of a line, without its line break (section 3.1)."""
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Calendar(Format):
    """All-day entries. If the day is not certain, the entry is tentative and its title says so."""

    name = extension = "ics"
    label = "iCalendar"
    content_type = "text/calendar; charset=utf-8"
    has_language = has_title = True

    def write(self, rows: Iterable[EventRow]) -> Iterator[str]:
        """Yield the calendar: its properties, then one entry per row."""
        yield content_lines(
            ("BEGIN", "VCALENDAR"),
            ("VERSION", "2.0"),
            (
                "PRODID",
                f"-//{escape_text(self.metadata.site.host)}//{escape_text(site_name())}//EN",
            ),
            ("CALSCALE", "GREGORIAN"),
            ("METHOD", "PUBLISH"),
            ("NAME", escape_text(self.metadata.title)),
            ("X-WR-CALNAME", escape_text(self.metadata.title)),
            ("SOURCE;VALUE=URI", self.metadata.address),
            ("URL", self.metadata.page),
        )
        for row in rows:
            yield self._entry(row.event)
        yield content_lines(("END", "VCALENDAR"))

    def _entry(self, event: Event) -> str:
        site, language = self.metadata.site, self.metadata.language
        address = site.page("event", event.slug, language=language)
        categories = [str(event.get_kind_display())]
        if event.outcome:
            categories.append(str(event.get_outcome_display()))
        return content_lines(
            ("BEGIN", "VEVENT"),
            ("UID", f"{event.slug}@{site.host}"),
            ("DTSTAMP", utc_timestamp(event.updated_at)),
            ("CREATED", utc_timestamp(event.created_at)),
            ("LAST-MODIFIED", utc_timestamp(event.updated_at)),
            ("SEQUENCE", str(event.version - 1)),
            *date_properties(event),
            ("SUMMARY", escape_text(self._title(event))),
            ("DESCRIPTION", escape_text(self._description(event, address))),
            ("URL", address),
            ("CATEGORIES", ",".join(escape_text(category) for category in categories)),
            ("STATUS", "CONFIRMED" if is_certain_day(event.date) else "TENTATIVE"),
            ("TRANSP", "TRANSPARENT"),
            ("END", "VEVENT"),
        )

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


def date_properties(event: Event) -> list[tuple[str, str]]:
    """Return DTSTART and DTEND: the first day, and the day after the last.

    For a date with an open end, both come from the known day.
    """
    date = event.date
    first, last = date.earliest or date.latest, date.latest or date.earliest
    properties = [("DTSTART;VALUE=DATE", f"{first:%Y%m%d}")]
    if last < datetime.date.max:
        properties.append(("DTEND;VALUE=DATE", f"{last + datetime.timedelta(days=1):%Y%m%d}"))
    return properties


def utc_timestamp(moment: datetime.datetime) -> str:
    """Return a DATE-TIME value in UTC (section 3.3.5)."""
    return f"{moment.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"


def escape_text(text: str) -> str:
    """Escape a TEXT value: backslash, semicolon, comma and line ends (section 3.3.11)."""
    text = CONTROL_CHARACTERS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for character in ("\\", ";", ","):
        text = text.replace(character, "\\" + character)
    return text.replace("\n", "\\n")


def content_lines(*properties: tuple[str, str]) -> str:
    """Return properties as folded content lines."""
    return "".join(fold(f"{name}:{value}") for name, value in properties)


def fold(line: str) -> str:
    """Fold a content line: no piece exceeds MAX_LINE_OCTETS or splits a character."""
    data = line.encode()
    if len(data) <= MAX_LINE_OCTETS:
        return line + "\r\n"
    pieces, start, room = [], 0, MAX_LINE_OCTETS
    while start < len(data):
        end = min(start + room, len(data))
        # A byte 10xxxxxx continues a character.
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(data[start:end].decode())
        start, room = end, MAX_LINE_OCTETS - 1  # The leading space counts.
    return "\r\n ".join(pieces) + "\r\n"
