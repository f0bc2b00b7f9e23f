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
from events.editing.merging.merge import merge
from events.editing.proposals.changes import changing, propose_to_publish
from events.editing.proposals.content import content_of
from events.editing.proposals.records import is_public
from events.models import Claim, Event, Proposal
from sources.models import Source
from tests.events.editing.history.aging import a_day_passes
from tests.factories import (
    ClaimantFactory,
    ClaimFactory,
    DisputeFactory,
    EventFactory,
    OutletFactory,
    PlatformFactory,
    SourceFactory,
    TagFactory,
    UserFactory,
    evidence_for,
    user_in,
)

MERGING = "Merges"
TRASH = "The trash"
ALL = (
    *(EventFactory, ClaimFactory, PlatformFactory, TagFactory, ClaimantFactory, OutletFactory),
    *(DisputeFactory, SourceFactory),
)
FACTORIES = {
    "Events and claims": (EventFactory, ClaimFactory),
    "Platforms, tags, claimants, outlets and disputes": (
        *(PlatformFactory, TagFactory, ClaimantFactory, OutletFactory, DisputeFactory),
    ),
    MERGING: tuple(factory for factory in ALL if factory is not DisputeFactory),
}
TYPED = {
    "event": "title_en",
    "claim": "statement_en",
    "tag": "name",
    "dispute": "question_en",
}
PUBLIC_ENDS = {
    "neither": (False, False),
    "the_other": (False, True),
    "both": (True, True),
}
"""Which of two records readers see, by the columns of the table of merges."""
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
    """Return every cell of the tables of records, for every model of its table."""
    return cells(FACTORIES)


def cells_of_trash() -> list[Case]:
    """Return every cell of the table of the trash, for every model."""
    return cells({TRASH: ALL})


def cells(tables: dict[str, tuple]) -> list[Case]:
    """Return every cell of tables, for every model of its table, except empty ones."""
    text = (Path(settings.BASE_DIR) / "docs" / "review.md").read_text(encoding="utf-8")
    result = []
    for heading, factories in tables.items():
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

    If it is to be restored, it has a version at its `moment`, after which `act` changed it. If it
    is to be merged, `other` is the record that remains.
    """
    if case.state in PUBLIC_ENDS:
        return merging(case, maker), None
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


def merging(case: Case, maker: User) -> Model:
    """Create two records of which readers see none, the one that remains, or both."""
    is_seen, other_is_seen = PUBLIC_ENDS[case.state]
    with pghistory.context(user=maker.pk):
        row, other = case.factory(), case.factory()
    for record, is_public_now in ((row, is_seen), (other, other_is_seen)):
        if isinstance(record, Event | Claim):
            evidence_for(record)
            state = {"state": "published" if is_public_now else "draft"}
        elif isinstance(record, Source):
            state = {"state": "accepted" if is_public_now else "new"}
        else:
            state = {"is_approved": is_public_now}
        with pghistory.context(user=maker.pk):
            type(record).objects.filter(pk=record.pk).update(**state)
    if case.action == "undo a merge":
        with pghistory.context(user=maker.pk):
            merge(type(row), row.pk, other.pk)
    row.refresh_from_db()
    row.other = other
    return row


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
    return content_of(saved), state, is_public(saved), getattr(saved, "merged_into_id", None)


def outcome_of(row: Model, before: object, open_before: set[int], proposal: Proposal | None) -> str:
    """Return the word of the tables for what happened."""
    decided = proposal is not None and Proposal.objects.get(pk=proposal.pk).state != "proposed"
    if fingerprint(row) != before or decided:
        return "at once"
    opened = set(Proposal.objects.open().values_list("pk", flat=True)) - open_before
    return "proposed" if opened else "refused"
