"""Titles of the admin site, and the model that it hides."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag as TaggitTag

admin.site.site_header = _("Curation")
admin.site.site_title = _("Curation")
admin.site.index_title = _("Content")
admin.site.enable_nav_sidebar = True

# The vocabulary is `events.models.Tag`; the table of taggit's Tag model stays empty.
if admin.site.is_registered(TaggitTag):
    admin.site.unregister(TaggitTag)
