"""The time of reading is in proportion to the length, for any content of the document."""

import contextlib
import sys

import pytest

from sources import adapters
from sources.adapters.base import NothingToRead, SourceError, TooComplex
from sources.intake.reading import read_document
from tests.sources.adapters.hostile import COUNTED, LONG

pytestmark = pytest.mark.slow

SMALL, FACTOR, MAX_GROWTH = 3_000, 4, 6


def calls_to_read(data):
    """Return the number of calls, of Python functions and of C functions, to read a document."""
    count = 0

    def profile(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profile)
    try:
        adapters.read(data)
    except SourceError:
        pass
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", COUNTED)
def test_calls_grow_with_the_length(name):
    document = COUNTED[name]
    adapters.read(document(SMALL).encode())  # fill caches
    small = calls_to_read(document(SMALL).encode())
    large = calls_to_read(document(SMALL * FACTOR).encode())
    assert large <= small * MAX_GROWTH, f"{small} calls, then {large}"


@pytest.mark.parametrize("name", LONG)
def test_long_document_is_read_or_refused_within_the_limits(name):
    with contextlib.suppress(TooComplex, NothingToRead):
        assert read_document(LONG[name](1_000_000).encode(), name).blocks
