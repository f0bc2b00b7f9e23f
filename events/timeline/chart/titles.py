"""The words beside what is drawn: read for the marks of one window, in one query."""

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
    """What is said of one event: its address, title, date, kind and outcome in words."""

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
        """All of it, for a label: "14 June 2019, shutdown: Amazon closes Spark (shut down)"."""
        words = _("%(date)s, %(kind)s: %(title)s") % {
            "date": self.date,
            "kind": self.kind,
            "title": self.title,
        }
        if not self.outcome:
            return words
        return _("%(words)s (%(outcome)s)") % {"words": words, "outcome": self.outcome}


FIELDS = ("pk", "slug", "title_en", "title_zh", "when", "kind", "outcome")


def titles_of(ids: Iterable[int]) -> dict[int, Title]:
    """The titles of these events by id, for the active reader."""
    language = get_language()
    rows = Event.objects.filter(pk__in=list(ids)).values_list(*FIELDS)
    address = reverse("event", args=["slug"]).rpartition("slug")
    return {row[0]: _title(row, language, address) for row in rows}


def _title(row: tuple, language: str, address: tuple[str, str, str]) -> Title:
    pk, slug, english, chinese, when, kind, outcome = row
    wanted = (chinese, "zh-Hans") if is_chinese(language) else (english, "en")
    other = (english, "en") if is_chinese(language) else (chinese, "zh-Hans")
    title, spoken = wanted if wanted[0] else other
    return Title(
        pk,
        f"{address[0]}{slug}{address[2]}",
        title,
        spoken,
        PartialDate.parse(when).label(language),
        str(Event.Kind(kind).label),
        kind_icon(kind),
        str(Event.Outcome(outcome).label) if outcome else "",
    )
