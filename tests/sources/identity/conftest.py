"""Made-up documents, which are written once for all modules."""

import pytest

from tests.sources.identity import made
from tests.sources.identity.made import Pair


@pytest.fixture(scope="session")
def reposts() -> list[Pair]:
    return made.repost_pairs()


@pytest.fixture(scope="session")
def near_misses() -> list[Pair]:
    return made.near_misses()


@pytest.fixture(scope="session")
def stubs() -> list[Pair]:
    return made.stubs()


@pytest.fixture(scope="session")
def same_sources() -> list[Pair]:
    return made.same_sources()
