"""JavaScript modules joined into one file, without a bundler that users would have to install.

Each module becomes a function that returns the exports of the module. The functions are called
once, dependencies first. Unsupported syntax raises an error: the project's own modules import and
export by name, at the beginning of a line, and have no circular imports.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable

_IMPORT = re.compile(r"^import\s*(?:\{([^}]*)\}\s*from\s*)?\"(\.{1,2}/[^\"]+)\";[ \t]*$", re.M)
_EXPORT = re.compile(r"^export\s+((?:async\s+)?function\*?|class|const)\s+([\w$]+)", re.M)
_UNSUPPORTED = re.compile(
    r"^(?:import|export)\b.*$|\bimport\s*\(.*$|\bimport\.meta\b|^await\b.*$", re.M
)
_ALIAS = re.compile(r"\bas\b")


class ModuleError(ValueError):
    """A module that cannot be joined. The message names the module and the line or the cycle."""


def join_modules(names: Iterable[str], read: Callable[[str], str]) -> str:
    """Return one module that runs these modules in this order, with all their imports.

    `read` returns the text of a module by its name. Raises ModuleError for unsupported syntax.
    """
    texts: dict[str, str] = {}
    for name in names:
        _add(name, read, texts, ())
    return "\n".join(texts.values())


def _add(
    name: str, read: Callable[[str], str], texts: dict[str, str], waiting: tuple[str, ...]
) -> None:
    """Add a module after the modules that it imports."""
    if name in waiting:
        raise ModuleError(f"Circular import of modules: {' → '.join((*waiting, name))}")
    if name in texts:
        return
    text = read(name)
    folder = posixpath.dirname(name)
    for _, address in _IMPORT.findall(text):
        _add(posixpath.normpath(posixpath.join(folder, address)), read, texts, (*waiting, name))
    texts[name] = _wrapped(name, text)


def _wrapped(name: str, text: str) -> str:
    """Return the module as a constant that holds its exports."""
    exports = [match[1] for match in _EXPORT.findall(text)]
    folder = posixpath.dirname(name)

    def replace_import(match: re.Match[str]) -> str:
        if match[1] is None:
            return ""
        module = _variable(posixpath.normpath(posixpath.join(folder, match[2])))
        return f"const {{{_ALIAS.sub(':', match[1])}}} = {module};"

    body = _EXPORT.sub(r"\1 \2", _IMPORT.sub(replace_import, text))
    if unsupported := _UNSUPPORTED.search(body):
        raise ModuleError(f"{name} cannot be joined with other modules: {unsupported[0].strip()}")
    return (
        f"const {_variable(name)} = (() => {{\n{body}\nreturn {{ {', '.join(exports)} }};\n}})();"
    )


def _variable(name: str) -> str:
    """Return a JavaScript variable name for a module, different for each module."""
    return "$" + re.sub(r"[^a-zA-Z0-9]", lambda match: f"_{ord(match[0]):x}_", name)
