"""Style sheets and scripts that a page asks for together, so that each kind is one file.

A request costs more than the few hundred bytes that most of these files have. Templates list them
in `{% stylesheets "css/a.css" "css/b.css" %}` and `{% scripts "js/a.js" "js/b.js" %}`; gathering
static files joins each such list.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from events.web.modules import join_modules

_TAG = re.compile(r"{%\s*(?:stylesheets|scripts)\s+((?:\"[^\"]+\"\s*)+)%}")


def joined_name(names: Sequence[str]) -> str:
    """The name of the file that holds these, all of one kind, one behind the other."""
    key = hashlib.blake2b("\n".join(names).encode(), digest_size=6).hexdigest()
    kind = PurePosixPath(names[0])
    return f"{kind.parent}/joined-{key}{kind.suffix}"


def join_assets(names: Sequence[str], read: Callable[[str], str]) -> str:
    """What that file says; `read` gives the text of a static file by its name.

    Raises ModuleError for a script that cannot be joined.
    """
    if names[0].endswith(".js"):
        return join_modules(names, read)
    return "\n".join(map(read, names))


def asset_lists(folders: Iterable[Path]) -> Iterator[tuple[str, ...]]:
    """Every list of files that a template in these folders asks for."""
    found = set()
    for folder in folders:
        for path in sorted(Path(folder).rglob("*.html")):
            for tag in _TAG.findall(path.read_text(encoding="utf-8")):
                found.add(tuple(re.findall(r'"([^"]+)"', tag)))
    yield from sorted(found)
