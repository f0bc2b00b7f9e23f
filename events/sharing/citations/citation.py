"""What a citation consists of, whichever way it is written."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sources.dates import PartialDate


@dataclass(frozen=True)
class Citation:
    """One thing to cite: a record of this site, or an article that it rests on.

    `key` is ASCII and never changes. `genre` says in words what a record is, and is empty for an
    article. `title_en` is an English title beside the one it bears. `language` is BCP 47.
    `authors` are as printed: which part of a name is the family's is not known.
    """

    key: str
    title: str
    container: str
    url: str
    accessed: datetime.date
    issued: PartialDate | None = None
    authors: tuple[str, ...] = ()
    genre: str = ""
    title_en: str = ""
    language: str = ""

    @property
    def is_record(self) -> bool:
        return bool(self.genre)
