"""Names of rows, and the spellings by which they are looked up."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from django.urls import reverse
from django.utils.http import urlencode

from events.fulltext.tokens import TokenKind, tokenize
from sources.languages.bilingual import Bilingual

_CACHED_SPELLINGS = 50_000


class Kind(StrEnum):
    """The kinds of row with a name, in the order in which results show them."""

    PLATFORM = "platform"
    TAG = "tag"
    CLAIMANT = "claimant"
    SOURCE = "source"
    DISPUTE = "dispute"


@dataclass(frozen=True, slots=True)
class Spelling:
    """One spelling of a name: the text as written, and the key by which it is compared.

    `key` is folded, without spaces and punctuation, so that Tik Tok and TikTok are equal.
    `starts` are the offsets in the key where a word begins; each Chinese character begins one.
    """

    text: str
    key: str
    starts: frozenset[int]

    def is_edge(self, offset: int) -> bool:
        """Return whether a word may begin or end at this offset of the key."""
        return offset == len(self.key) or offset in self.starts

    def has_word(self, key: str) -> bool:
        """Return whether the given key occurs at the beginning of a word."""
        return any(self.key.startswith(key, start) for start in self.starts)


@lru_cache(_CACHED_SPELLINGS)
def spelling(text: str) -> Spelling:
    """Return the spelling of a text; its key is empty if the text has no letter or digit."""
    key = ""
    starts: set[int] = set()
    for token in tokenize(text):
        offsets = range(token.width) if token.kind is TokenKind.CJK else token.word_starts
        starts.update(len(key) + offset for offset in offsets)
        key += token.text
    return Spelling(text, key, frozenset(starts))


@dataclass(frozen=True)
class Name:
    """The names of one row, in both languages and in all spellings.

    `note` is a classifying value of the row: the kind of a platform or claimant, the facet of a
    tag, the year of an article, the state of a dispute. `parent` is the name of the platform's
    parent, the claimant's affiliation or the article's outlet. `joined` holds all keys, one per
    line; `shortest` is the length of the shortest key.
    """

    kind: Kind
    pk: int
    slug: str
    label_en: str
    label_zh: str
    spellings: tuple[Spelling, ...]
    note: str = ""
    parent_en: str = ""
    parent_zh: str = ""

    joined: str = field(init=False)
    shortest: int = field(init=False)

    label = Bilingual("label")
    parent = Bilingual("parent")

    def __post_init__(self) -> None:
        keys = [item.key for item in self.spellings]
        # Computed once, because every search reads them. The class is frozen.
        object.__setattr__(self, "joined", "\n".join(keys))
        object.__setattr__(self, "shortest", min(map(len, keys), default=0))

    @property
    def url(self) -> str:
        """Return the path of its page; for a claimant, which has no page, a search of claims."""
        if self.kind is Kind.CLAIMANT:
            return f"{reverse('claims')}?{urlencode({'q': self.label_en})}"
        if self.kind is Kind.DISPUTE:
            return f"{reverse('disputes')}#{self.slug}"
        return reverse(self.kind.value, args=[self.slug])
