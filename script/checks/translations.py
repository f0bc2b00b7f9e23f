"""Every message of the project is translated, with the placeholders of the original."""

import sys
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parents[2]


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


if __name__ == "__main__":
    catalogues = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
    wrong = [fault for path in catalogues for fault in faults(path)]
    if not (ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po").exists():
        wrong.append("locale/zh_Hans/LC_MESSAGES/django.po is missing")
    sys.exit("\n".join(wrong) or None)
