"""What a browser sends for a page of the admin."""

from __future__ import annotations


def sent_by(response: object) -> dict[str, object]:
    """Return what the browser sends if the page of a record is submitted as it is shown."""
    context = response.context
    parts = [context["adminform"].form]
    data: dict[str, object] = {}
    for inline in context["inline_admin_formsets"]:
        management = inline.formset.management_form
        data |= {management[name].html_name: management[name].value() for name in management.fields}
        parts += inline.formset.forms
    for part in parts:
        for bound in part:
            value = bound.value()
            if isinstance(value, list):
                value = [getattr(item, "pk", item) for item in value]
            if value is not False:
                data[bound.html_name] = "" if value is None else value
            if bound.field.show_hidden_initial:
                opened = part.data.get(bound.html_initial_name, bound.initial)
                data[bound.html_initial_name] = "" if opened is None else opened
    return data
