"""A thing with a name, and the spellings under which it is looked up."""

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
    """What has names, in the order in which a reader is told of them."""

    PLATFORM = "platform"
    TAG = "tag"
    CLAIMANT = "claimant"
    SOURCE = "source"
    DISPUTE = "dispute"


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write a name: as it is written, and as it is compared.

    `key` is folded and without spaces and punctuation, so that Tik Tok and TikTok are the same.
    `starts` are the offsets in the key where a word begins; each Chinese character begins one.
    """

    text: str
    key: str
    starts: frozenset[int]

    def is_edge(self, offset: int) -> bool:
        """Whether a word may begin or end at this offset of the key."""
        return offset == len(self.key) or offset in self.starts

    def has_word(self, key: str) -> bool:
        """Whether a word begins where this key occurs."""
        return any(self.key.startswith(key, at) for at in self.starts)


@lru_cache(_CACHED_SPELLINGS)
def spelling(text: str) -> Spelling:
    """The spelling of a text; its key is empty where the text has neither letter nor digit."""
    key, starts = "", set()
    for piece in tokenize(text):
        heads = range(piece.width) if piece.kind is TokenKind.CJK else piece.word_starts
        starts.update(len(key) + head for head in heads)
        key += piece.text
    return Spelling(text, key, frozenset(starts))


@dataclass(frozen=True)
class Name:
    """One row of a small table by its names. `note` is what sort it is, as its table says."""

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
        keys = [own.key for own in self.spellings]
        # Frozen, and made once: what every search asks first.
        object.__setattr__(self, "joined", "\n".join(keys))
        object.__setattr__(self, "shortest", min(map(len, keys), default=0))

    @property
    def url(self) -> str:
        """Where it is to be read. A claimant has no page: what he claims has."""
        if self.kind is Kind.CLAIMANT:
            return f"{reverse('claims')}?{urlencode({'q': self.label_en})}"
        if self.kind is Kind.DISPUTE:
            return f"{reverse('disputes')}#{self.slug}"
        return reverse(self.kind.value, args=[self.slug])
