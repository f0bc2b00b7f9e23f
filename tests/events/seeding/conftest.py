import shutil
from pathlib import Path

import pytest

WRITTEN = Path(__file__).resolve().parents[1] / "seeds"


@pytest.fixture
def seeds(tmp_path):
    """A copy of tests/events/seeds, to change at will."""
    return Path(shutil.copytree(WRITTEN, tmp_path / "seeds"))
