"""JSON Lines: one record per line, in both languages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from events.outputs.exports.base import Format
from events.outputs.exports.records import Record, claim_record, event_record
from events.outputs.exports.rows import ClaimRow, EventRow


class JsonLines(Format):
    """Records as JSON, one per line."""

    name = extension = "jsonl"
    label = "JSON Lines"
    content_type = "application/jsonl; charset=utf-8"
    record: Callable[..., Record]

    def write(self, rows: Iterable[EventRow | ClaimRow]) -> Iterator[str]:
        """Yield one line per row."""
        for row in rows:
            record = type(self).record(row, self.metadata.site)
            yield json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


class EventLines(JsonLines):
    """Events as JSON Lines."""

    record = staticmethod(event_record)


class ClaimLines(JsonLines):
    """Claims as JSON Lines."""

    record = staticmethod(claim_record)
