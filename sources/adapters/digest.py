"""Digest files: front matter, then the blocks of the project's own restatement of an article.

    ---
    title: …
    ---

    [1 quote] First block.

    [2 heading 2] Second block.

Blocks have the numbers of the original's blocks, so that a locator into the original is valid here
too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from sources.adapters.base import Block, Draft, Parsed
from sources.models import Passage

ADAPTER, VERSION = "digest", 1
FIELDS = (
    "title",
    "title_en",
    "language",
    "outlet",
    "publisher",
    "authors",
    "published",
    "url",
    "repost_of",
    "text_sha256",
)
REQUIRED = ("title", "language", "text_sha256")
_MARK = re.compile(r"\[(\d+) ([a-z_]+)(?: ([1-6]))?\] ?")


class DigestError(ValueError):
    """A digest file that cannot be parsed; `line` and, where possible, the field are named."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Digest:
    """A parsed digest file. `fields` has the front matter, with all names of FIELDS."""

    fields: dict[str, Parsed]
    blocks: tuple[Block, ...]

    @property
    def draft(self) -> Draft:
        """The draft that is stored. Its text is English, even if the article is not."""
        return Draft(
            adapter=ADAPTER,
            adapter_version=VERSION,
            encoding="utf-8",
            title=str(self.fields["title"]),
            language="en",
            blocks=self.blocks,
        )


def parse(text: str) -> Digest:
    """Parse a digest file. Raise DigestError."""
    parts = text.split("---\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise DigestError("The file must begin with front matter between two lines of ---.", 1)
    fields = _front_matter(parts[1])
    first_line = parts[1].count("\n") + 3
    return Digest(fields, tuple(_blocks(parts[2], first_line)))


def format(digest: Digest) -> str:
    """Write a digest file; the inverse of `parse`."""
    front_matter = {name: digest.fields[name] for name in FIELDS if digest.fields.get(name)}
    head = yaml.safe_dump(front_matter, allow_unicode=True, sort_keys=False, width=1000)
    blocks = "\n\n".join(
        f"[{number} {block.kind}{f' {block.level}' if block.level else ''}] {block.text}"
        for number, block in enumerate(digest.blocks, 1)
    )
    return f"---\n{head}---\n\n{blocks}\n"


def lines_of_fields(text: str) -> dict[str, int]:
    """Return the line number (from 1) at which each field of a file's front matter begins."""
    head = text.split("---\n", 2)[1:2]
    return {name: _line_of(head[0], name) for name in FIELDS} if head else {}


def _front_matter(text: str) -> dict[str, Parsed]:
    try:
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise DigestError(
            f"The front matter is not valid YAML: {error}", mark.line + 2 if mark else 2
        ) from error
    if not isinstance(values, dict):
        raise DigestError("The front matter must be a mapping of names to values.", 2)
    for name in values:
        if name not in FIELDS:
            raise DigestError(f"{name}: there is no such field.", _line_of(text, name))
    for name in REQUIRED:
        if not values.get(name):
            raise DigestError(f"{name}: required.", 2)
    # YAML parses 2021-06-30 as a date; the field is EDTF text.
    values["published"] = str(values.get("published") or "")
    if not isinstance(values.get("authors") or [], list):
        raise DigestError("authors: must be a list.", _line_of(text, "authors"))
    return {name: values.get(name) or ([] if name == "authors" else "") for name in FIELDS}


def _line_of(text: str, name: str) -> int:
    lines = text.splitlines()
    return next((n for n, line in enumerate(lines, 2) if line.startswith(f"{name}:")), 2)


def _blocks(text: str, first_line: int) -> list[Block]:
    blocks: list[Block] = []
    line = first_line
    for part in re.split(r"(\n\s*\n)", text):
        body = part.strip()
        if body:
            blocks.append(_block(body, len(blocks) + 1, line + len(part) - len(part.lstrip("\n"))))
        line += part.count("\n")
    if not blocks:
        raise DigestError("There are no blocks after the front matter.", first_line)
    return blocks


def _block(body: str, number: int, line: int) -> Block:
    mark = _MARK.match(body)
    if not mark:
        raise DigestError(f"Block {number} must begin with [{number} kind].", line)
    if int(mark[1]) != number:
        raise DigestError(f"Block {number} is numbered {mark[1]}.", line)
    if mark[2] not in Passage.Kind.values:
        raise DigestError(f"Block {number}: “{mark[2]}” is no kind of block.", line)
    text = body[mark.end() :].strip()
    if not text:
        raise DigestError(f"Block {number} is empty.", line)
    return Block(mark[2], text, int(mark[3]) if mark[3] else None)
