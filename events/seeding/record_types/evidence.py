"""Evidence in seed files: locators into the original, without the quoted text."""

from __future__ import annotations

from events.editing.locators import locate, passage_at
from events.editing.reanchoring import anchored, on_digest
from events.models import Claim, Event, Evidence
from events.seeding.fields import Field, Reading, choice, read_fields, sha256, slug, whole_number
from events.seeding.record_types.base import KnownKeys, LoadSession, Values
from events.seeding.records import Finding, Record, SeedError
from sources.models import Passage, Snapshot, Source
from sources.models.history import history_of

FIELDS = (
    Field("source", slug, required=True),
    Field("block", whole_number(1, 100_000), required=True),
    Field("start", whole_number(0, 100_000_000), required=True),
    Field("end", whole_number(1, 100_000_000), required=True),
    Field("sha256", sha256, required=True),
    Field("stance", choice(Evidence.Stance.values), default=Evidence.Stance.SUPPORTS.value),
    # The words that readers see, if they see any: offsets in the block, inside the passage.
    Field("quote_start", whole_number(0, 100_000_000), default=None),
    Field("quote_end", whole_number(1, 100_000_000), default=None),
)
QUOTE = ("quote_start", "quote_end")


def read_evidence(reading: Reading) -> None:
    """Read the nested `evidence` records of a reading in place."""
    nested = [(item, read_fields(item, FIELDS)) for item in reading.values.get("evidence", [])]
    for record, item in nested:
        reading.findings += item.findings
        if not item.findings:
            reading.findings += _check_offsets(record, item.values)
    reading.values["evidence"] = [item.values for _record, item in nested]


def _check_offsets(record: Record, values: Values) -> list[Finding]:
    start, end = values["start"], values["end"]
    if start >= end:
        return [record.finding("end", "Must be after start.")]
    quote = [values[name] for name in QUOTE]
    if quote == [None, None]:
        return []
    if None in quote:
        name = QUOTE[quote.index(None)]
        return [record.finding(name, "The start and the end of the quoted words go together.")]
    if not start <= quote[0] < quote[1] <= end:
        return [record.finding("quote_end", "The quoted words must be inside the passage.")]
    return []


def check_evidence(values: Values, record: Record, known: KnownKeys) -> list[Finding]:
    """Return findings of missing articles, blocks and supporting evidence."""
    findings = []
    stances = {item["stance"] for item in values["evidence"]}
    if stances and Evidence.Stance.SUPPORTS not in stances:
        findings.append(record.finding("evidence", "At least one passage must support it."))
    for item, evidence_record in zip(values["evidence"], record["evidence"], strict=True):
        missing = known.findings(evidence_record, "source", "article", [item["source"]])
        findings += missing
        if not missing and item["block"] > known.blocks.get(item["source"], item["block"]):
            findings.append(
                evidence_record.finding("block", f"{item['source']} has no block {item['block']}.")
            )
    return findings


def canonical_evidence(values: Values) -> list[Values]:
    """Return the evidence in the order in which files hold it."""
    ordered = sorted(
        values["evidence"],
        key=lambda item: (item["source"], item["block"], item["start"], item["end"]),
    )
    return [
        {field.name: item[field.name] for field in FIELDS if item[field.name] is not None}
        for item in ordered
    ]


def values_of_evidence(row: Event | Claim) -> list[Values]:
    """Return the locators of a row's evidence: the inverse of `save_evidence`."""
    return [
        {
            "source": item.snapshot.source.slug,
            "block": item.block,
            "start": item.block_start,
            "end": item.block_end,
            "sha256": item.span_sha256,
            "stance": item.stance,
            **dict(zip(QUOTE, _quote_in_block(item), strict=True)),
        }
        for item in row.evidence.all()
    ]


def _quote_in_block(item: Evidence) -> tuple[int | None, int | None]:
    """Return the offsets of the quoted words in the block; None if nothing is quoted."""
    if not item.quoted:
        return None, None
    if item.quote_start is None or item.quote_end is None:
        return item.block_start, item.block_end
    return item.block_start + item.quote_start, item.block_start + item.quote_end


