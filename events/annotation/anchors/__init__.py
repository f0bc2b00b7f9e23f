"""Finding a quotation in a text again after the text changed; pure.

The selectors are those of the W3C Web Annotation Data Model (4.2.4 TextQuoteSelector, 4.2.5
TextPositionSelector). Unlike the usual fuzzy anchoring, closeness never suffices: words that differ
are reported as changed, places that cannot be told apart as ambiguous.
"""

from events.annotation.anchors.anchor import (
    CONTEXT_LENGTH,
    Anchor,
    AnchorResult,
    State,
    find_by_hash,
)
from events.annotation.anchors.finding import find, relocate
from events.annotation.anchors.words import differences, same_words

__all__ = [
    "CONTEXT_LENGTH",
    "Anchor",
    "AnchorResult",
    "State",
    "differences",
    "find",
    "find_by_hash",
    "relocate",
    "same_words",
]
