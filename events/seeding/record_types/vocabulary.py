"""Seed records of outlets, tags, claimants and platforms, which other records refer to."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from events.fulltext import fold
from events.models import Claimant, Platform, PlatformAlias, Succession, Tag
from events.models.trees import parents_first
from events.seeding.fields import (
    Field,
    Reading,
    choice,
    read_fields,
    records,
    slug,
    text,
    text_up_to,
    texts,
)
from events.seeding.record_types.base import KnownKeys, LoadSession, RecordType, Values, set_fields
from events.seeding.records import Finding, Record
from sources.models import Outlet
from sources.models.merging import in_use
from sources.models.naming import name_key

NAMES = (
    Field("name_en", text_up_to(200)),
    Field("name_zh", text_up_to(200)),
)


class Outlets(RecordType):
    """Records of `outlets.yaml`."""

    name, files, model = "outlet", "outlets.yaml", Outlet
    fields = (
        Field("slug", slug, required=True),
        *NAMES,
        Field("url", text_up_to(500)),
        Field("aliases", texts, default=[]),
        # "no" if readers must see no words of its articles.
        Field("quotations", choice(["no"])),
    )

    def values_of(self, row: models.Model) -> Values:
        """Return the values of the outlet."""
        assert isinstance(row, Outlet)
        values = {item.name: getattr(row, item.name, "") for item in self.fields}
        return {**values, "quotations": "" if row.allows_quotations else "no"}

    def save(self, values: Values, session: LoadSession) -> Outlet:
        """Save the outlet; complete the one that ingest created, if any."""
        row = session.existing(Outlet, values["slug"]) or self._of_ingest(values) or Outlet()
        plain = [item.name for item in self.fields if item.name != "quotations"]
        set_fields(row, values, plain)
        # Seeds may forbid quotations, but never allow what somebody here has forbidden.
        row.allows_quotations &= values["quotations"] != "no"
        row.save()
        return row

    def is_bare(self, row: Outlet) -> bool:
        """Return whether the outlet has at most one name and no other data."""
        return not (row.url or row.aliases) and "" in {row.name_en, row.name_zh}

    @staticmethod
    def _of_ingest(values: Values) -> Outlet | None:
        """Return an outlet with one of these names, from ingest or a proposal, of another slug."""
        names = [values["name_en"], values["name_zh"], *values["aliases"]]
        outlets = in_use(Outlet.objects.all())
        for name in filter(None, names):
            key = name_key(name)
            same = models.Q(name_en_key=key) | models.Q(name_zh_key=key)
            named = outlets.for_name(name) | outlets.filter(same)
            if outlet := named.order_by("-is_approved", "pk").first():
                return outlet
        return None


class Tags(RecordType):
    """Records of `tags.yaml`."""

    name, files, model = "tag", "tags.yaml", Tag
    fields = (
        Field("slug", slug, required=True),
        Field("facet", choice(Tag.Facet.values), required=True),
        Field("name_en", text_up_to(100), required=True),
        Field("name_zh", text_up_to(100), required=True),
        Field("description_en", text, required=True),
        Field("description_zh", text, required=True),
        Field("aliases", texts, default=[]),
        Field("parent", slug),
    )

    def check(self, values: Values, record: Record, known: KnownKeys) -> list[Finding]:
        """Return a finding if the parent is missing."""
        return known.findings(record, "parent", "tag", [values["parent"]])

    def save(self, values: Values, session: LoadSession) -> Tag:
        """Save the tag."""
        row = session.existing(Tag, values["slug"]) or Tag()
        set_fields(
            row, values, ["slug", "facet", "name_zh", "description_en", "description_zh", "aliases"]
        )
        row.name = values["name_en"]
        parent = session.optional(Tag, values["parent"])
        row.parent = parent if parent != row else None  # merged into it
        row.save()
        return row

    def rows(self) -> Iterable[Tag]:
        """Return the approved tags, parents before their children."""
        rows = Tag.objects.approved().select_related("parent").order_by("facet", "slug")
        return parents_first(list(rows), lambda row: row.parent_id)

    def values_of(self, row: Tag) -> Values:
        """Return the values of a tag by field name."""
        parent = row.public_parent
        return {**super().values_of(row), "parent": parent.slug if parent else ""}


class Claimants(RecordType):
    """Records of `claimants.yaml`."""

    name, files, model = "claimant", "claimants.yaml", Claimant
    fields = (
        Field("slug", slug, required=True),
        Field("kind", choice(Claimant.Kind.values), required=True),
        Field("name_en", text_up_to(200), required=True),
        Field("name_zh", text_up_to(200)),
        Field("aliases", texts, default=[]),
        Field("affiliation_en", text_up_to(200)),
        Field("affiliation_zh", text_up_to(200)),
        Field("url", text_up_to(500)),
    )

    def save(self, values: Values, session: LoadSession) -> Claimant:
        """Save the claimant."""
        row = session.existing(Claimant, values["slug"]) or Claimant()
        set_fields(row, values, [item.name for item in self.fields])
        row.save()
        return row


class Platforms(RecordType):
    """Records of `platforms.yaml`."""

    name, files, model = "platform", "platforms.yaml", Platform
    successor_fields = (
        Field("platform", slug, required=True),
        Field("kind", choice(Succession.Kind.values), required=True),
    )
    fields = (
        Field("slug", slug, required=True),
        Field("kind", choice(Platform.Kind.values), required=True),
        Field("parent", slug),
        Field("name_en", text_up_to(200), required=True),
        Field("name_zh", text_up_to(200)),
        Field("aliases", texts, default=[]),
        Field("summary_en", text, required=True),
        Field("summary_zh", text),
        Field("predecessors", records, default=[]),
    )

    def read(self, record: Record) -> Reading:
        """Read the predecessors too."""
        reading = super().read(record)
        nested = [
            read_fields(item, self.successor_fields)
            for item in reading.values.get("predecessors", [])
        ]
        reading.values["predecessors"] = [item.values for item in nested]
        reading.findings += [finding for item in nested for finding in item.findings]
        return reading

    def check(self, values: Values, record: Record, known: KnownKeys) -> list[Finding]:
        """Return findings of a missing parent or missing predecessors."""
        return [
            *known.findings(record, "parent", "platform", [values["parent"]]),
            *known.findings(
                record,
                "predecessors",
                "platform",
                [item["platform"] for item in values["predecessors"]],
            ),
        ]

    def save(self, values: Values, session: LoadSession) -> Platform:
        """Save the platform and its aliases."""
        row = session.existing(Platform, values["slug"]) or Platform()
        fresh = row.pk is None
        set_fields(row, values, ["slug", "kind", "name_en", "name_zh", "summary_en", "summary_zh"])
        parent = session.optional(Platform, values["parent"])
        row.parent = parent if parent != row else None  # merged into it
        row.save()
        self._save_aliases(row, values["aliases"], fresh=fresh)
        return row

    def finish(self, row: Platform, values: Values, session: LoadSession) -> None:
        """Link the platform to its predecessors."""
        wanted = {
            session.row(Platform, item["platform"]): item["kind"] for item in values["predecessors"]
        }
        wanted.pop(row, None)  # merged into it
        row.precessions.exclude(predecessor__in=wanted).delete()
        for predecessor, kind in wanted.items():
            Succession.objects.update_or_create(
                predecessor=predecessor, successor=row, defaults={"kind": kind}
            )

    @staticmethod
    def _save_aliases(row: Platform, aliases: list[str], *, fresh: bool) -> None:
        existing: set[str] = set()
        if not fresh:
            row.aliases.exclude(text__in=aliases).delete()
            existing = set(row.aliases.values_list("text", flat=True))
        PlatformAlias.objects.bulk_create(
            PlatformAlias(platform=row, text=alias, key=fold(alias))
            for alias in aliases
            if alias not in existing
        )

    def rows(self) -> Iterable[Platform]:
        """Return the platforms, parents before their parts."""
        rows = Platform.objects.approved().without_tree_fields().select_related("parent")
        rows = rows.prefetch_related("aliases", "precessions__predecessor")
        return parents_first(list(rows.order_by("slug")), lambda row: row.parent_id)

    def values_of(self, row: Platform) -> Values:
        """Return the values of a platform by field name."""
        plain = {
            name: getattr(row, name)
            for name in ("slug", "kind", "name_en", "name_zh", "summary_en", "summary_zh")
        }
        return {
            **plain,
            "parent": row.public_parent.slug if row.public_parent else "",
            "aliases": sorted(alias.text for alias in row.aliases.all()),
            "predecessors": [
                {"platform": item.predecessor.slug, "kind": item.kind}
                for item in sorted(row.precessions.all(), key=lambda item: item.predecessor.slug)
                if item.predecessor.is_approved
            ],
        }

    def canonical(self, values: Values) -> Values:
        """Return the record with sorted aliases."""
        return super().canonical({**values, "aliases": sorted(values["aliases"])})
