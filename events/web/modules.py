"""JavaScript modules in one file, without a tool that a reader of the project has to install.

Each module becomes a function that is called once, in the order in which the modules need one
another, and returns what the module exports. What this cannot join it refuses: the project's own
modules import and export by name, at the beginning of a line, and do not depend on one another in a
circle.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable

_IMPORT = re.compile(r"^import\s*(?:\{([^}]*)\}\s*from\s*)?\"(\.{1,2}/[^\"]+)\";[ \t]*$", re.M)
_EXPORT = re.compile(r"^export\s+((?:async\s+)?function\*?|class|const)\s+([\w$]+)", re.M)
_REFUSED = re.compile(
    r"^(?:import|export)\b.*$|\bimport\s*\(.*$|\bimport\.meta\b|^await\b.*$", re.M
)
_ALIAS = re.compile(r"\bas\b")


class ModuleError(ValueError):
    """A module that cannot be joined with others; its words name the module and the line."""


def join_modules(names: Iterable[str], read: Callable[[str], str]) -> str:
    """One module that does what these do, loaded in this order, with all that they import.

    `read` gives the text of a module by its name. Raises ModuleError for what is not understood.
    """
    texts: dict[str, str] = {}
    for name in names:
        _add(name, read, texts, ())
    return "\n".join(texts.values())


def _add(
    name: str, read: Callable[[str], str], texts: dict[str, str], waiting: tuple[str, ...]
) -> None:
    """Put a module behind those that it imports."""
    if name in waiting:
        raise ModuleError(f"These modules import one another: {' → '.join((*waiting, name))}")
    if name in texts:
        return
    text = read(name)
    folder = posixpath.dirname(name)
    for _, address in _IMPORT.findall(text):
        _add(posixpath.normpath(posixpath.join(folder, address)), read, texts, (*waiting, name))
    texts[name] = _wrapped(name, text)


def _wrapped(name: str, text: str) -> str:
    """The module as a constant that holds its exports."""
    exported = [found[1] for found in _EXPORT.findall(text)]
    folder = posixpath.dirname(name)

    def taken(found: re.Match[str]) -> str:
        if found[1] is None:
            return ""
        module = _variable(posixpath.normpath(posixpath.join(folder, found[2])))
        return f"const {{{_ALIAS.sub(':', found[1])}}} = {module};"

    body = _EXPORT.sub(r"\1 \2", _IMPORT.sub(taken, text))
    if refused := _REFUSED.search(body):
        raise ModuleError(f"{name} cannot be joined with other modules: {refused[0].strip()}")
    return (
        f"const {_variable(name)} = (() => {{\n{body}\nreturn {{ {', '.join(exported)} }};\n}})();"
    )


def _variable(name: str) -> str:
    """A name in JavaScript for a module; different ones for different modules."""
    return "$" + re.sub(r"[^a-zA-Z0-9]", lambda found: f"_{ord(found[0]):x}_", name)
