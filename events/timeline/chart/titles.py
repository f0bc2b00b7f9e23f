"""The titles of the events drawn in one window, read in one query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.models import Event
from events.timeline.icons import kind_icon
from sources.dates import PartialDate
from sources.languages.bilingual import is_chinese


@dataclass(frozen=True)
class Title:
    """The URL and labels of one event: title, date, kind and outcome in the active language."""

    pk: int
    address: str
    title: str
    language: str
    date: str
    kind: str
    group: str
    outcome: str

    @property
    def sentence(self) -> str:
        """The accessible label: "14 June 2019, shutdown: Amazon closes Spark (shut down)"."""
        label = _("%(date)s, %(kind)s: %(title)s") % {
            "date": self.date,
            "kind": self.kind,
            "title": self.title,
        }
        if not self.outcome:
            return label
        return _("%(words)s (%(outcome)s)") % {"words": label, "outcome": self.outcome}


FIELDS = ("pk", "slug", "title_en", "title_zh", "when", "kind", "outcome")


def titles_of(ids: Iterable[int]) -> dict[int, Title]:
    """Return the titles of these events by id, in the active language."""
    language = get_language()
    rows = Event.objects.filter(pk__in=list(ids)).values_list(*FIELDS)
    address = reverse("event", args=["slug"]).rpartition("slug")
    return {row[0]: _title(row, language, address) for row in rows}


def _title(row: tuple, language: str, address: tuple[str, str, str]) -> Title:
    pk, slug, english, chinese, when, kind, outcome = row
    preferred = (chinese, "zh-Hans") if is_chinese(language) else (english, "en")
    fallback = (english, "en") if is_chinese(language) else (chinese, "zh-Hans")
    title, title_language = preferred if preferred[0] else fallback
    return Title(
        pk,
        f"{address[0]}{slug}{address[2]}",
        title,
        title_language,
        PartialDate.parse(when).label(language),
        str(Event.Kind(kind).label),
        kind_icon(kind),
        str(Event.Outcome(outcome).label) if outcome else "",
    )
