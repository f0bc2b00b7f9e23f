"""Search for near-copies of a text without comparing it with every other text.

A sketch is the MinHash signature of a text in bands (locality-sensitive hashing). Two texts that
share a fraction `s` of their shingles (Jaccard) share at least one of the bands with probability
1 - (1 - s^2)^64: 0.93 for s = 0.2, an excerpt of a fifth, and 0.03 for s = 0.02, two articles on
one topic. What shares a band is only a candidate, to be compared as a whole.
"""

from __future__ import annotations

import numpy as np
from django.db.models import Count

from sources.identity.containment import shingles_of
from sources.models import Band, Snapshot

BANDS, ROWS_OF_BAND = 64, 2
MAX_CANDIDATES = 40
# Odd constants that mix the rows of a band and its number into one key.
_MIXERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype=np.uint64)
_BAND_MIXER = np.uint64(0x165667B19E3779F9)


def bands_of(shingles: frozenset[str]) -> list[int]:
    """Return the keys of the bands of a text, as signed 64-bit integers; none of an empty text."""
    # Imported here: it brings SciPy, which only processes that take documents in should load.
    from datasketch import MinHash

    if not shingles:
        return []
    signature = MinHash(num_perm=BANDS * ROWS_OF_BAND, seed=1)
    signature.update_batch([shingle.encode() for shingle in shingles])
    rows = signature.hashvalues.astype(np.uint64).reshape(BANDS, ROWS_OF_BAND)
    with np.errstate(over="ignore"):
        keys = (rows * _MIXERS).sum(axis=1) + np.arange(BANDS, dtype=np.uint64) * _BAND_MIXER
    return sorted({int(key) for key in keys.view(np.int64)})


def save_sketch(snapshot: Snapshot) -> None:
    """Save the sketch of an original, so that its near-copies are found."""
    keys = bands_of(shingles_of(snapshot.text))
    Band.objects.bulk_create(Band(snapshot=snapshot, key=key) for key in keys)


def similar_snapshots(shingles: frozenset[str]) -> list[int]:
    """Return the ids of the snapshots that share most bands with a text, at most MAX_CANDIDATES."""
    rows = Band.objects.filter(key__in=bands_of(shingles), snapshot__is_current=True)
    shared = rows.values("snapshot").annotate(shared=Count("pk")).order_by("-shared", "snapshot")
    return list(shared.values_list("snapshot", flat=True)[:MAX_CANDIDATES])
