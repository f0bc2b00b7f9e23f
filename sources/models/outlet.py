from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from sources.languages.bilingual import Bilingual
from sources.models.fields import word_list
from sources.models.history import tracked


class OutletQuerySet(models.QuerySet):
    def for_name(self, name: str) -> "OutletQuerySet":
        """Outlets known under exactly this name, in either language or as an alias."""
        return self.filter(
            models.Q(name_en__iexact=name)
            | models.Q(name_zh__iexact=name)
            | models.Q(aliases__contains=[name])
        ).order_by("pk")

    def of_accepted(self) -> "OutletQuerySet":
        """Outlets that wrote or served an article everybody may see."""
        accepted = models.Q(sources__state="accepted") | models.Q(served_sources__state="accepted")
        return self.filter(accepted).distinct()


@tracked()
class Outlet(models.Model):
    """A publication or site that writes or serves articles. Made by ingest, curated by editors."""

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=200, blank=True)
    url = models.URLField(_("web address"), max_length=500, blank=True)
    aliases: ArrayField = word_list(_("other names"))

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
            )
        ]

    def __str__(self) -> str:
        return str(self.name)
