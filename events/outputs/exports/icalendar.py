"""iCalendar (RFC 5545): every event as days of a calendar, and as far as it is known."""

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
"""Of a line, without its end (section 3.1)."""
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Calendar(Format):
    """All-day events. One whose date is no certain day is tentative, and says so in its title."""

    name = extension = "ics"
    label = "iCalendar"
    content_type = "text/calendar; charset=utf-8"
    has_language = has_title = True

    def write(self, rows: Iterable[EventRow]) -> Iterator[str]:
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
        return _("%(title)s (date known as: %(date)s)") % {"title": event.title, "date": label}

    def _description(self, event: Event, address: str) -> str:
        parts = [str(event.summary)]
        if not is_certain_day(event.date):
            parts.append(
                _("The date is known as “%(date)s”. The days here are those it may mean.")
                % {"date": event.date.label(self.metadata.language)}
            )
        return "\n".join([*filter(None, parts), address])


def date_properties(event: Event) -> list[tuple[str, str]]:
    """The first day and the day after the last; of an open end, the day that is known."""
    date = event.date
    first, last = date.earliest or date.latest, date.latest or date.earliest
    found = [("DTSTART;VALUE=DATE", f"{first:%Y%m%d}")]
    if last < datetime.date.max:
        found.append(("DTEND;VALUE=DATE", f"{last + datetime.timedelta(days=1):%Y%m%d}"))
    return found


def utc_timestamp(at: datetime.datetime) -> str:
    return f"{at.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"


def escape_text(words: str) -> str:
    """A TEXT value: backslash, semicolon, comma and line ends escaped (section 3.3.11)."""
    words = CONTROL_CHARACTERS.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))
    for sign in ("\\", ";", ","):
        words = words.replace(sign, "\\" + sign)
    return words.replace("\n", "\\n")


def content_lines(*properties: tuple[str, str]) -> str:
    return "".join(fold(f"{name}:{value}") for name, value in properties)


def fold(line: str) -> str:
    """A content line, folded so that no piece is longer than OCTETS or cuts a character."""
    data = line.encode()
    if len(data) <= MAX_LINE_OCTETS:
        return line + "\r\n"
    pieces, at, room = [], 0, MAX_LINE_OCTETS
    while at < len(data):
        end = min(at + room, len(data))
        # A byte 10xxxxxx is the inside of a character.
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(data[at:end].decode())
        at, room = end, MAX_LINE_OCTETS - 1  # The space in front counts.
    return "\r\n ".join(pieces) + "\r\n"
