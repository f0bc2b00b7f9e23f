"""Documents of an article that was merged into another one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from sources.identity.containment import block_keys
from sources.models import Source

# A stub of an article may have a notice of its own beside the first paragraph.
MIN_SHARED_BLOCKS = 0.5
MAX_COMPARED = 20


def read_as_merged(blocks: frozenset[str], sources_of_file: Iterable[int]) -> Source | None:
    """Return the article into which one was merged that the same file was read as before.

    `blocks` are the keys of the document's blocks. The title and the outlet of the file are those
    of the merged article, so only the texts count.
    """
    merged = Source.objects.filter(pk__in=sources_of_file).exclude(merged_into=None)
    for source in merged.order_by("pk").select_related("merged_into"):
        target = cast(Source, source.merged_into)
        for snapshot in target.snapshots.originals().order_by("-pk")[:MAX_COMPARED]:
            known = block_keys(snapshot.passages.values_list("text", flat=True))
            if len(blocks & known) >= MIN_SHARED_BLOCKS * max(1, len(blocks)):
                return target
    return None
