"""Every line of a style sheet holds at most one declaration."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What may contain a semicolon or a brace that is not punctuation.
_OPAQUE = re.compile(r"/\*.*?\*/|\"[^\"\n]*\"|'[^'\n]*'|\([^()]*\)", re.DOTALL)


def faults(paths: list[Path]) -> list[str]:
    """Return one message with file and line number for each line with more than a declaration.

    A rule on one line, as in `p { color: red; }`, is a selector and a declaration: one too many.
    """
    return [
        f"{path}:{number}: more than one declaration or selector on the line"
        for path in paths
        for number, line in enumerate(_punctuation(path).split("\n"), start=1)
        if len(re.findall(r"[^\s;{}][^;{}]*", line)) > 1
    ]


def _punctuation(path: Path) -> str:
    """Return the text without comments, strings and brackets, with the same line numbers."""

    def blank(match: re.Match) -> str:
        filler = "" if match[0].startswith("/*") else "_"
        return filler + "\n" * match[0].count("\n")

    return _OPAQUE.sub(blank, path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    wrong = faults(sorted((ROOT / "static").rglob("*.css")))
    sys.exit("\n".join(wrong) or None)
