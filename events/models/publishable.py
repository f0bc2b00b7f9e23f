"""The base of events and claims: states from draft to retracted, search, and required evidence."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.fulltext import as_query, as_vector, rank


class State(models.TextChoices):
    """The states of a row in the editorial workflow."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    RETRACTED = "retracted", _("retracted")


class PublishableQuerySet(models.QuerySet):
    """Queries on events or claims."""

    def published(self) -> PublishableQuerySet:
        """Keep published rows, which every reader may see."""
        return self.filter(state=State.PUBLISHED)

    def visible_to(self, user: object) -> PublishableQuerySet:
        """Keep all rows for editors and curators, and published rows for readers."""
        model = self.model._meta
        if user.has_perm(f"{model.app_label}.change_{model.model_name}"):
            return self
        return self.published()

    def search(self, query: str) -> PublishableQuerySet:
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

    def with_search_parts(self) -> PublishableQuerySet:
        """Load all that `search_parts` of the model reads."""
        raise NotImplementedError

    def index(self) -> int:
        """Update the search vector of every row and return the number of rows.

        Call it after relations change.
        """
        count = 0
        for row in self.with_search_parts().order_by("pk").iterator(chunk_size=500):
            vector = as_vector(row.search_parts())
            self.model.objects.filter(pk=row.pk).update(search_vector=vector)
            count += 1
        return count


class Publishable(models.Model):
    """A row that editors draft, others review, and readers see once evidence supports it."""

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    search_vector = SearchVectorField(null=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Save, and increment `version` in the database, so that concurrent saves all count.

        Concurrent edits of a row are detected by the version that each editor began with.
        """
        update_fields = kwargs.get("update_fields")
        if self._state.adding or (update_fields is not None and not update_fields):
            super().save(*args, **kwargs)
            return
        if update_fields is not None:
            kwargs["update_fields"] = {*update_fields, "version"}
        previous_version, self.version = self.version, models.F("version") + 1
        try:
            super().save(*args, **kwargs)
        except BaseException:
            self.version = previous_version
            raise
        self.refresh_from_db(fields=["version"])

    @staticmethod
    def index_of_published(name: str, *fields: str) -> models.Index:
        """Return an index of these columns that contains only published rows."""
        condition = models.Q(state=State.PUBLISHED.value)
        return models.Index(name=name, fields=fields, condition=condition)

    @property
    def is_published(self) -> bool:
        """Return whether every reader may see the row."""
        return self.state == State.PUBLISHED


def published_needs_evidence(owner: str) -> pgtrigger.Trigger:
    """Return a trigger on `owner` ("event" or "claim") that requires evidence to publish.

    It checks at commit that a published row has evidence that supports it. It is deferred, so
    that a row and its evidence may be written in either order in one transaction. It reads the
    row again, because the state may have changed since the trigger was queued.
    """
    return pgtrigger.Trigger(
        name="published_needs_evidence",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
        timing=pgtrigger.Deferred,
        func=_evidence_check(owner, "NEW.id"),
    )


def last_evidence_stays(owner: str) -> pgtrigger.Trigger:
    """Return a trigger on evidence that keeps the last support of a published `owner` row."""
    return pgtrigger.Trigger(
        name=f"published_{owner}_keeps_evidence",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.Delete | pgtrigger.UpdateOf(f"{owner}_id", "stance"),
        timing=pgtrigger.Deferred,
        func=_evidence_check(owner, f"OLD.{owner}_id"),
    )


def _evidence_check(owner: str, row_id: str) -> str:
    # Safe SQL: both arguments are constants of this package, never input.
    return f"""
        IF EXISTS (SELECT 1 FROM events_{owner} WHERE id = {row_id} AND state = 'published')
           AND NOT EXISTS (
               SELECT 1 FROM events_evidence WHERE {owner}_id = {row_id} AND stance = 'supports'
           )
        THEN
            RAISE EXCEPTION USING
                ERRCODE = 'check_violation',
                CONSTRAINT = '{owner}_published_needs_evidence',
                MESSAGE = 'A published {owner} needs evidence that supports it.';
        END IF;
        RETURN NULL;
    """  # noqa: S608
