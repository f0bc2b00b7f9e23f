"""The base of events and claims: states from draft to retracted, and search."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchVectorField
from django.db import models, transaction
from django.db.models.fields.related_descriptors import ManyToManyDescriptor
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from events.fulltext import as_query, as_vector, rank
from events.models.platform import Platform
from events.models.tag import Tag, Tagged
from events.models.users import AnyUser
from sources.models import Source
from sources.models.merging import Mergeable, in_use


class State(models.TextChoices):
    """The states of a row in the editorial workflow."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    RETRACTED = "retracted", _("retracted")


Row = TypeVar("Row", bound="Publishable")


class PublishableQuerySet(models.QuerySet[Row]):
    """Queries on events or claims."""

    def published(self) -> Self:
        """Keep published rows, which every reader may see."""
        return self.filter(state=State.PUBLISHED)

    def visible_to(self, user: AnyUser) -> Self:
        """Keep published rows for readers, and all that are in use for editors and curators."""
        model = self.model._meta
        if user.has_perm(f"{model.app_label}.change_{model.model_name}"):
            return in_use(self)
        return self.published()

    def for_platforms(self, platforms: models.QuerySet[Platform]) -> Self:
        """Keep rows about any of these platforms, each once."""
        links = self.model.platforms.through.objects.filter(platform__in=platforms)
        return self.filter(models.Exists(links.filter(**self._own())))

    def tagged(self, tags: Iterable[Tag]) -> Self:
        """Keep rows with any of these tags."""
        content_type = ContentType.objects.get_for_model(self.model)
        tagged = Tagged.objects.filter(tag__in=tags, content_type=content_type)
        return self.filter(pk__in=tagged.values("object_id"))

    def from_sources(self, sources: Iterable[Source]) -> Self:
        """Keep rows with evidence from any of these articles."""
        from events.models.evidence import Evidence

        evidence = Evidence.objects.filter(**self._own(), snapshot__source__in=sources)
        return self.filter(models.Exists(evidence))

    def with_disputed(self) -> Self:
        """Annotate `is_disputed`: whether it holds a position in an approved, open dispute."""
        links = self.model.positions.through.objects.filter(
            position__dispute__state="open", position__dispute__is_approved=True
        )
        return self.annotate(is_disputed=models.Exists(links.filter(**self._own())))

    def with_counts(self) -> Self:
        """Annotate `source_count`, the number of accepted articles, and `is_disputed`.

        An article and its reposts count once.
        """
        from events.models.evidence import Evidence

        article = Coalesce("snapshot__source__repost_of", "snapshot__source")
        accepted = Evidence.objects.filter(**self._own(), snapshot__source__state="accepted")
        counts = (
            accepted.order_by()
            .values(self._own_name)
            .annotate(count=models.Count(article, distinct=True))
            .values("count")
        )
        return self.with_disputed().annotate(source_count=Coalesce(models.Subquery(counts), 0))

    @property
    def _own_name(self) -> str:
        """Return the name of the field with which related tables refer to these rows."""
        return str(self.model._meta.model_name)

    def _own(self) -> dict[str, models.OuterRef]:
        """Return the condition on a related table that keeps what belongs to the outer row."""
        return {self._own_name: models.OuterRef("pk")}

    def search(self, query: str) -> Self:
        """Keep rows whose texts contain every term of the query, in either Chinese script.

        A query without a term keeps no rows.
        """
        condition = as_query(query)
        return self.filter(search_vector=condition) if condition is not None else self.none()

    def candidates(self, query: str, limit: int) -> list[tuple[int, float]]:
        """Return (id, rank) of at most `limit` rows that match the query, in no defined order.

        The database does not sort them: it would have to fetch every match of a common word.
        """
        matches = self.search(query).order_by().annotate(relevance=rank(query))
        return list(matches.values_list("pk", "relevance")[:limit])

    def with_search_parts(self) -> Self:
        """Load all that `search_parts` of the model reads."""
        return self.prefetch_related("platforms__aliases", "tags")

    def locked(self) -> Self:
        """Lock the rows until the end of the transaction, in the order of their ids."""
        return self.order_by("pk").select_for_update(of=("self",), no_key=True)

    @transaction.atomic
    def index(self) -> int:
        """Update the search vector of every row and return the number of rows.

        Call it after relations change. Each row is locked before its relations are read, so that
        of two transactions the later one indexes what both wrote.
        """
        count = 0
        for row in self.with_search_parts().locked().iterator(chunk_size=500):
            vector = as_vector(row.search_parts())
            self.model._default_manager.filter(pk=row.pk).update(search_vector=vector)
            count += 1
        return count


class Publishable(Mergeable):
    """A row that editors draft, others review, and readers see once evidence supports it."""

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    search_vector = SearchVectorField(null=True, editable=False)
    # Each model has its own relations of these names.
    platforms: models.ManyToManyField[Any, Any]
    positions: ManyToManyDescriptor[Any, Any]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and increment `version` in the database, so that concurrent saves all count.

        Concurrent edits of a row are detected by the version that each editor began with. The row
        then has the version of this save, not of one that came after it.
        """
        update_fields = kwargs.get("update_fields")
        if self._state.adding or (update_fields is not None and not update_fields):
            super().save(*args, **kwargs)
            return
        if update_fields is not None:
            kwargs["update_fields"] = {*update_fields, "version"}
        previous_version, self.version = self.version, models.F("version") + 1
        try:
            with transaction.atomic(savepoint=False):
                super().save(*args, **kwargs)
                self.refresh_from_db(fields=["version"])
        except BaseException:
            self.version = previous_version
            raise

    @staticmethod
    def index_of_published(name: str, *fields: str) -> models.Index:
        """Return an index of these columns that contains only published rows."""
        condition = models.Q(state=State.PUBLISHED.value)
        return models.Index(name=name, fields=fields, condition=condition)

    @property
    def is_published(self) -> bool:
        """Return whether every reader may see the row."""
        return self.state == State.PUBLISHED

    def search_parts(self) -> list[tuple[str, str]]:
        """Return the texts to index for search, each with its weight from A to D."""
        raise NotImplementedError

    def platform_names(self) -> list[str]:
        """Return the distinct names and aliases of the row's platforms, to index for search."""
        names = [
            name
            for row in self.platforms.all()
            for name in (row.name_en, row.name_zh, *(alias.text for alias in row.aliases.all()))
        ]
        return list(dict.fromkeys(names))