def save_evidence(
    row: Event | Claim, values: Values, session: EvidenceLoadSession, *, fresh: bool = False
) -> None:
    """Make the row's evidence equal to the record. Evidence with the same locator keeps its id."""
    owner = "event" if isinstance(row, Event) else "claim"
    old = [] if fresh else row.evidence.select_related("snapshot__source")
    existing = {
        (item.snapshot.source.slug, item.block, item.block_start, item.block_end): item
        for item in old
    }
    new = []
    for item in values["evidence"]:
        key = (item["source"], item["block"], item["start"], item["end"])
        evidence = existing.pop(key, None) or Evidence(**{owner: row})
        evidence.stance = item["stance"]
        evidence.block, evidence.block_start, evidence.block_end = key[1:]
        evidence.span_sha256 = item["sha256"]
        _set_quote(evidence, item)
        for name, value in session.anchor(item).items():
            setattr(evidence, name, value)
        if evidence.pk:
            evidence.save()
        else:
            new.append(evidence)
    Evidence.objects.bulk_create(new)
    for removed in existing.values():
        removed.delete()


def _set_quote(evidence: Evidence, item: Values) -> None:
    start, end = (item[name] for name in QUOTE)
    is_part = start is not None and (start, end) != (item["start"], item["end"])
    evidence.quoted = start is not None
    evidence.quote_start = start - item["start"] if is_part else None
    evidence.quote_end = end - item["start"] if is_part else None


class EvidenceLoadSession(LoadSession):
    """A LoadSession that also turns locators into spans of the best available text."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: dict[tuple[str, str], tuple[Snapshot, list[Passage]] | None] = {}

    def anchor(self, item: Values) -> dict[str, Snapshot | int | str]:
        """Return the fields of Evidence for a locator.

        The anchor is a span of the original if possible, else a block of the digest.
        """
        original = self._text(item["source"], Snapshot.Kind.ORIGINAL)
        if original and (fields := self._on_original(item, *original)):
            return fields
        digest = self._text(item["source"], Snapshot.Kind.DIGEST)
        if digest is None or item["block"] > len(digest[1]):
            raise SeedError([self._finding(item, "the article was merged, and has no such text.")])
        snapshot, passages = digest
        return on_digest(snapshot, passages[item["block"] - 1])

    def _on_original(
        self, item: Values, snapshot: Snapshot, passages: list[Passage]
    ) -> dict[str, Snapshot | int | str] | None:
        match = locate(
            snapshot, passages, item["block"], item["start"], item["end"], item["sha256"]
        )
        if match is None:
            self.findings.append(self._finding(item, "the original has different text there."))
            return None
        start, in_place = match
        end = start + item["end"] - item["start"]
        if (passage := passage_at(passages, start, end)) is None:
            return None
        from events.annotation.anchors import Anchor

        fields = anchored(Anchor.of(snapshot.text, start, end), passage)
        state = Evidence.Anchor.EXACT if in_place else Evidence.Anchor.MOVED
        return {**fields, "snapshot": snapshot, "anchor": state, "anchor_note": ""}

    @staticmethod
    def _finding(item: Values, message: str) -> Finding:
        """Return a finding about the place of a locator."""
        place = f"{item['start']} to {item['end']}"
        file, block = f"articles/{item['source']}.md", f"block {item['block']}"
        return Finding(file, 1, block, f"{place}: {message}")

    def _text(self, source: str, kind: str) -> tuple[Snapshot, list[Passage]] | None:
        """Return the text of an article; of a merged one, its own text, which was moved."""
        key = (source, kind)
        if key not in self._texts:
            row = Source.objects.get(slug=source)
            texts = Snapshot.objects.filter(kind=kind)
            if row.merged_into_id is None:
                snapshot = texts.filter(source=row).current().first()
            else:
                own = history_of(Snapshot).filter(source=row.pk).values("pgh_obj_id")
                snapshot = texts.filter(pk__in=own).order_by("-is_current", "-pk").first()
            self._texts[key] = (
                (snapshot, list(snapshot.passages.order_by("position"))) if snapshot else None
            )
        return self._texts[key]
