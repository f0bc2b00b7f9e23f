"""Sample pages written for the tests, by name."""

from __future__ import annotations

from pathlib import Path

PAGES = Path(__file__).parent / "pages"
SAMPLES = sorted(path.name.split(".")[0] for path in PAGES.glob("*.expected.yaml"))


def read_sample(name: str) -> bytes:
    """Return the bytes of a sample page.

    `page` is the one with a site's furniture around the article.
    """
    name = "page_with_furniture" if name == "page" else name
    return next(path for path in PAGES.glob(f"{name}.*") if path.suffix != ".yaml").read_bytes()
