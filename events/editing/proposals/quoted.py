"""The passages of a record that a reviewer reads beside a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from events.editing.proposals.content import PartContent
from events.editing.proposals.records import Part
from events.editing.proposals.review import Review
from events.models import Evidence
from sources.models import Snapshot


@dataclass(frozen=True)
class Quoted:
    """A passage of the record before or after: new, removed, changed, or as it was ("")."""

    evidence: Evidence
    stance: str
    before_stance: str
    verb: str
    before_words: str = ""
    """The words that readers saw before the change."""


def passages_of(review: Review) -> list[Quoted]:
    """Return the passages of the record, those that the proposal touches first; one query."""
    part = next((part for part in review.record_type.parts if part.model is Evidence), None)
    if part is None:
        return []
    before = review.before["parts"].get(part.name, {})
    after = review.after["parts"].get(part.name, {})
    keys: set[Any] = {row["fields"]["snapshot"] for row in [*before.values(), *after.values()]}
    snapshots = Snapshot.objects.select_related("source__outlet").defer("content", "text")
    texts = snapshots.in_bulk(keys)
    quoted = [
        _quoted(part, key, before.get(key), after.get(key), texts) for key in {**after, **before}
    ]
    return sorted(quoted, key=lambda passage: not passage.verb)


def _quoted(
    part: Part,
    key: str,
    old: PartContent | None,
    new: PartContent | None,
    texts: Mapping[int, Snapshot],
) -> Quoted:
    """Return one passage; at least one side has it."""
    shown = new or old
    assert shown is not None, "one side has it"
    fields: dict[str, Any] = dict(shown["fields"])
    values = {field.name: fields.get(field.name) for field in part.fields}
    evidence = Evidence(pk=int(key), **{**values, "snapshot": texts.get(fields["snapshot"])})
    if old is None or new is None:
        verb = "removed" if new is None else "added"
    else:
        verb = "" if old == new else "changed"
    was = ""
    if old is not None and verb == "changed":
        was = str(Evidence.Stance(str(old["fields"]["stance"])).label)
    words = _quoted_words(evidence, old["fields"]) if old is not None else ""
    return Quoted(evidence, str(evidence.get_stance_display()), was, verb, words)


def _quoted_words(evidence: Evidence, fields: Mapping[str, Any]) -> str:
    """Return the words that readers see of a passage with these values."""
    names = ("start", "end", "quotation", "quoted", "quote_start", "quote_end")
    values = {name: fields.get(name) for name in names}
    return (
        Evidence(snapshot=evidence.snapshot, **values).quoted_words if evidence.snapshot_id else ""
    )
