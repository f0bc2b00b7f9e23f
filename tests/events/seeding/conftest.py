import shutil
from pathlib import Path

import pytest

WRITTEN = Path(__file__).resolve().parent / "seeds"


@pytest.fixture
def seeds(tmp_path):
    """A copy of `seeds`, to change at will."""
    return Path(shutil.copytree(WRITTEN, tmp_path / "seeds"))
