"""The citation of each page."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from events.models import Claim, Dispute, Event, Platform, Tag
from events.sharing.citations.citation import Citation
from events.sharing.citations.text import as_text
from sources.dates import PartialDate
from sources.languages.bilingual import Wording, is_chinese
from sources.models import Source

Record = Event | Platform | Claim | Dispute | Tag
Citable = Record | Source
LISTS = {
    "failures": gettext_lazy("Failures"),
    "platforms": gettext_lazy("Platforms"),
    "claims": gettext_lazy("Claims"),
    "disputes": gettext_lazy("Disputes"),
    "sources": gettext_lazy("Sources"),
    "tags": gettext_lazy("Tags"),
    "search": gettext_lazy("Search"),
}
"""Titles of the list pages, by URL name."""
MAX_QUERY_LENGTH = 200
"""Characters of the search query in a title."""
FORMATS = {"bib": "BibTeX", "json": "CSL-JSON", "txt": "TXT"}


@dataclass(frozen=True)
class Cited:
    """Data of the citation component: the text, and (label, URL) of each download."""

    text: str
    downloads: tuple[tuple[str, str], ...]


def cited(request: HttpRequest, row: Citable) -> Cited:
    """Return the citation of a row for the component on its page."""
    name = type(row).__name__.lower()
    argument = row.pk if name == "claim" else row.slug
    downloads = tuple(
        (label, reverse(f"{name}-citation", args=[argument, file_format]))
        for file_format, label in FORMATS.items()
    )
    return Cited(as_text(citation_of(request, row)), downloads)


def citation_of(request: HttpRequest, row: Citable) -> Citation:
    """Return the citation of a row: the article itself, or this site's record."""
    if isinstance(row, Source):
        return _article(request, row)
    title, genre = _record(row)
    return Citation(
        key=f"sct-{_key(row)}",
        title=str(title),
        container=_("Social Commerce Timeline"),
        url=request.build_absolute_uri(row.get_absolute_url()),
        accessed=timezone.localdate(),
        issued=_changed_on(row),
        genre=genre,
        language="zh-Hans" if title.language == "zh" else title.language,
    )


def citation_of_timeline(request: HttpRequest, sentence: str) -> Citation:
    """Return the citation of the timeline with its filters, which `sentence` describes."""
    return _page(request, "timeline", sentence, _("Timeline"))


def cited_timeline(request: HttpRequest, sentence: str) -> Cited:
    """Return the citation of the timeline for the component on its page."""
    return _cited_page(request, "timeline", citation_of_timeline(request, sentence))


def citation_of_list(request: HttpRequest, name: str) -> Citation:
    """Return the citation of a list with its filters. `name` is a key of LISTS."""
    title, query = str(LISTS[name]), request.GET.get("q", "").replace("\0", " ").strip()
    if query:
        title = _("%(list)s: %(words)s") % {"list": title, "words": query[:MAX_QUERY_LENGTH]}
    return _page(request, name, title, _("List"))


def cited_list(request: HttpRequest, name: str) -> Cited:
    """Return the citation of a list for the component on its page."""
    return _cited_page(request, name, citation_of_list(request, name))


def _page(request: HttpRequest, name: str, title: str, genre: str) -> Citation:
    """Return the citation of a page of many rows.

    The place in the list (`cursor`, `at`) is left out: it says what was on the screen, not what
    is cited.
    """
    data = request.GET.copy()
    for parameter in ("cursor", "at"):
        data.pop(parameter, None)
    query = data.urlencode()
    return Citation(
        key=f"sct-{name}-{_digest(query)}" if query else f"sct-{name}",
        title=title,
        container=_("Social Commerce Timeline"),
        url=request.build_absolute_uri(reverse(name) + (f"?{query}" if query else "")),
        accessed=timezone.localdate(),
        genre=genre,
        language="zh-Hans" if is_chinese(get_language()) else "en",
    )


def _cited_page(request: HttpRequest, name: str, citation: Citation) -> Cited:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    downloads = tuple(
        (label, reverse(f"{name}-citation", args=[file_format]) + query)
        for file_format, label in FORMATS.items()
    )
    return Cited(as_text(citation), downloads)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=4).hexdigest()


def _article(request: HttpRequest, row: Source) -> Citation:
    outlet = row.outlet or row.publisher
    is_web = urlsplit(row.url).scheme in ("http", "https") if row.url else False
    return Citation(
        key=f"sct-source-{row.slug}",
        title=row.title,
        title_en=row.title_en if row.title_en != row.title else "",
        container=str(outlet.name) if outlet else "",
        url=row.url if is_web else request.build_absolute_uri(row.get_absolute_url()),
        accessed=timezone.localdate(),
        issued=row.published_date,
        authors=tuple(row.authors),
        language="" if row.language == "und" else row.language,
    )


def _record(row: Record) -> tuple[Wording, str]:
    """Return the record's name, as a Wording, and its type in words."""
    if isinstance(row, Event):
        return row.title, _("Event record")
    if isinstance(row, Platform):
        return row.name, _("Platform record")
    if isinstance(row, Claim):
        return row.statement, _("Claim record")
    if isinstance(row, Tag):
        return row.label, _("Tag record")
    return row.question, _("Dispute record")


def _key(row: Record) -> str:
    name = row.key if isinstance(row, Claim) else row.slug
    # Keys are ASCII; the slug of a tag may be Chinese.
    return f"{type(row).__name__.lower()}-{name if name.isascii() else _digest(name)}"


def _changed_on(row: Record) -> PartialDate | None:
    """Return the day of the last change, or None without a history of the row."""
    if isinstance(row, Event | Claim):
        changed_at = row.updated_at
    else:
        changed_at = row.history.aggregate(last=Max("pgh_created_at"))["last"]
    return PartialDate.from_date(timezone.localtime(changed_at).date()) if changed_at else None
