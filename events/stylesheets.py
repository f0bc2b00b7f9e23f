"""Style sheets that a page asks for together, so that they can be served as one file.

A request costs more than the few hundred bytes that most sheets have. Templates list the sheets in
`{% stylesheets "css/a.css" "css/b.css" %}`; gathering static files joins each such list.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

_TAG = re.compile(r"{%\s*stylesheets\s+((?:\"[^\"]+\"\s*)+)%}")


def joined_name(names: Sequence[str]) -> str:
    """The name of the file that holds these sheets one behind the other."""
    key = hashlib.blake2b("\n".join(names).encode(), digest_size=6).hexdigest()
    return f"css/joined-{key}.css"


def lists_in(folders: Iterable[Path]) -> Iterator[tuple[str, ...]]:
    """Every list of sheets that a template in these folders asks for."""
    found = set()
    for folder in folders:
        for path in sorted(Path(folder).rglob("*.html")):
            for tag in _TAG.findall(path.read_text(encoding="utf-8")):
                found.add(tuple(re.findall(r'"([^"]+)"', tag)))
    yield from sorted(found)
