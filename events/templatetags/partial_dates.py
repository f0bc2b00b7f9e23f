"""Dates of any precision, and how long lives last."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.models.durations import duration_label
from sources.dates import PartialDate

register = template.Library()


@register.simple_tag
def partial_date(date: PartialDate | None) -> str | SafeString:
    """A <time> where HTML has a word for the date, else a span whose title gives its bounds."""
    if date is None:
        return ""
    label, machine = date.label(get_language()), date.machine_date()
    if machine:
        return format_html('<time datetime="{}">{}</time>', machine, label)
    if date.earliest == date.latest:
        # A day that is doubted: its label says so, and its bounds say nothing more.
        return format_html('<span class="vague-date">{}</span>', label)
    return format_html('<span class="vague-date" title="{}">{}</span>', date_bounds(date), label)


@register.filter
def in_words(date: PartialDate) -> str:
    """The date in the reader's language, for an attribute."""
    return date.label(get_language())


@register.simple_tag
def date_bounds(date: PartialDate) -> str:
    """The first and the last day a date may mean, in words."""
    first, last = (
        PartialDate.from_date(day).label(get_language()) if day else None
        for day in (date.earliest, date.latest)
    )
    if first and last:
        return _("Some time from %(first)s to %(last)s") % {"first": first, "last": last}
    if first:
        return _("%(first)s or later") % {"first": first}
    return _("%(last)s or earlier") % {"last": last}


@register.filter
def duration(months: tuple[int, int] | None) -> str:
    """The fewest and most whole months in words; nothing where they are not known."""
    return duration_label(months) if months else ""


@register.filter
def middle_day(date: PartialDate) -> int:
    """The ordinal of the day that the chart draws a date at: the middle of what it may mean."""
    first, last = date.earliest or date.latest, date.latest or date.earliest
    return (first.toordinal() + last.toordinal()) // 2
