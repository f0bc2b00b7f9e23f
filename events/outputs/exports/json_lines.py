"""JSON Lines: one record a line, both languages in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from events.outputs.exports.base import Format
from events.outputs.exports.records import Record, claim_record, event_record


class JsonLines(Format):
    name = extension = "jsonl"
    label = "JSON Lines"
    content_type = "application/jsonl; charset=utf-8"
    record: Callable[..., Record]

    def write(self, rows: Iterable[object]) -> Iterator[str]:
        for row in rows:
            record = type(self).record(row, self.metadata.site)
            yield json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


class EventLines(JsonLines):
    record = staticmethod(event_record)


class ClaimLines(JsonLines):
    record = staticmethod(claim_record)
