"""Style sheets of a page joined into one file, and the modules that its scripts import.

One request costs more than the few hundred bytes of most style sheets. Templates list them in
`{% stylesheets %}css/a.css css/b.css{% endstylesheets %}`, and `collectstatic` joins the files of
each list.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

_STYLESHEETS = re.compile(r"{% stylesheets %}(.*?){% endstylesheets %}", re.DOTALL)
_IMPORT = re.compile(
    r"^(?:import\s*|(?:import|export)\b[^;'\"()]*\bfrom\s*)[\"'](\.{1,2}/[^'\"]+)[\"']",
    re.MULTILINE,
)
"""A static import or re-export at the beginning of a line, with a relative path."""


def joined_name(names: Sequence[str]) -> str:
    """Return the name of the file that holds these style sheets in this order."""
    key = hashlib.blake2b("\n".join(names).encode(), digest_size=6).hexdigest()
    return f"{posixpath.dirname(names[0])}/joined-{key}.css"


def stylesheet_lists(folders: Iterable[Path]) -> list[tuple[str, ...]]:
    """Return the distinct lists of style sheets in the templates of these folders, sorted."""
    lists = set()
    for folder in folders:
        for path in Path(folder).rglob("*.html"):
            found = _STYLESHEETS.findall(path.read_text(encoding="utf-8"))
            lists |= {tuple(names.split()) for names in found}
    return sorted(lists)


def imported_modules(names: Iterable[str], read: Callable[[str], str]) -> list[str]:
    """Return the modules that these modules import, directly or not, without these modules.

    `read` returns the text of a static file by its name.
    """
    entries = list(names)
    modules = list(entries)
    for name in modules:  # It grows while it is read.
        folder = posixpath.dirname(name)
        paths = (posixpath.join(folder, address) for address in _IMPORT.findall(read(name)))
        modules += dict.fromkeys(p for p in map(posixpath.normpath, paths) if p not in modules)
    return modules[len(entries) :]
