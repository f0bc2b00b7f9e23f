"""The data of a citation, independent of its format."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sources.dates import PartialDate


@dataclass(frozen=True)
class Citation:
    """One citable item: a record of this site, or an article.

    `key` is ASCII and never changes. `genre` names the type of a record, and is empty for an
    article. `title_en` is an English title in addition to `title`. `language` is a BCP 47 tag.
    `authors` are as printed: which part of a name is the family name is unknown.
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
        """Whether this is a record of this site, not an article."""
        return bool(self.genre)
