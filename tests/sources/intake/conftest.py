"""Fixtures of ingest: documents in files, and a reader that fails on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from sources.intake import reading
from tests.sources.intake.test_ingest import article


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    """Write a document, by default an article, and return its path."""

    def write(text: str | bytes | None = None, name: str = "article.txt") -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else (text or article()).encode())
        return str(path)

    return write


@pytest.fixture
def poison(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> Iterator[None]:
    """Read documents with `tests.sources.intake.poison.read` and with low limits."""
    reading.end_reader()
    monkeypatch.setattr(reading, "READ", "tests.sources.intake.poison.read")
    monkeypatch.setattr(reading, "WALL_CLOCK_FACTOR", 3)
    settings.INGEST_SECONDS = 1
    yield
    reading.end_reader()
