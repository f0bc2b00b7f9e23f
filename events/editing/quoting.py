"""Quotations that an editor pasted: where they are in an article, or why they are not found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from events.annotation.anchors import Anchor
from events.annotation.quotations import (
    MAX_PLACES,
    Part,
    Step,
    Where,
    find_quotation,
    has_words,
    longest_part,
    longest_plain_run,
    split_into_blocks,
    without_passed_over,
)
from events.models import Claim, Event, Evidence
from sources.models import Passage, Snapshot, Source

# The newest other texts in which a quotation is looked for: PostgreSQL reads each of them.
MAX_TEXTS = 2000
MAX_TEXTS_FOLDED = 50
MAX_BLOCKS_NAMED = 8

Quote = tuple[Anchor, Passage]
"""The words that one piece of evidence quotes, and the block that they are in."""


@dataclass(frozen=True)
class Location:
    """The place of a quotation in a text: the words in each block, and what finding it ignored."""

    snapshot: Snapshot
    quotes: tuple[Quote, ...]
    step: Step

    @property
    def has_gaps(self) -> bool:
        """Whether blocks between the first and the last one are left out."""
        first, last = self.quotes[0][1], self.quotes[-1][1]
        return last.position - first.position + 1 > len(self.quotes)


def locate_quotation(source: Source, quotation: str, block: int | None = None) -> Location:
    """Return where a quotation is in a source's current original, or in its digest without one.

    A number of a block chooses among several places. Raise ValidationError, with a message for the
    user, unless the quotation is at exactly one place.
    """
    snapshot = _current_text(source)
    passages = list(snapshot.passages.order_by("position"))
    if not has_words(quotation):
        text = _("The quotation has no letter or digit. Paste more of the text.")
        raise ValidationError(text, code="too_short")
    matches = find_quotation(snapshot.text, quotation)
    if not matches.spans:
        matches = find_quotation(without_passed_over(snapshot.text, passages), quotation)
    if not matches.spans:
        reason = _why_not_found(source, snapshot, passages, quotation)
        raise ValidationError(reason, code="not_found")
    places = [split_into_blocks(snapshot.text, passages, *span) for span in matches.spans]
    chosen = [place for place in places if block in (None, place[0][0].position)]
    if len(chosen) != 1:
        raise ValidationError(_which_place(places, chosen, block), code="several")
    return Location(snapshot, quotes_of(snapshot, chosen[0]), matches.step)


def quotes_of(
    snapshot: Snapshot, blocks: Sequence[tuple[Passage, tuple[int, int]]]
) -> tuple[Quote, ...]:
    """Return what evidence quotes of a place: one anchor for each block."""
    return tuple((Anchor.of(snapshot.text, *span), passage) for passage, span in blocks)


def quoted_already(row: Event | Claim, snapshot: Snapshot, quotes: Sequence[Quote]) -> list[int]:
    """Return the numbers of the blocks whose quote is evidence for the event or claim already."""
    evidence = Evidence.objects.filter(
        **{"event" if isinstance(row, Event) else "claim": row}, snapshot=snapshot
    )
    places = set(evidence.values_list("start", "end"))
    return [passage.position for anchor, passage in quotes if (anchor.start, anchor.end) in places]


def _current_text(source: Source) -> Snapshot:
    current = {snapshot.kind: snapshot for snapshot in source.snapshots.current()}
    snapshot = current.get(Snapshot.Kind.ORIGINAL) or current.get(Snapshot.Kind.DIGEST)
    if snapshot is None:
        raise ValidationError(_("The text of this article is not available."), code="no_text")
    return snapshot


def _which_place(places: list, chosen: list, block: int | None) -> str:
    """Return how often the quotation occurs, and how to choose one of the places."""
    positions = sorted({place[0][0].position for place in places})
    numbers = ", ".join(map(str, positions[:MAX_BLOCKS_NAMED]))
    numbers += ", …" if len(positions) > MAX_BLOCKS_NAMED else ""
    if not chosen:
        text = _("The quotation is not in block %(block)s. It is in: %(blocks)s.")
        return text % {"block": block, "blocks": numbers}
    count = f"{MAX_PLACES}+" if len(chosen) == MAX_PLACES else str(len(chosen))
    if block is not None or len(positions) == 1:
        text = _(
            "The quotation occurs %(count)s times in block %(block)s. Paste more of the text "
            "before or after it."
        )
        return text % {"count": count, "block": positions[0] if block is None else block}
    text = _(
        "The quotation occurs %(count)s times, in blocks %(blocks)s. Paste more of the text before "
        "or after it, or enter the number of the block."
    )
    return text % {"count": count, "blocks": numbers}


def _why_not_found(
    source: Source, snapshot: Snapshot, passages: Sequence[Passage], quotation: str
) -> str:
    """Return where the quotation is instead, or how much of it is in the text."""
    others = source.snapshots.exclude(pk=snapshot.pk).order_by("-is_current", "-number")
    if other := _first_with(others, quotation):
        text = _(
            "The quotation is not in the current text of this article, but in another one: "
            "%(kind)s %(number)s."
        )
        return text % {"kind": other.get_kind_display(), "number": other.number}
    part = longest_part(snapshot.text, quotation)
    if part is not None and part.length > 2 * len(quotation) // 3:
        return _what_differs(part, passages)
    if other := _first_with(_other_articles(source, quotation), quotation):
        text = _("The quotation is not in this article, but in another one: “%(title)s”.")
        return text % {"title": str(other.source)}
    if part is not None:
        return _what_differs(part, passages)
    text = _(
        "The quotation does not occur in the %(kind)s of this article, and no longer part of it "
        "does. Check the article and the wording."
    )
    return text % {"kind": snapshot.get_kind_display()}


def _other_articles(source: Source, quotation: str) -> QuerySet[Snapshot]:
    """Return current texts of other articles that have the longest word of the quotation."""
    newest = Snapshot.objects.current().exclude(source=source).order_by("-pk")[:MAX_TEXTS]
    rows = Snapshot.objects.filter(
        pk__in=newest.values("pk"), text__contains=longest_plain_run(quotation)
    )
    return rows.select_related("source").order_by("-pk")[:MAX_TEXTS_FOLDED]


def _first_with(snapshots: QuerySet[Snapshot], quotation: str) -> Snapshot | None:
    rows = snapshots.iterator(chunk_size=20)
    return next((row for row in rows if find_quotation(row.text, quotation).spans), None)


def _what_differs(part: Part, passages: Sequence[Passage]) -> str:
    """Return which part of the quotation is in the text, and how the text differs next to it."""
    edge = part.start if part.where == Where.END else part.end - 1
    block = next(row.position for row in reversed(passages) if row.start <= edge)
    texts = {
        Where.BEGINNING: _(
            "The first %(count)d characters are in block %(block)s. Then the text differs: "
            "“%(printed)s” in the article, “%(quoted)s” in the quotation."
        ),
        Where.MIDDLE: _(
            "The longest part in the article has %(count)d characters, in block %(block)s. After "
            "it, the text differs: “%(printed)s” in the article, “%(quoted)s” in the quotation."
        ),
        Where.END: _(
            "The last %(count)d characters are in block %(block)s. Before them, the text differs: "
            "“%(printed)s” in the article, “%(quoted)s” in the quotation."
        ),
    }
    values = {"count": part.length, "block": block}
    return texts[part.where] % {**values, "printed": part.printed, "quoted": part.quoted}
