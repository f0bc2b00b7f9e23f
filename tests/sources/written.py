"""The pages written for the tests, by name."""

from __future__ import annotations

from pathlib import Path

PAGES = Path(__file__).parent / "pages"
WRITTEN = sorted(path.name.split(".")[0] for path in PAGES.glob("*.expected.yaml"))


def written(name: str) -> bytes:
    """The bytes of a written page; `page` is the one with a site's furniture around it."""
    name = "page_with_furniture" if name == "page" else name
    return next(path for path in PAGES.glob(f"{name}.*") if path.suffix != ".yaml").read_bytes()
