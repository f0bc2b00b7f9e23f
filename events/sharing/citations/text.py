"""A citation as one line of text in APA style, in the user's language."""

from __future__ import annotations

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from events.sharing.citations.citation import Citation
from sources.dates import PartialDate
from sources.languages.bilingual import is_chinese


def as_text(citation: Citation) -> str:
    """Return authors, date, title, container and URL, as far as they are known."""
    language = get_language()
    date = citation.issued.label(language) if citation.issued else pgettext("citation", "n.d.")
    title = citation.title
    if addition := citation.genre or citation.title_en:
        title = pgettext("citation", "%(title)s [%(beside)s]") % {
            "title": title,
            "beside": addition,
        }
    head = pgettext("citation", ", ").join(citation.authors)
    if head:
        head = _with_date(head, date)
    else:
        title = _with_date(title, date)
    parts = [*map(_with_full_stop, (head, title, citation.container)), _address(citation, language)]
    # A Chinese full stop is as wide as a character and needs no space after it.
    return ("" if is_chinese(language) else " ").join(part for part in parts if part)


def _with_date(text: str, date: str) -> str:
    return pgettext("citation", "%(words)s (%(date)s)") % {"words": text, "date": date}


def _address(citation: Citation, language: str) -> str:
    if not citation.is_record:
        return citation.url
    accessed = PartialDate.from_date(citation.accessed).label(language)
    return _("Retrieved %(date)s from %(address)s") % {"date": accessed, "address": citation.url}


def _with_full_stop(text: str) -> str:
    """Return the text with one full stop at its end. Empty text stays empty."""
    return text if not text or text[-1] in ".?!。？！" else text + pgettext("citation", ".")
