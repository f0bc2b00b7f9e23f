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


def _refuse_long(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        raise TooComplex(f"The front matter has more than {MAX_CHARACTERS} characters.")


def _too_deep() -> TooComplex:
    return TooComplex(f"The front matter is nested more than {MAX_DEPTH} levels deep.")
