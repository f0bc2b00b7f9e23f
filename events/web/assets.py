"""Style sheets and scripts of a page, joined into one file per type.

One request costs more than the few hundred bytes of most of these files. Templates list them in
`{% stylesheets %}css/a.css css/b.css{% endstylesheets %}` and `{% scripts "js/a.js" "js/b.js" %}`;
`collectstatic` joins the files of each list.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from events.web.modules import join_modules

_STYLESHEETS = re.compile(r"{% stylesheets %}(.*?){% endstylesheets %}", re.DOTALL)
_SCRIPTS = re.compile(r"{% scripts((?: \"[^\"]+\")+) %}")


def joined_name(names: Sequence[str]) -> str:
    """Return the name of the file that holds these files, all of one type, in this order."""
    key = hashlib.blake2b("\n".join(names).encode(), digest_size=6).hexdigest()
    first = PurePosixPath(names[0])
    return f"{first.parent}/joined-{key}{first.suffix}"


def join_assets(names: Sequence[str], read: Callable[[str], str]) -> str:
    """Return the text of the joined file. `read` returns the text of a static file by its name.

    Raises ModuleError for a script that cannot be joined.
    """
    if names[0].endswith(".js"):
        return join_modules(names, read)
    return "\n".join(map(read, names))


def asset_lists(folders: Iterable[Path]) -> Iterator[tuple[str, ...]]:
    """Yield the distinct lists of files in the templates of these folders, sorted."""
    lists = set()
    for folder in folders:
        for path in sorted(Path(folder).rglob("*.html")):
            text = path.read_text(encoding="utf-8")
            lists |= {tuple(names.split()) for names in _STYLESHEETS.findall(text)}
            lists |= {tuple(re.findall(r'"([^"]+)"', names)) for names in _SCRIPTS.findall(text)}
    yield from sorted(lists)
