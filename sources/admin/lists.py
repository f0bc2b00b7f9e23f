"""Form field of lists of short texts: one item per line, so that an item can contain a comma."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

HELP = _(
    "One item per line. The signs ， 、 and ； also separate items; the comma of “Okafor, Jr.” "
    "does not. Put an item that contains one of those signs in double quotes."
)
ROWS = 3
# An item in double quotes, in which a quote is doubled, or text up to the next separator.
ITEM = re.compile(r'\s*"(?P<quoted>(?:[^"]|"")*)"[^\S\n]*(?=[\n，、；]|$)|(?P<plain>[^\n，、；]*)')


def split_items(text: str) -> list[str]:
    """Return the items of a text: one per line, or separated by ， 、 or ；."""
    text, items, position = text.replace("\r\n", "\n").replace("\r", "\n"), [], 0
    while position <= len(text):
        match = ITEM.match(text, position)
        assert match is not None  # the pattern matches the empty text
        if match["quoted"] is not None:
            items.append(match["quoted"].replace('""', '"'))
        elif item := match["plain"].strip():
            items.append(item)
        position = match.end() + 1
    return items


def join_items(items: Sequence[str]) -> str:
    """Return the text that `split_items` reads as these items."""
    return "\n".join(_written(item) for item in items)


def _written(item: str) -> str:
    """Return an item as it is, or in double quotes if it could be read as something else."""
    if split_items(item) == [item] and not item.startswith('"'):
        return item
    return '"{}"'.format(item.replace('"', '""'))


class ListField(SimpleArrayField):
    """A list of short texts, typed with one item per line.

    If the text is not edited, the field returns the original list, whatever its items contain.
    """

    widget = forms.Textarea(attrs={"rows": ROWS, "class": "vLargeTextField"})

    def __init__(self, base_field: forms.CharField, *, help_text: Any = "", **kwargs: Any) -> None:
        text = format_lazy("{} {}", help_text, HELP) if help_text else HELP
        # Spaces around an item are removed by `split_items`, but kept in quotes.
        base_field.strip = False
        super().__init__(base_field, help_text=text, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return the text of a list; a text that was typed is unchanged."""
        return join_items(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]  # as its base does
        """Return the items of a text."""
        if isinstance(value, list | tuple):
            return list(value)
        return [str(self.base_field.to_python(item)) for item in split_items(value or "")]


class CodeListField(ListField):
    """A list of codes, none of which contains a comma: commas separate them too."""

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]  # as its base does
        """Return the codes of a text."""
        codes = [code.strip() for item in super().to_python(value) for code in item.split(",")]
        return [code for code in codes if code]
