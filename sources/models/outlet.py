"""Publications and sites that write or serve articles."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sources.languages.bilingual import Bilingual
from sources.models.approval import Approvable, ApprovableQuerySet
from sources.models.fields import word_list
from sources.models.history import tracked
from sources.models.merging import (
    Mergeable,
    merge_constraints,
    merge_index,
    merged_record_is_unused,
)
from sources.models.naming import NameKeyField, names_are_distinct


class OutletQuerySet(ApprovableQuerySet["Outlet"]):
    """Queries for outlets."""

    def for_name(self, name: str) -> "OutletQuerySet":
        """Keep outlets with exactly this name, in either language or as an alias.

        The name in either language matches without regard to case; an alias matches exactly.
        """
        return self.filter(
            models.Q(name_en__iexact=name)
            | models.Q(name_zh__iexact=name)
            | models.Q(aliases__contains=[name])
        ).order_by("pk")

    def of_accepted(self) -> "OutletQuerySet":
        """Keep outlets that wrote or served at least one accepted (public) article."""
        accepted = models.Q(sources__state="accepted") | models.Q(served_sources__state="accepted")
        return self.filter(accepted).distinct()


@tracked(exclude=("name_en_key", "name_zh_key"))
class Outlet(Approvable, Mergeable):
    """A publication or site that writes or serves articles.

    Ingest creates the rows; editors correct them.
    """

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=200, blank=True)
    name_en_key = NameKeyField("name_en")
    name_zh_key = NameKeyField("name_zh")
    url = models.URLField(_("web address"), max_length=500, blank=True)
    aliases = word_list(_("other names"))
    allows_quotations = models.BooleanField(
        _("allows quotations"),
        default=True,
        help_text=_("If not, readers see no words of its articles, only what we say of them."),
    )

    objects = OutletQuerySet.as_manager()
    name = Bilingual("name")

    class Meta:
        ordering = ["slug"]
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        constraints = [
            models.CheckConstraint(
                name="outlet_has_a_name",
                violation_error_message=_("An outlet needs a name in at least one language."),
                condition=~models.Q(name_en="", name_zh=""),
            ),
            *merge_constraints("outlet", models.Q(is_approved=True)),
            *names_are_distinct("outlet", "name_en", "name_zh"),
        ]
        indexes = [merge_index("outlet")]
        triggers = [
            merged_record_is_unused(
                "sources_outlet", "sources_source.outlet_id", "sources_source.publisher_id"
            )
        ]

    def __str__(self) -> str:
        return str(self.name)
