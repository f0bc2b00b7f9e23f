"""Find a quotation again in a text that has changed, without database access.

The selectors are those of the W3C Web Annotation Data Model (4.2.4 TextQuoteSelector, 4.2.5
TextPositionSelector). Unlike in common fuzzy anchoring, similarity is never enough: different words
are reported as changed, places that cannot be distinguished as ambiguous.
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
