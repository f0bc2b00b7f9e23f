"""Check that every message has a translation, with the placeholders of the original."""

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
Key = tuple[str | None, str]  # Context, and the message or its singular.


def faults(catalogue: Path) -> list[str]:
    """Return one line for each translation that is missing, fuzzy or has other placeholders."""
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
        return ["is marked fuzzy: check the translation and remove the flag"]
    return [str(error) for error in message.check()]


def catalogue_differences(catalogue: Path, files: Iterable[Path], root: Path = ROOT) -> list[str]:
    """Return one line for each message missing from the catalogue or not used in the files.

    These are the changes makemessages would make, found without the gettext tools. A `#:` comment
    that names a file, relative to `root`, which does not use the message is reported too.
    """
    with catalogue.open("rb") as source:
        listed = {_key(item.context, item.id): item for item in read_po(source) if item.id}
    used: dict[Key, set[str]] = {}
    for path in files:
        for key in _messages_in(path):
            used.setdefault(key, set()).add(str(path.relative_to(root)))
    missing = [
        f"{min(used[key])}: {key[1]!r} is not in {catalogue}" for key in used.keys() - listed
    ]
    unused = [f"{catalogue}: {key[1]!r} is not used" for key in listed.keys() - used]
    moved = [
        f"{catalogue}:{item.lineno}: {key[1]!r} is not used in {name}"
        for key, item in listed.items()
        for name, _line in item.locations
        if key in used and name not in used[key]
    ]
    return sorted(missing + unused + moved)


def _messages_in(path: Path) -> list[Key]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        # Babel parses the result as Python, which rejects the indentation of HTML.
        text = re.sub(r"^[ \t]+", "", templatize(text, origin=str(path)), flags=re.MULTILINE)
    messages = extract("python", io.BytesIO(text.encode()), keywords=FUNCTIONS)
    return [_key(context, message) for _line, message, _comments, context in messages]


def _key(context: str | None, message: object) -> Key:
    return context, message if isinstance(message, str) else message[0]


if __name__ == "__main__":
    settings.configure()
    catalogues = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
    problems = [fault for path in catalogues for fault in faults(path)]
    main = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    if main.exists():
        paths = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.*"))]
        problems += catalogue_differences(
            main, [path for path in paths if path.suffix in (".html", ".py")]
        )
    else:
        problems.append("locale/zh_Hans/LC_MESSAGES/django.po is missing")
    sys.exit("\n".join(problems) or None)
