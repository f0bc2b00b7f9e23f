"""Parse YAML and TOML within limits that keep time and memory proportional to the length."""

from __future__ import annotations

import re
import tomllib

import yaml

from sources.adapters.base import Parsed, TooComplex

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_CHARACTERS = 64_000
MAX_DEPTH = 20
DOTTED_KEY = re.compile(rf"(?<![\w\"'-])(?:[\w\"'-]++\s*+\.\s*+){{{MAX_DEPTH}}}")
# An escape, or several of UTF-16 units. An escaped backslash is one: a "uD800" after it is text.
ESCAPE = re.compile(r"(?:\\u[0-9A-Fa-f]{4})+|\\U[0-9A-Fa-f]{8}|\\.", re.DOTALL)
# What is not among the printable characters of YAML.
REFUSED = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REPLACEMENT = "\ufffd"
REPLACEMENTS = re.compile(rf"{REPLACEMENT}|\\(?:u|U0000)fffd", re.IGNORECASE)


def read_yaml(text: str) -> Parsed:
    """Return the value of a YAML document. Raise `TooComplex` or yaml.YAMLError.

    Aliases are refused: a few lines of them expand to any amount of data, or to infinite data.
    """
    _refuse_long(text)
    depth = 0
    # Parsing into events is not recursive; loading is, and ends the process when too deep.
    for event in yaml.parse(text, LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise TooComplex("The front matter has YAML aliases, which are not read.")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _too_deep()
    return yaml.load(text, LOADER)  # noqa: S506


def read_toml(text: str) -> Parsed:
    """Return the value of a TOML document. Raise `TooComplex` or tomllib.TOMLDecodeError."""
    _refuse_long(text)
    if DOTTED_KEY.search(text):
        raise _too_deep()
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise _too_deep() from error


def replace_refused(text: str) -> tuple[str, int]:
    """Return a YAML or TOML document without characters that both formats refuse, and their number.

    They become U+FFFD, escaped or not as they were. Two escapes for the halves of one character, as
    in JSON, become that character and are not counted.
    """
    replaced = REFUSED.sub(REPLACEMENT, ESCAPE.sub(_allowed_escape, text))
    return replaced, len(REPLACEMENTS.findall(replaced)) - len(REPLACEMENTS.findall(text))


def _allowed_escape(escape: re.Match[str]) -> str:
    text = escape.group()
    if text[1] == "u" and len(text) > 2:
        units = bytes.fromhex(text.replace("\\u", ""))
        characters = units.decode("utf-16-be", "replace")
    elif text[1] == "U" and len(text) > 2:
        units = bytes.fromhex(text[2:])
        characters = units.decode("utf-32-be", "replace")
    else:
        return text
    return "".join(f"\\U{ord(character):08X}" for character in characters)


def _refuse_long(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise TooComplex(f"The front matter has more than {MAX_CHARACTERS} characters.")


def _too_deep() -> TooComplex:
    return TooComplex(f"The front matter is nested more than {MAX_DEPTH} levels deep.")
