"""Records in YAML files: each value knows its file and line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from sources.adapters.base import Parsed


@dataclass(frozen=True, slots=True)
class Finding:
    """One error in the seeds. `file` is relative to the seeds folder, `line` counts from 1."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        field = f"{self.field}: " if self.field else ""
        return f"{self.file}:{self.line}: {field}{self.message}"


class SeedError(Exception):
    """The seeds cannot be loaded. `findings` lists every error."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings


class Record(dict):
    """A mapping of a YAML file. All scalars are text. `lines` holds the line of each field."""

    file: str = ""
    line: int = 0

    def __init__(self, file: str, line: int) -> None:
        super().__init__()
        self.file, self.line = file, line
        self.lines: dict[str, int] = {}

    def finding(self, field: str, message: str) -> Finding:
        """Return a finding at the line of a field, or at the line of the record."""
        return Finding(self.file, self.lines.get(field, self.line), field, message)


def read_records(path: Path, folder: Path) -> list[Record]:
    """Return the records of one file, a list of mappings.

    Raises SeedError for an invalid file.
    """
    file = str(path.relative_to(folder))
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    except UnicodeDecodeError as error:
        raise SeedError([Finding(file, 1, "", f"The file is not UTF-8: {error}.")]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or str(error)
        raise SeedError(
            [Finding(file, line, "", f"The file is not valid YAML: {problem}.")]
        ) from error
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode):
        raise SeedError([Finding(file, node.start_mark.line + 1, "", "A list is expected.")])
    records = [_value(item, file) for item in node.value]
    if findings := [
        Finding(file, item.start_mark.line + 1, "", "A mapping of names to values is expected.")
        for item, record in zip(node.value, records, strict=True)
        if not isinstance(record, Record)
    ]:
        raise SeedError(findings)
    return records


def write_records(records: Sequence[Mapping[str, Any]]) -> str:
    """Return the text of a seed file. `read_records` reads the same records from it."""
    return yaml.dump(
        records, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=96, indent=2
    )


def fingerprint(record: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a record's canonical JSON, in hexadecimal."""
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _value(node: yaml.Node, file: str) -> Parsed:
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, file) for item in node.value]
    if not isinstance(node, yaml.MappingNode):
        return node.value
    record = Record(file, node.start_mark.line + 1)
    for key, value in node.value:
        if str(key.value) in record:
            line = key.start_mark.line + 1
            raise SeedError([Finding(file, line, str(key.value), "The field is given twice.")])
        record[str(key.value)] = _value(value, file)
        record.lines[str(key.value)] = key.start_mark.line + 1
    return record


class _Dumper(yaml.SafeDumper):
    """YAML dumper that indents lists under their name.

    Short lists of words stay on one line.
    """

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent lists in block style."""
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        """Write repeated values in full, without YAML anchors."""
        return True


def _represent_list(dumper: yaml.Dumper, items: list[Any]) -> yaml.Node:
    short = all(isinstance(item, str) for item in items) and sum(map(len, items)) < 70
    return dumper.represent_sequence(
        "tag:yaml.org,2002:seq", items, flow_style=short and bool(items)
    )


def _represent_decimal(dumper: yaml.Dumper, number: Decimal) -> yaml.Node:
    # Not through a float: it has fewer digits than a figure can have.
    return dumper.represent_scalar("tag:yaml.org,2002:float", format(number, "f"))


_Dumper.add_representer(list, _represent_list)
_Dumper.add_representer(Decimal, _represent_decimal)
