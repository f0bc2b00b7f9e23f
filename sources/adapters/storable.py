"""Make each draft fit the database: clip what is too long, and replace what cannot be stored."""

from __future__ import annotations

import re
from dataclasses import replace

from sources.adapters.base import Block, Draft, Figure, Gap
from sources.dates import PartialDate, PartialDateError
from sources.models import Outlet, Source

# PostgreSQL cannot store NUL, and a surrogate is half of a character.
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
REPLACEMENT = "\ufffd"
MAX_TITLE = Source._meta.get_field("title").max_length or 0
MAX_ADDRESS = Source._meta.get_field("url").max_length or 0
MAX_DATE = Source._meta.get_field("published").max_length or 0
MAX_OUTLET = Outlet._meta.get_field("name_en").max_length or 0
# The length of one text in a list of names or of doubts.
MAX_ITEM = 200
MAX_AUTHORS = 50
CLIPPED = "…"


def make_storable(draft: Draft) -> Draft:
    """Return a draft that can be stored, with a doubt for each value that had to be changed.

    A character that cannot be stored becomes U+FFFD, one for one, so that offsets stay valid. An
    address or a date that is too long is left out: its beginning would be another address or date.
    Values from closed lists, such as the language and the kinds of blocks, are not tested.
    """
    characters = len(UNSTORABLE.findall(_everything(draft)))
    draft = _replaced(draft) if characters else draft
    doubts = list(draft.doubts)
    if characters:
        doubts.append(
            f"{characters} characters that cannot be stored were replaced by {REPLACEMENT}."
        )
    authors = tuple(_clip("author", name, MAX_ITEM, doubts) for name in draft.authors)
    if len(authors) > MAX_AUTHORS:
        doubts.append(f"Only the first {MAX_AUTHORS} of {len(authors)} authors are kept.")
    return replace(
        draft,
        title=_clip("title", draft.title, MAX_TITLE, doubts),
        authors=authors[:MAX_AUTHORS],
        outlet=_clip("outlet", draft.outlet, MAX_OUTLET, doubts),
        publisher=_clip("publisher", draft.publisher, MAX_OUTLET, doubts),
        url=_address(draft.url, doubts),
        published=_date(draft.published, doubts),
        doubts=tuple(_clipped(doubt, MAX_ITEM) for doubt in doubts),
    )


def _clip(name: str, text: str, length: int, doubts: list[str]) -> str:
    if len(text) > length:
        doubts.append(f"The {name} has {len(text)} characters and was cut to {length}.")
    return _clipped(text, length)


def _clipped(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + CLIPPED


def _address(address: str, doubts: list[str]) -> str:
    if len(address) <= MAX_ADDRESS and REPLACEMENT not in address:
        return address
    doubts.append(f"The address cannot be stored and was left out: {address}")
    return ""


def _date(date: str, doubts: list[str]) -> str:
    try:
        if not date or (PartialDate.parse(date) and len(date) <= MAX_DATE):
            return date
    except PartialDateError:
        pass
    doubts.append(f"The date of publication cannot be stored and was left out: {date}")
    return ""


def _everything(draft: Draft) -> str:
    """Return all texts of a draft as one."""
    figures = [text for f in draft.figures for text in (f.address, f.address_as_served, f.alt)]
    return "\n".join(
        [
            *(draft.title, draft.outlet, draft.publisher, draft.url, draft.published, draft.text),
            *(*draft.authors, *draft.doubts, *figures, *(gap.reason for gap in draft.gaps)),
        ]
    )


def _replaced(draft: Draft) -> Draft:
    return replace(
        draft,
        title=_replace(draft.title),
        authors=tuple(map(_replace, draft.authors)),
        outlet=_replace(draft.outlet),
        publisher=_replace(draft.publisher),
        url=_replace(draft.url),
        published=_replace(draft.published),
        blocks=tuple(Block(b.kind, _replace(b.text), b.level) for b in draft.blocks),
        figures=tuple(
            Figure(
                _replace(figure.address),
                _replace(figure.address_as_served),
                figure.after,
                _replace(figure.alt),
                figure.caption,
            )
            for figure in draft.figures
        ),
        gaps=tuple(Gap(g.block, g.at, g.length, _replace(g.reason)) for g in draft.gaps),
        doubts=tuple(map(_replace, draft.doubts)),
    )


def _replace(text: str) -> str:
    return UNSTORABLE.sub(REPLACEMENT, text)
