"""Template tags and filters for dates of any precision and for durations."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from events.models.durations import duration_label
from sources.dates import PartialDate, Precision

register = template.Library()


@register.simple_tag
def partial_date(date: PartialDate | None) -> str | SafeString:
    """Return a <time> element if the date has an HTML value.

    Any other date is a span, with the bounds of the date as its title.
    """
    if date is None:
        return ""
    label, html_date = date.label(get_language()), date.machine_date()
    if html_date:
        return format_html('<time datetime="{}">{}</time>', html_date, label)
    if date.earliest == date.latest:
        # An uncertain day: the label says so, and the bounds add nothing.
        return format_html('<span class="vague-date">{}</span>', label)
    return format_html('<span class="vague-date" title="{}">{}</span>', date_bounds(date), label)


@register.simple_tag
def date_phrase(date: PartialDate) -> str | SafeString:
    """Return the date as HTML with its preposition: "on 1 June 2020", "in 2020", "by 2020"."""
    html = partial_date(date)
    if not date.machine_date():
        return html
    message = pgettext("date", "on %(date)s")
    if date.precision is not Precision.DAY:
        message = pgettext("date", "in %(date)s")
    return mark_safe(message % {"date": html})  # noqa: S308 (the date is escaped)


@register.filter
def in_words(date: PartialDate) -> str:
    """Return the date as text in the user's language, for use in attributes."""
    return date.label(get_language())


@register.simple_tag
def date_bounds(date: PartialDate) -> str:
    """Return the first and the last day that the date may mean, as text."""
    first, last = (
        PartialDate.from_date(day).label(get_language()) if day else None
        for day in (date.earliest, date.latest)
    )
    if first and last:
        return _("Between %(first)s and %(last)s") % {"first": first, "last": last}
    if first:
        return _("%(first)s or later") % {"first": first}
    return _("%(last)s or earlier") % {"last": last}


@register.filter
def duration(months: tuple[int, int] | None) -> str:
    """Return the shortest and longest duration in whole months, as text; "" if unknown."""
    return duration_label(months) if months else ""


@register.filter
def middle_day(date: PartialDate) -> int:
    """Return the ordinal of the middle of the range that the date may mean.

    The chart draws the date there.
    """
    first, last = date.span
    return (first.toordinal() + last.toordinal()) // 2
