"""Every cell of the tables of docs/review.md, in the admin."""

from __future__ import annotations

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from events.editing.history.restoring import restoration
from events.editing.proposals.review import Review
from events.models import Proposal
from tests.events.admin.pages import sent_by
from tests.events.editing.matrix import (
    Case,
    cases,
    fingerprint,
    outcome_of,
    record_in,
    typed_field,
    user_for,
)
from tests.factories import TagFactory, user_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
DECISIONS = {"approve": "_approve", "return": "_return", "withdraw": "_withdraw"}


def page(row: Model, name: str, *arguments: object) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=arguments)


def edit(client: Client, row: Model) -> None:
    opened = client.get(page(row, "change", row.pk))
    if opened.status_code == 200 and "adminform" in opened.context:
        data = sent_by(opened) | {typed_field(row): "Typed by hand"}
        response = client.post(page(row, "change", row.pk), data)
        assert response.status_code in (302, 403), response.context["errors"]
    else:
        data = {typed_field(row): "Typed by hand"}
        assert client.post(page(row, "change", row.pk), data).status_code in (302, 403)


def decide(client: Client, proposal: Proposal, verb: str) -> None:
    address = reverse("admin:events_proposal_change", args=[proposal.pk])
    seen = Review.of(proposal).seen
    opened = client.get(address)
    if opened.status_code == 200:
        assert f'name="seen-{proposal.pk}" value="{seen}"' in opened.content.decode()
    data = {f"seen-{proposal.pk}": seen, DECISIONS[verb]: "1", "answer": "Which month?"}
    client.post(address, data)


def run(client: Client, case: Case, row: Model, proposal: Proposal | None) -> None:
    verb = case.action.split()[0]
    if verb in DECISIONS:
        decide(client, proposal, verb)
    elif verb == "edit":
        edit(client, row)
    elif verb == "restore":
        address = f"{page(row, 'restore', row.pk)}?{urlencode({'at': row.moment.isoformat()})}"
        client.post(address, {"seen": restoration(row, row.moment).seen})
    elif verb == "merge":
        client.post(f"{page(row, 'merge', row.pk)}?into={row.other.pk}")
    elif case.action == "undo a merge":
        client.post(page(row, "unmerge", row.pk))
    elif verb == "undo":
        client.post(reverse("undo", args=[row.act]))
    elif verb == "delete":
        client.post(page(row, "delete", row.pk), {"post": "yes"})
        selected = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        client.post(page(row, "changelist"), selected)
    else:
        data = {
            "action": {"tag": "add_tags"}.get(verb, verb),
            "_selected_action": [row.pk],
            "confirmed": "yes",
            "reason": "Wrong.",
            "tags": [TagFactory().pk],
        }
        client.post(page(row, "changelist"), data)


@pytest.mark.parametrize("case", cases(), ids=str)
def test_admin_does_what_the_table_says(case: Case, settings: object) -> None:
    settings.SELF_APPROVAL = "alone" in case.role
    user, client = user_for(case.role), Client()
    client.force_login(user)
    row, proposal = record_in(case, user if case.is_own else user_in("editor"))
    before = fingerprint(row)
    open_before = set(Proposal.objects.open().values_list("pk", flat=True))
    run(client, case, row, proposal)
    assert outcome_of(row, before, open_before, proposal) == case.outcome
