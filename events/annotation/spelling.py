"""Fold the spelling of a text, so that copies of the same words compare equal; never for display.

A copy of a page differs from the page in what typesetting and copying change. The fold undoes it:

- composition: NFD becomes NFC (Unicode Standard Annex 15);
- width and other forms of characters: as NFKC, except superscripts, subscripts, circled and square
  characters and fractions, which say something else ("10²" is not "102");
- quotation marks become straight, hyphens and dashes one hyphen, middle dots one dot;
- a run of white space becomes one space, which is kept only where it separates words or numbers of
  a script with spaces: "not able", "1, 700";
- invisible characters (soft hyphens, zero-width spaces, direction marks) are dropped.

Case and script are kept: `Folded.mapped` folds them where that is wanted. The clusters are those of
`sources.languages.folding`, which folds further, for search.
"""

import re
import unicodedata
from functools import lru_cache

from sources.languages.folding import Folded, clusters, extends, is_ignorable

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
CJK = HAN + "\u3000-\u303f\u3040-\u30ff\uac00-\ud7af\uff01-\uff5e"
_MEANINGFUL_FORMS = ("<super>", "<sub>", "<circle>", "<square>", "<fraction>")
_QUOTATION_MARKS = dict.fromkeys("“”„‟″「」『』〝〞〟", '"') | dict.fromkeys("‘’‚‛′", "'")
_DASHES = dict.fromkeys("‐‑‒–—―−⸺⸻", "-")
_DOTS = dict.fromkeys("‧・", "·")
# U+FFFC takes the place of an image in copied text.
_SPELLINGS = {**_QUOTATION_MARKS, **_DASHES, **_DOTS, "\ufffc": ""}
# White space between one of these and a digit is significant: "1, 700" is not "1,700".
_NUMBER_MARKS = frozenset(".,+-")
# Characters that the fold may change. A space between two ASCII letters or digits stays.
_SPECIAL = re.compile(r"(?:[^ !-,.-~\u4e00-\u9fff。、《》]|(?<![A-Za-z0-9]) | (?![A-Za-z0-9]))+")
_IS_CJK = re.compile(f"[{CJK}]").match


def spelled(text: str, keep: str = "") -> Folded:
    """Return the fold of a text, with the span of the original for each of its characters.

    The characters in `keep` are not changed. The time is proportional to the length of the text.
    """
    fold = _Fold(text)
    done = 0
    for match in _SPECIAL.finditer(text):
        start = match.start()
        if start > done and extends(text[start]):
            start -= 1
        fold.copy(done, start)
        done = match.end()
        for low, high in clusters(text[start:done]):
            fold.add(start + low, start + high, keep)
    fold.copy(done, len(text))
    return Folded("".join(fold.parts), fold.starts, fold.ends)


def squeezed(text: str) -> Folded:
    """Return the fold of a text without any white space."""
    return without_spaces(spelled(text))


def without_spaces(folded: Folded) -> Folded:
    """Return a fold without its spaces."""
    return folded.select([index for index, char in enumerate(folded.text) if char != " "])


class _Fold:
    """A fold that is being written, from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.parts: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.last = ""  # character of the fold
        self.gap: tuple[int, int] | None = None  # white space after it that is not written yet

    def copy(self, start: int, end: int) -> None:
        """Write characters that the fold does not change."""
        if start == end:
            return
        self._close_gap(self.text[start])
        self.parts.append(self.text[start:end])
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))
        self.last = self.text[end - 1]

    def add(self, start: int, end: int, keep: str) -> None:
        """Write the fold of a cluster."""
        cluster = self.text[start:end]
        spelling = cluster if cluster in keep else _spelling(cluster)
        if spelling.isspace():
            self.gap = self.gap[0] if self.gap else start, end
        elif spelling == "-" == self.last and not self.gap:
            self.ends[-1] = end  # A dash is written with one character or with several.
        elif spelling:
            while unicodedata.category(self.text[end - 1]) == "Cf":
                end -= 1
            self._close_gap(spelling[0])
            self.parts.append(spelling)
            self.starts.extend([start] * len(spelling))
            self.ends.extend([end] * len(spelling))
            self.last = spelling[-1]

    def _close_gap(self, following: str) -> None:
        if self.gap and _is_significant(self.last, following):
            self.parts.append(" ")
            self.starts.append(self.gap[0])
            self.ends.append(self.gap[1])
        self.gap = None


def _is_significant(before: str, after: str) -> bool:
    """Return whether white space between two characters of a fold separates words or numbers."""
    if before in _NUMBER_MARKS:
        return after.isdecimal()
    return is_word(before) and is_word(after)


@lru_cache(65536)
def is_word(char: str) -> bool:
    """Return whether a character is a letter or digit of a script that separates words."""
    return char.isalnum() and not _IS_CJK(char)


@lru_cache(65536)
def _spelling(cluster: str) -> str:
    visible = "".join(char for char in cluster if not is_ignorable(char))
    return unicodedata.normalize("NFC", "".join(map(_spelling_of_character, visible)))


def _spelling_of_character(char: str) -> str:
    if char in _SPELLINGS:
        return _SPELLINGS[char]
    form = unicodedata.decomposition(char).partition(" ")[0]
    if not form.startswith("<") or form in _MEANINGFUL_FORMS:
        return char
    plain = unicodedata.normalize("NFKD", char)
    # Spacing marks such as "´" are a space with a mark there.
    if plain.startswith(" ") and char.strip():
        return char
    return "".join(_SPELLINGS.get(part, part) for part in plain)
