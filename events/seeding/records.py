"""YAML files read so that every value knows the file and line it stands on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with the seeds. `file` is relative to the seeds folder, `line` from 1."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        field = f"{self.field}: " if self.field else ""
        return f"{self.file}:{self.line}: {field}{self.message}"


class SeedError(Exception):
    """The seeds cannot be loaded. `findings` names every place that is wrong."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings


class Record(dict):
    """A mapping of a YAML file. All scalars are text; `lines` gives the line of each field."""

    file: str = ""
    line: int = 0

    def __init__(self, file: str, line: int) -> None:
        super().__init__()
        self.file, self.line = file, line
        self.lines: dict[str, int] = {}

    def finding(self, field: str, message: str) -> Finding:
        return Finding(self.file, self.lines.get(field, self.line), field, message)


def read_records(path: Path, folder: Path) -> list[Record]:
    """The records of one file, a list of mappings. Raises SeedError."""
    file = str(path.relative_to(folder))
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    except UnicodeDecodeError as error:
        raise SeedError([Finding(file, 1, "", f"The file is not UTF-8: {error}.")]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or str(error)
        raise SeedError([Finding(file, line, "", f"This is no YAML: {problem}.")]) from error
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode):
        raise SeedError([Finding(file, node.start_mark.line + 1, "", "A list is expected.")])
    records = [_value(item, file) for item in node.value]
    if wrong := [
        Finding(file, item.start_mark.line + 1, "", "A mapping of names to values is expected.")
        for item, record in zip(node.value, records, strict=True)
        if not isinstance(record, Record)
    ]:
        raise SeedError(wrong)
    return records


def write_records(records: list[dict[str, object]]) -> str:
    """The text of a seed file; `read_records` of it gives the same records again."""
    return yaml.dump(
        records, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=96, indent=2
    )


def fingerprint(record: dict[str, object]) -> str:
    """Hex SHA-256 of a record's canonical JSON."""
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _value(node: yaml.Node, file: str) -> object:
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, file) for item in node.value]
    if not isinstance(node, yaml.MappingNode):
        return node.value
    record = Record(file, node.start_mark.line + 1)
    for key, value in node.value:
        if str(key.value) in record:
            line = key.start_mark.line + 1
            raise SeedError([Finding(file, line, str(key.value), "Is given twice.")])
        record[str(key.value)] = _value(value, file)
        record.lines[str(key.value)] = key.start_mark.line + 1
    return record


class _Dumper(yaml.SafeDumper):
    """Lists are indented under their name, short lists of words stay on one line."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        return True


def _represent_list(dumper: yaml.Dumper, items: list[object]) -> yaml.Node:
    short = all(isinstance(item, str) for item in items) and sum(map(len, items)) < 70
    return dumper.represent_sequence(
        "tag:yaml.org,2002:seq", items, flow_style=short and bool(items)
    )


def _represent_decimal(dumper: yaml.Dumper, number: Decimal) -> yaml.Node:
    # Never through a float, which has fewer digits than a figure may have.
    return dumper.represent_scalar("tag:yaml.org,2002:float", format(number, "f"))


_Dumper.add_representer(list, _represent_list)
_Dumper.add_representer(Decimal, _represent_decimal)
