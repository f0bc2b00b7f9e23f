"""The three-way merge of contents: what a proposal changes, on top of what was saved meanwhile.

`base` is the record as the author saw it, `live` as it is now, `proposed` as the author wants it.
Where only one side changed a value, that change counts. Where both changed it differently, the
proposed value counts and the place is a conflict, which a person must look at before approval.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from events.editing.proposals.content import Content, Fields, PartContent, Relations
from events.editing.proposals.records import Part, RecordType


@dataclass(frozen=True)
class Conflict:
    """A place that both sides changed: a field of the record, or of a row of one of its parts.

    `name` is "" for a row that one side changed and the other deleted.
    """

    name: str
    part: str = ""
    key: str = ""


@dataclass
class Merged:
    """The merged content and the places in which the two sides contradict each other."""

    content: Content
    conflicts: list[Conflict] = field(default_factory=list)


def merge(record_type: RecordType, base: Content, live: Content, proposed: Content) -> Merged:
    """Return what the record is to be, if the proposal is approved now."""
    conflicts: list[Conflict] = []

    def note(name: str) -> None:
        conflicts.append(Conflict(name))

    content: Content = {
        "fields": _fields(base["fields"], live["fields"], proposed["fields"], note),
        "relations": _relations(base["relations"], live["relations"], proposed["relations"]),
        "parts": {
            part.name: _rows(
                part,
                base["parts"].get(part.name, {}),
                live["parts"].get(part.name, {}),
                proposed["parts"].get(part.name, {}),
                conflicts,
            )
            for part in record_type.parts
        },
    }
    return Merged(content, conflicts)


QUOTE = frozenset({"quoted", "quote_start", "quote_end"})
"""The columns of evidence that are one decision."""


def _fields(base: Fields, live: Fields, proposed: Fields, note: Callable[[str], None]) -> Fields:
    """Merge the fields of one row. A field that one side does not know has the live value."""
    result = dict(live)
    if live.keys() & proposed.keys() & base.keys() >= QUOTE:
        # Only together they say which words are quoted.
        sides = [[side[name] for name in sorted(QUOTE)] for side in (base, live, proposed)]
        if sides[2] not in sides[:2]:
            result |= {name: proposed[name] for name in QUOTE}
            if sides[0] != sides[1]:
                note("quoted")
        live = {name: value for name, value in live.items() if name not in QUOTE}
    for name in live.keys() & proposed.keys():
        before = base.get(name)
        if proposed[name] in (live[name], before):
            continue
        if live[name] != before and name in base:
            note(name)
        result[name] = proposed[name]
    return result


def _relations(base: Relations, live: Relations, proposed: Relations) -> Relations:
    """Merge sets of ids: what either side added or removed counts."""
    result = {}
    for name, now in live.items():
        before, wanted = set(base.get(name, ())), set(proposed.get(name, now))
        result[name] = sorted((set(now) | (wanted - before)) - (before - wanted))
    return result


def _rows(
    part: Part,
    base: dict[str, PartContent],
    live: dict[str, PartContent],
    proposed: dict[str, PartContent],
    conflicts: list[Conflict],
) -> dict[str, PartContent]:
    base, proposed = _aligned(part, base, live, proposed)
    result: dict[str, PartContent] = {}
    for key, now in live.items():
        before, wanted = base.get(key), proposed.get(key)
        if wanted is not None:
            result[key] = _row(part, key, before or wanted, now, wanted, conflicts)
        elif before is None:
            result[key] = now
        elif before != now:
            conflicts.append(Conflict("", part.name, key))
    for key, wanted in proposed.items():
        # A row that was deleted meanwhile, and that the proposal does not change, is not there.
        if key not in live and base.get(key) != wanted:
            if key in base:
                conflicts.append(Conflict("", part.name, key))
            _add(part, result, key, wanted, conflicts)
    return result


def _add(
    part: Part,
    rows: dict[str, PartContent],
    key: str,
    wanted: PartContent,
    conflicts: list[Conflict],
) -> None:
    """Add a row of the proposal to the merged ones.

    Somebody else may have added the same row, or two tags of the proposal were merged: then it
    takes what the proposal says about it.
    """
    places = {part.identity_of(row["fields"]): key for key, row in rows.items()}
    same = places.get(part.identity_of(wanted["fields"]))
    if same is None:
        rows[key] = wanted
        return
    conflicts += _differing(part, same, rows[same], wanted)
    rows[same] = _row(part, same, rows[same], rows[same], wanted, conflicts)


def _aligned(
    part: Part,
    base: dict[str, PartContent],
    live: dict[str, PartContent],
    proposed: dict[str, PartContent],
) -> tuple[dict[str, PartContent], dict[str, PartContent]]:
    """Return base and proposed with the live ids of rows that were deleted and added again.

    So is a tag on a record when it is merged into another.
    """
    added = {part.identity_of(row["fields"]): key for key, row in live.items() if key not in base}
    ids = {
        key: added[place]
        for key, row in base.items()
        if key not in live and (place := part.identity_of(row["fields"])) in added
    }
    renamed = ({ids.get(key, key): row for key, row in rows.items()} for rows in (base, proposed))
    return next(renamed), next(renamed)


def _differing(part: Part, key: str, one: PartContent, two: PartContent) -> list[Conflict]:
    names = one["fields"].keys() & two["fields"].keys()
    differing = sorted(name for name in names if one["fields"][name] != two["fields"][name])
    return [Conflict(name, part.name, key) for name in differing]


def _row(
    part: Part,
    key: str,
    base: PartContent,
    live: PartContent,
    proposed: PartContent,
    conflicts: list[Conflict],
) -> PartContent:
    def note(name: str) -> None:
        conflicts.append(Conflict(name, part.name, key))

    return {
        "fields": _fields(base["fields"], live["fields"], proposed["fields"], note),
        "relations": _relations(base["relations"], live["relations"], proposed["relations"]),
    }
