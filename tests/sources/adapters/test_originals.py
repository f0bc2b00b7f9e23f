"""The real articles compared with hand-checked expectations, which contain hashes and no text."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from pathlib import Path

import pytest
import yaml

from sources.adapters import read

TRUTH = sorted((Path(__file__).parents[1] / "truth").glob("*.yaml"))
DEFAULT_ORIGINALS = Path(__file__).parents[3].parent / "shared" / "seeds"
ORIGINALS = Path(os.environ.get("KB_ORIGINALS") or DEFAULT_ORIGINALS)
FIELDS = ("title", "adapter", "language", "authors", "outlet", "publisher", "url", "published")


@pytest.fixture(scope="module")
def originals() -> dict[str, bytes]:
    """Return the bytes of the originals by their SHA-256."""
    if not ORIGINALS.is_dir():
        pytest.skip("the original articles are not on this machine (KB_ORIGINALS)")
    contents = [path.read_bytes() for path in ORIGINALS.rglob("*.txt")]
    return {hashlib.sha256(data).hexdigest(): data for data in contents}


@pytest.fixture(params=TRUTH, ids=lambda path: path.stem)
def article(request, originals):
    truth = yaml.safe_load(request.param.read_text(encoding="utf-8"))
    if truth["original_sha256"] not in originals:
        pytest.skip(f"the original of {request.param.stem} is not in {ORIGINALS.name}")
    return truth, read(originals[truth["original_sha256"]])


def _rows(draft) -> list[tuple]:
    return [
        (b.kind, b.level, len(b.text), hashlib.sha256(b.text.encode()).hexdigest())
        for b in draft.blocks
    ]


@pytest.mark.slow
def test_original_blocks(article):
    truth, draft = article
    expected, read_rows = Counter(map(tuple, truth["blocks"])), Counter(_rows(draft))
    right = (expected & read_rows).total()
    assert right / read_rows.total() >= 0.99, "precision"
    assert right / expected.total() >= 0.99, "recall"


def test_original_order(article):
    truth, draft = article
    known = {row[3] for row in truth["blocks"]}
    order = [row[3] for row in _rows(draft) if row[3] in known]
    assert order == [row[3] for row in truth["blocks"] if row[3] in set(order)]


def test_original_metadata(article):
    truth, draft = article
    actual = {name: getattr(draft, name) for name in FIELDS}
    actual["authors"] = list(actual["authors"])
    assert actual == {name: truth[name] for name in FIELDS}


def test_original_figures(article):
    truth, draft = article
    assert len(draft.figures) == truth["figures"]
    assert sum(figure.caption is not None for figure in draft.figures) == truth["captioned"]
    assert not any("?http" in figure.address for figure in draft.figures)
