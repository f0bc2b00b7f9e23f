"""Citations of pages and articles, as text, BibTeX and CSL-JSON."""

from events.sharing.citations.bibtex import as_bibtex
from events.sharing.citations.citation import Citation
from events.sharing.citations.csl import as_csl
from events.sharing.citations.records import (
    LISTS,
    Cited,
    citation_of,
    citation_of_list,
    citation_of_timeline,
    cited,
    cited_list,
    cited_timeline,
)
from events.sharing.citations.text import as_text

__all__ = [
    "LISTS",
    "Citation",
    "Cited",
    "as_bibtex",
    "as_csl",
    "as_text",
    "citation_of",
    "citation_of_list",
    "citation_of_timeline",
    "cited",
    "cited_list",
    "cited_timeline",
]
