"""Streamed exports of whole result sets, in standard formats.

A format is a subclass of `Format`, in a module of its own: it has a name, a content type and a file
extension, and writes rows piece by piece. To add one, add a module and a line in a table below.
"""

from events.outputs.exports.annotations import Annotations
from events.outputs.exports.base import ExportMetadata, Format
from events.outputs.exports.icalendar import Calendar
from events.outputs.exports.json_ld import ClaimGraph, EventGraph
from events.outputs.exports.json_lines import ClaimLines, EventLines
from events.outputs.exports.table import ClaimTable, EventTable
from events.outputs.exports.timelinejs import TimelineJs

EVENT_FORMATS: dict[str, type[Format]] = {
    export_format.name: export_format
    for export_format in (EventTable, EventLines, EventGraph, TimelineJs, Calendar)
}
CLAIM_FORMATS: dict[str, type[Format]] = {
    export_format.name: export_format for export_format in (ClaimTable, ClaimLines, ClaimGraph)
}

__all__ = [
    "CLAIM_FORMATS",
    "EVENT_FORMATS",
    "Annotations",
    "ExportMetadata",
    "Format",
]
