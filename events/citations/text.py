"""A citation in one line of text, in the manner of the APA, in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from sources.dates import PartialDate

from events.citations.citation import Citation


def as_text(citation: Citation) -> str:
    """Authors, date, title, place and address, as far as they are known."""
    language = get_language()
    date = citation.issued.label(language) if citation.issued else pgettext("citation", "n.d.")
    title = citation.title
    if beside := citation.genre or citation.title_en:
        title = f"{title} [{beside}]"
    head = f"{', '.join(citation.authors)} ({date})." if citation.authors else ""
    if not head:
        title, head = f"{title} ({date})", ""
    parts = [head, _stopped(title), _stopped(citation.container), _address(citation, language)]
    return " ".join(part for part in parts if part)


def _address(citation: Citation, language: str) -> str:
    if not citation.is_record:
        return citation.url
    accessed = PartialDate.from_date(citation.accessed).label(language)
    return _("Retrieved %(date)s from %(address)s") % {"date": accessed, "address": citation.url}


def _stopped(text: str) -> str:
    """The text with one full stop at its end; nothing stays nothing."""
    return text if not text or text[-1] in ".?!。？！" else f"{text}."
