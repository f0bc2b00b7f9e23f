"""What events and claims share: a state from draft to retracted, and evidence before the public."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.fulltext import as_query, as_vector, rank


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    RETRACTED = "retracted", _("retracted")


class PublishableQuerySet(models.QuerySet):
    def published(self) -> PublishableQuerySet:
        """What every reader may see."""
        return self.filter(state=State.PUBLISHED)

    def visible_to(self, user: object) -> PublishableQuerySet:
        """What this user may see: editors and curators everything, readers what is published."""
        model = self.model._meta
        if user.has_perm(f"{model.app_label}.change_{model.model_name}"):
            return self
        return self.published()

    def search(self, words: str) -> PublishableQuerySet:
        """Rows in whose texts every one of these words occurs, in either Chinese script."""
        query = as_query(words)
        return self.filter(search_vector=query) if query is not None else self.none()

    def candidates(self, words: str, most: int) -> list[tuple[int, float]]:
        """At most `most` of the rows these words find, whichever come first: (id, rank).

        Never sorted by the database, which would have to fetch every match of a frequent word.
        """
        found = self.search(words).order_by().annotate(relevance=rank(words))
        return list(found.values_list("pk", "relevance")[:most])

    def with_search_parts(self) -> PublishableQuerySet:
        """With all that `search_parts` of a row looks at."""
        raise NotImplementedError

    def index(self) -> int:
        """Write the search vector of every row anew, after relations changed; how many."""
        count = 0
        for row in self.with_search_parts().order_by("pk").iterator(chunk_size=500):
            vector = as_vector(row.search_parts())
            self.model.objects.filter(pk=row.pk).update(search_vector=vector)
            count += 1
        return count


class Publishable(models.Model):
    """Rows that editors draft, others review, and readers see once evidence supports them."""

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    search_vector = SearchVectorField(null=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Save, counting the version up in the database, so that no save goes uncounted.

        Two who edit the row at once are told apart by the version each of them began with.
        """
        named = kwargs.get("update_fields")
        if self._state.adding or (named is not None and not named):
            super().save(*args, **kwargs)
            return
        if named is not None:
            kwargs["update_fields"] = {*named, "version"}
        before, self.version = self.version, models.F("version") + 1
        try:
            super().save(*args, **kwargs)
        except BaseException:
            self.version = before
            raise
        self.refresh_from_db(fields=["version"])

    @staticmethod
    def index_of_published(name: str, *fields: str) -> models.Index:
        """An index that holds only what readers see, by these columns."""
        condition = models.Q(state=State.PUBLISHED.value)
        return models.Index(name=name, fields=fields, condition=condition)

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED


def published_needs_evidence(owner: str) -> pgtrigger.Trigger:
    """A trigger for `owner` ("event" or "claim"): at commit, published means supported.

    Deferred, so that a row and its evidence may be written in either order in one transaction;
    it reads the row again because the state may have changed since the trigger was queued.
    """
    return pgtrigger.Trigger(
        name="published_needs_evidence",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
        timing=pgtrigger.Deferred,
        func=_unsupported(owner, "NEW.id"),
    )


def last_evidence_stays(owner: str) -> pgtrigger.Trigger:
    """A trigger for evidence: the last support of a published row stays where it is."""
    return pgtrigger.Trigger(
        name=f"published_{owner}_keeps_evidence",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.Delete | pgtrigger.UpdateOf(f"{owner}_id", "stance"),
        timing=pgtrigger.Deferred,
        func=_unsupported(owner, f"OLD.{owner}_id"),
    )


def _unsupported(owner: str, row: str) -> str:
    # Both names are written in this module: nothing from outside is in the text.
    return f"""
        IF EXISTS (SELECT 1 FROM events_{owner} WHERE id = {row} AND state = 'published')
           AND NOT EXISTS (
               SELECT 1 FROM events_evidence WHERE {owner}_id = {row} AND stance = 'supports'
           )
        THEN
            RAISE EXCEPTION USING
                ERRCODE = 'check_violation',
                CONSTRAINT = '{owner}_published_needs_evidence',
                MESSAGE = 'A published {owner} needs evidence that supports it.';
        END IF;
        RETURN NULL;
    """  # noqa: S608
