"""Forms that ask before a second row with a name that looks like an existing one is made."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from events.admin.proposing import RevisionForm
from events.editing.lookalikes import NAMED, Lookalike, lookalikes
from events.models import Platform
from sources.admin.curated import link, shortened

ALIAS = re.compile(r"aliases-\d+-text")
"""The name of an input in the rows of a platform."""
CONFIRMED = "is_another"
"""The name of the checkbox that confirms that the row is another one."""


class NamedForm(RevisionForm):
    """Form of a row of a vocabulary.

    A name that another row has in the same language is refused. If it only looks like a name or an
    alias of another row, the form names that row and asks.
    """

    def _post_clean(self) -> None:
        """Check the names, once the instance has the values of the form."""
        super()._post_clean()
        names = {*NAMED.get(type(self.instance), ()), "aliases"}
        typed = self._typed_aliases()
        if self.errors or not (typed or names & set(self.changed_data)):
            return
        known = lookalikes(self.instance, typed)
        same = [lookalike for lookalike in known if lookalike.is_same]
        if same:
            text = _("This name exists already: %(rows)s. Use that one, or add what differs.")
            self.add_error(NAMED[type(self.instance)][0], _error(text, same))
        elif known and CONFIRMED not in self.data:
            text = _("This looks like %(rows)s.")
            box = format_html(
                '{} <label><input type="checkbox" name="{}"> {}</label>',
                _error(text, known),
                CONFIRMED,
                _("It is another one: save it"),
            )
            self.add_error(NAMED[type(self.instance)][0], ValidationError(box, code=CONFIRMED))

    def _typed_aliases(self) -> list[str]:
        """Return the aliases of a platform that are typed in its rows and not saved yet."""
        typed = [
            str(value)
            for name, value in self.data.items()
            if isinstance(self.instance, Platform) and ALIAS.fullmatch(name) and value
        ]
        saved = self.instance.aliases.all() if typed and self.instance.pk else ()
        known = {alias.text for alias in saved}
        return [text for text in typed if text not in known]


def _error(text: str, known: list[Lookalike]) -> SafeString:
    """Return the text with links to the rows, and the names that look alike."""
    rows = format_html_join(", ", "{} (“{}”)", ((_link(item), item.name) for item in known))
    return format_html(text.replace("%(rows)s", "{}"), rows)


def _link(lookalike: Lookalike) -> SafeString:
    row = lookalike.row
    page = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return link(page, shortened(row, 60), new=True)
