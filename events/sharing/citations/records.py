"""The citation of each kind of row that has a page."""

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
from sources.languages.bilingual import is_chinese
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
"""What the pages that list everything of a kind are called, by their addresses' names."""
MOST_WORDS = 200
"""Characters of what was searched for, in a title."""
FORMS = {"bib": "BibTeX", "json": "CSL-JSON", "txt": "TXT"}


@dataclass(frozen=True)
class Cited:
    """What the component shows: the citation as text, and (label, address) of each download."""

    text: str
    downloads: tuple[tuple[str, str], ...]


def cited(request: HttpRequest, row: Citable) -> Cited:
    """The citation of a row for its page."""
    name = type(row).__name__.lower()
    argument = row.pk if name == "claim" else row.slug
    downloads = tuple(
        (label, reverse(f"{name}-citation", args=[argument, form])) for form, label in FORMS.items()
    )
    return Cited(as_text(citation_of(request, row)), downloads)


def citation_of(request: HttpRequest, row: Citable) -> Citation:
    """The citation of a row: of an article itself, or of the record that this site keeps."""
    if isinstance(row, Source):
        return _article(request, row)
    title, genre = _record(row)
    return Citation(
        key=f"sct-{_key(row)}",
        title=str(title),
        container=_("Social Commerce Timeline"),
        url=request.build_absolute_uri(row.get_absolute_url()),
        accessed=timezone.localdate(),
        issued=_changed(row),
        genre=genre,
        language="zh-Hans" if title.language == "zh" else title.language,
    )


def citation_of_timeline(request: HttpRequest, sentence: str) -> Citation:
    """The citation of the timeline as it is filtered; `sentence` says what is shown."""
    return _page(request, "timeline", sentence, _("Timeline"))


def cited_timeline(request: HttpRequest, sentence: str) -> Cited:
    """The citation of the timeline for its page."""
    return _cited_page(request, "timeline", citation_of_timeline(request, sentence))


def citation_of_list(request: HttpRequest, name: str) -> Citation:
    """The citation of a list as it is filtered. `name` is one of LISTS."""
    title, words = str(LISTS[name]), request.GET.get("q", "").replace("\0", " ").strip()
    if words:
        title = _("%(list)s: %(words)s") % {"list": title, "words": words[:MOST_WORDS]}
    return _page(request, name, title, _("List"))


def cited_list(request: HttpRequest, name: str) -> Cited:
    """The citation of a list for its page."""
    return _cited_page(request, name, citation_of_list(request, name))


def _page(request: HttpRequest, name: str, title: str, genre: str) -> Citation:
    """The citation of a page of many rows.

    The place in the list is left out: it says what was on the screen, not what is cited.
    """
    data = request.GET.copy()
    for place in ("cursor", "at"):
        data.pop(place, None)
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
        (label, reverse(f"{name}-citation", args=[form]) + query) for form, label in FORMS.items()
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


def _record(row: Record) -> tuple[object, str]:
    """What the record is called, as a Wording, and what it is."""
    if isinstance(row, Event):
        return row.title, _("Record of an event")
    if isinstance(row, Platform):
        return row.name, _("Record of a platform")
    if isinstance(row, Claim):
        return row.statement, _("Record of a claim")
    if isinstance(row, Tag):
        return row.label, _("Record of a tag")
    return row.question, _("Record of a dispute")


def _key(row: Record) -> str:
    name = row.key if isinstance(row, Claim) else row.slug
    # Keys are ASCII; the slug of a tag may be Chinese.
    return f"{type(row).__name__.lower()}-{name if name.isascii() else _digest(name)}"


def _changed(row: Record) -> PartialDate | None:
    """The day of the last change; None where no history is kept of the row."""
    if isinstance(row, Event | Claim):
        moment = row.updated_at
    else:
        moment = row.history.aggregate(last=Max("pgh_created_at"))["last"]
    return PartialDate.from_date(timezone.localtime(moment).date()) if moment else None
