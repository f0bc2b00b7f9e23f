"""Seed records of articles: the metadata and the project's digest of each."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from events.seeding.fields import Reading, edtf, slug
from events.seeding.record_types.base import (
    Field,
    KnownKeys,
    LoadSession,
    RecordType,
    Values,
    set_fields,
)
from events.seeding.records import Finding, Record
from sources.adapters import digest as digests
from sources.intake.snapshots import store
from sources.models import Outlet, Snapshot, Source


class Articles(RecordType):
    """Records of `articles/*.md`: front matter and a digest in numbered blocks."""

    name, files, model = "article", "articles/*.md", Source
    fields = (
        Field("slug", slug),
        *(Field(name, str) for name in digests.FIELDS),
        Field("text", str),
    )

    def records(self, folder: Path) -> Iterable[Record]:
        """Yield one record per file. A file that is not UTF-8 gives a record with a `fault`."""
        for path in sorted(folder.glob(self.files)):
            record = Record(str(path.relative_to(folder)), 1)
            record["slug"] = path.stem
            try:
                record["text"] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError as error:
                record["fault"] = (1, f"The file is not UTF-8: {error}.")
            else:
                record.lines = digests.lines_of_fields(record["text"])
            yield record

    def read(self, record: Record) -> Reading:
        """Parse the digest, and check its language and date."""
        try:
            if "fault" in record:
                raise digests.DigestError(record["fault"][1], record["fault"][0])
            digest = digests.parse(record["text"])
        except digests.DigestError as error:
            return Reading(findings=[Finding(record.file, error.line, "", str(error))])
        reading = Reading({"slug": record["slug"], "text": record["text"], "digest": digest})
        reading.values.update(digest.fields)
        if digest.fields["language"] not in Source.Language.values:
            reading.findings.append(record.finding("language", "Unknown language code."))
        if digest.fields["published"]:
            try:
                edtf(digest.fields["published"])
            except ValueError as error:
                reading.findings.append(record.finding("published", str(error)))
        return reading

    def check(self, values: Values, record: Record, known: KnownKeys) -> list[Finding]:
        """Return findings of missing outlets and articles; note the number of blocks in `known`."""
        known.blocks[values["slug"]] = len(values["digest"].blocks)
        return [
            *known.findings(record, "outlet", "outlet", [values["outlet"]]),
            *known.findings(record, "publisher", "outlet", [values["publisher"]]),
            *known.findings(record, "repost_of", "article", [values["repost_of"]]),
        ]

    def save(self, values: Values, session: LoadSession) -> Source:
        """Save the source as accepted, and store the digest if its text changed."""
        row = self._row(values)
        set_fields(
            row, values, ["slug", "title", "title_en", "language", "authors", "published", "url"]
        )
        row.original_sha256 = values["text_sha256"]
        row.outlet = session.optional(Outlet, values["outlet"])
        row.publisher = session.optional(Outlet, values["publisher"])
        row.state = Source.State.ACCEPTED
        row.save()
        draft = values["digest"].draft
        text_sha256 = Snapshot.digest_of(draft.text)
        if not row.snapshots.digests().current().filter(text_sha256=text_sha256).exists():
            store(row, draft, values["text"].encode(), Snapshot.Kind.DIGEST)
        return row

    def finish(self, row: Source, values: Values, session: LoadSession) -> None:
        """Link a repost to its original."""
        original = session.optional(Source, values["repost_of"])
        if row.repost_of != original and original != row:
            row.repost_of = original
            row.save(update_fields=["repost_of"])

    @staticmethod
    def _row(values: Values) -> Source:
        """Return the source with this slug or this original text, or a new one.

        Ingest may have created a source of the same text under another slug.
        """
        by_slug = Source.objects.filter(slug=values["slug"]).first()
        by_text = Source.objects.filter(snapshots__text_sha256=values["text_sha256"]).first()
        return by_slug or by_text or Source()

    def rows(self) -> Iterable[Source]:
        """Return the sources with a current digest, ordered by slug."""
        return (
            Source.objects.filter(snapshots__kind="digest", snapshots__is_current=True)
            .select_related("outlet", "publisher", "repost_of")
            .order_by("slug")
        )

    def values_of(self, row: Source) -> Values:
        """Return the text of the article file and its fields."""
        from sources.adapters.base import Block

        snapshot = row.snapshots.digests().current().get()
        fields = {
            "title": row.title,
            "title_en": row.title_en,
            "language": row.language,
            "outlet": row.outlet.slug if row.outlet else "",
            "publisher": row.publisher.slug if row.publisher else "",
            "authors": row.authors,
            "published": row.published,
            "url": row.url,
            "repost_of": row.repost_of.slug if row.repost_of else "",
            "text_sha256": row.original_sha256,
        }
        blocks = tuple(
            Block(passage.kind, passage.text, passage.level) for passage in snapshot.passages.all()
        )
        text = digests.format(digests.Digest(fields, blocks))
        return {"slug": row.slug, "text": text, **fields}

    def is_bare(self, row: Source) -> bool:
        """Return whether the source has no digest yet."""
        return not row.snapshots.digests().exists()

    def is_withdrawn(self, row: Source) -> bool:
        """Return whether the source was rejected."""
        return row.state == Source.State.REJECTED

    def file_of(self, values: Values) -> str:
        """Return the file named after the slug."""
        return f"articles/{values['slug']}.md"

    def canonical(self, values: Values) -> Values:
        """Return the slug and the text, which holds all other fields."""
        return {"slug": values["slug"], "text": values["text"]}
