"""The tables of docs/review.md as cases, and the records that they are about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pghistory
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Model

from events.editing.actions import submit
from events.editing.proposals.changes import changing, propose_to_publish
from events.editing.proposals.content import content_of
from events.editing.proposals.records import is_public
from events.models import Claim, Event, Proposal
from tests.events.editing.history.aging import a_day_passes
from tests.factories import (
    ClaimantFactory,
    ClaimFactory,
    DisputeFactory,
    EventFactory,
    OutletFactory,
    PlatformFactory,
    TagFactory,
    UserFactory,
    evidence_for,
    user_in,
)

FACTORIES = {
    "Events and claims": (EventFactory, ClaimFactory),
    "Platforms, tags, claimants, outlets and disputes": (
        *(PlatformFactory, TagFactory, ClaimantFactory, OutletFactory, DisputeFactory),
    ),
}
TYPED = {
    "event": "title_en",
    "claim": "statement_en",
    "tag": "name",
    "dispute": "question_en",
}
OWN = re.compile(r"what one (created|changed|proposed)")


@dataclass(frozen=True)
class Case:
    """One cell: what an action of a role does to a record in a state."""

    factory: type
    action: str
    role: str
    state: str
    outcome: str

    def __str__(self) -> str:
        model = self.factory._meta.model._meta.verbose_name
        return f"{model} {self.state}: {self.action}, {self.role}"

    @property
    def is_own(self) -> bool:
        """Whether the user of the action made the record or the proposal."""
        return bool(OWN.search(self.action))


def cases() -> list[Case]:
    """Return every cell of the tables, for every model of its table, except empty ones."""
    text = (Path(settings.BASE_DIR) / "docs" / "review.md").read_text(encoding="utf-8")
    result = []
    for heading, factories in FACTORIES.items():
        table = text.split(f"## {heading}\n")[1].split("\n## ")[0]
        rows = [
            [cell.strip() for cell in line.strip("|").split("|")]
            for line in table.splitlines()
            if line.startswith("|")
        ]
        states = rows[0][2:]
        for action, role, *outcomes in rows[2:]:
            for state, outcome in zip(states, outcomes, strict=True):
                if outcome != "–":
                    result += [
                        Case(factory, action, role, state.replace(" ", "_"), outcome)
                        for factory in factories
                    ]
    return result


def user_for(role: str) -> User:
    """Return a user in a role of the tables."""
    if role == "reader":
        return UserFactory(is_staff=True)
    return user_in("curator" if role.startswith("curator") else role)


def record_in(case: Case, maker: User) -> tuple[Model, Proposal | None]:
    """Create the record of a case, made by `maker`, and what is to be reviewed of it.

    If it is to be restored, it has a version at its `moment`, after which `act` changed it.
    """
    with pghistory.context(user=maker.pk):
        row = case.factory()
    if not isinstance(row, Event | Claim):
        type(row).objects.filter(pk=row.pk).update(is_approved=case.state == "approved")
        row.refresh_from_db()
        proposal = None if is_public(row) else propose_to_publish(row, by=maker)
    else:
        evidence_for(row)
        if case.state == "in_review":
            proposal = submit(row=row, by=maker)
        else:
            type(row).objects.filter(pk=row.pk).update(state=case.state)
            proposal = None
        row.refresh_from_db()
    if is_public(row) and case.action.startswith(("approve", "return", "withdraw")):
        proposal = proposed_change(row, maker)
    if case.action in ("restore", "undo"):
        row.moment = a_day_passes()
        with pghistory.context(user=maker.pk) as context:
            change(row)
        row.act = context.id
    return row, proposal


def proposed_change(row: Model, maker: User) -> Proposal:
    """Propose a change of a public record, also if `KB_SELF_APPROVAL` is on."""
    before, settings.SELF_APPROVAL = settings.SELF_APPROVAL, False
    try:
        with changing(row, by=maker) as edit:
            change(row)
    finally:
        settings.SELF_APPROVAL = before
    return edit.proposal


def change(row: Model) -> None:
    """Write another name, title or statement."""
    copy = type(row)._base_manager.get(pk=row.pk)
    setattr(copy, typed_field(row), "Typed by hand")
    copy.save()


def typed_field(row: Model) -> str:
    """Return the name of a field that every editor types."""
    return TYPED.get(str(row._meta.model_name), "name_en")


def fingerprint(row: Model) -> tuple[object, ...] | None:
    """Return what an action can change of a record; None if it is deleted."""
    saved = type(row)._base_manager.filter(pk=row.pk).first()
    if saved is None:
        return None
    state = getattr(saved, "state", None) if isinstance(saved, Event | Claim) else None
    return content_of(saved), state, is_public(saved)


def outcome_of(row: Model, before: object, open_before: set[int], proposal: Proposal | None) -> str:
    """Return the word of the tables for what happened."""
    decided = proposal is not None and Proposal.objects.get(pk=proposal.pk).state != "proposed"
    if fingerprint(row) != before or decided:
        return "at once"
    opened = set(Proposal.objects.open().values_list("pk", flat=True)) - open_before
    return "proposed" if opened else "refused"
