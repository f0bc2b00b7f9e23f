"""Every message of the project is translated, with the placeholders of the original."""

import io
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.pofile import PoFileError, read_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("events", "kb", "sources", "templates")
FUNCTIONS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
Key = tuple[str | None, str]  # context, and the singular where there is a plural


def faults(catalogue: Path) -> list[str]:
    """One sentence for each message that is missing, uncertain or has other placeholders."""
    try:
        with catalogue.open("rb") as source:
            messages = read_po(source, abort_invalid=True)
    except PoFileError as error:
        return [f"{catalogue}: {error}"]
    return [
        f"{catalogue}:{message.lineno}: {message.id!r} {fault}"
        for message in messages
        if message.id
        for fault in _faults(message)
    ]


def _faults(message: Message) -> list[str]:
    texts = message.string if isinstance(message.string, tuple | list) else [message.string]
    if not all(texts):
        return ["is not translated"]
    if message.fuzzy:
        return ["is marked fuzzy: check the translation, remove the mark"]
    return [str(error) for error in message.check()]


def not_listed(catalogue: Path, files: Iterable[Path]) -> list[str]:
    """One sentence for each message the files say and the catalogue lacks, and the reverse.

    What makemessages would change, found without gettext's tools.
    """
    with catalogue.open("rb") as source:
        listed = {_key(message.context, message.id) for message in read_po(source) if message.id}
    said = {key: path for path in files for key in _said(path)}
    missing = [f"{said[key]}: {key[1]!r} is not in {catalogue}" for key in said.keys() - listed]
    idle = [f"{catalogue}: {key[1]!r} is said nowhere" for key in listed - said.keys()]
    return sorted(missing + idle)


def _said(path: Path) -> list[Key]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        # Babel reads the result as Python, which would reject the indentation of HTML.
        text = re.sub(r"^[ \t]+", "", templatize(text, origin=str(path)), flags=re.MULTILINE)
    found = extract("python", io.BytesIO(text.encode()), keywords=FUNCTIONS)
    return [_key(context, message) for _line, message, _comments, context in found]


def _key(context: str | None, message: object) -> Key:
    return context, message if isinstance(message, str) else message[0]


if __name__ == "__main__":
    settings.configure()
    catalogues = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
    wrong = [fault for path in catalogues for fault in faults(path)]
    main = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    if main.exists():
        paths = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.*"))]
        wrong += not_listed(main, [path for path in paths if path.suffix in (".html", ".py")])
    else:
        wrong.append("locale/zh_Hans/LC_MESSAGES/django.po is missing")
    sys.exit("\n".join(wrong) or None)
