"""Fixtures of the seeding tests."""

import shutil
from pathlib import Path

import pytest

TEST_SEEDS = Path(__file__).resolve().parent / "seeds"


@pytest.fixture
def seeds(tmp_path):
    """Return a writable copy of the test seeds."""
    return Path(shutil.copytree(TEST_SEEDS, tmp_path / "seeds"))
