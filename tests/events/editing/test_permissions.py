"""Who may run which action: every public function of the modules, every role."""

import inspect
from dataclasses import dataclass
from functools import partial

import pghistory.models
import pytest
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from events.editing import actions, deletion, sources, tags
from events.editing.history import restoring, undoing
from events.editing.history.acts import Act
from events.editing.history.restoring import restoration
from events.editing.merging import actions as merging
from events.editing.proposals import decisions
from events.editing.proposals.changes import propose_to_publish
from events.editing.proposals.review import Review
from events.models import Claim, Event
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
    published_claim,
    published_event,
    snapshot_of,
    user_in,
)

pytestmark = pytest.mark.django_db

ROLES = {
    "anonymous": AnonymousUser,
    "without a group": lambda: UserFactory(is_staff=True),
    "editor": lambda: user_in("editor"),
    "curator": lambda: user_in("curator"),
    "superuser": lambda: UserFactory(is_superuser=True),
}
EDITING, CURATING = {"editor", "curator", "superuser"}, {"curator", "superuser"}


def proposed(make):
    row = make()
    if isinstance(row, Event | Claim):
        evidence_for(row)
        return actions.submit(row=row, by=user_in("editor"))
    type(row).objects.filter(pk=row.pk).update(is_approved=False)
    return propose_to_publish(row, by=user_in("editor"))


def seen(make):
    proposal = proposed(make)
    return {"proposals": {proposal.pk: Review.of(proposal).seen}}


def to_answer(make):
    return {"proposals": [proposed(make)], "answer": "Which month?"}


def with_span(make):
    return {"row": make(), "snapshot": snapshot_of(SourceFactory()), "start": 0, "end": 7}


MERGEABLE = {
    "event": EventFactory,
    "claim": ClaimFactory,
    "platform": partial(PlatformFactory, is_approved=False),
    "tag": partial(TagFactory, is_approved=False),
    "claimant": partial(ClaimantFactory, is_approved=False),
    "outlet": partial(OutletFactory, is_approved=False),
    "source": partial(SourceFactory, state="new"),
}


def two_records(make):
    return {"record": make(), "into": make()}


def merged_record(make):
    return {"record": make(merged_into=make())}


def stored_snapshot():
    source = SourceFactory()
    stored = snapshot_of(source)
    snapshot_of(source)
    return {"snapshot": stored, "reason": "So."}


def version(make):
    row, moment = make(), timezone.now()
    return {"row": row, "moment": moment, "seen": restoration(row, moment).seen}


def act_on_two_records():
    rows = EventFactory(), ClaimFactory()
    with pghistory.context(url="/admin/") as context:
        Event.objects.filter(pk=rows[0].pk).update(title_zh="港湾")
        Claim.objects.filter(pk=rows[1].pk).update(statement_zh="港湾")
    return {"act": Act.load(context.id)}


EMPTY = inspect.Parameter("by", inspect.Parameter.POSITIONAL_ONLY)
PUBLISHING = {"publish_event", "publish_claim"}
ACTIONS = {
    name: function
    for module in (actions, decisions, deletion, merging, restoring, sources, tags, undoing)
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__ and not name.startswith("_")
    if inspect.signature(function).parameters.get("by", EMPTY).kind
    is inspect.Parameter.KEYWORD_ONLY
}


@dataclass
class Case:
    """An action with valid arguments, the roles that may run it, and the permissions it needs."""

    action: str
    roles: set[str]
    permissions: set[str]
    arguments: object


def of_both(action, roles, permissions, event_arguments, claim_arguments):
    for name, arguments in (("event", event_arguments), ("claim", claim_arguments)):
        yield Case(action, roles, {text.format(name) for text in permissions}, arguments)


CASES = [
    *of_both("approve", CURATING, {"publish_{}"},
             partial(seen, EventFactory), partial(seen, ClaimFactory)),
    *of_both("send_back", CURATING, {"publish_{}"},
             partial(to_answer, EventFactory), partial(to_answer, ClaimFactory)),
    Case("approve", CURATING, {"review_proposal"}, partial(seen, TagFactory)),
    Case("send_back", CURATING, {"review_proposal"}, partial(to_answer, TagFactory)),
    *of_both("propose_retraction", EDITING, {"change_{}"},
             lambda: {"row": published_event(), "reason": "So."},
             lambda: {"row": published_claim(), "reason": "So."}),
    Case("propose_retraction", EDITING, {"change_tag"},
         lambda: {"row": TagFactory(), "reason": "So."}),
    *of_both("delete", CURATING, {"change_{}", "delete_{}"},
             lambda: {"row": EventFactory()}, lambda: {"row": ClaimFactory()}),
    Case("delete", CURATING, {"change_tag", "delete_tag"},
         lambda: {"row": TagFactory(is_approved=False)}),
    *of_both("retract", CURATING, {"publish_{}"},
             lambda: {"row": published_event(), "reason": "So."},
             lambda: {"row": published_claim(), "reason": "So."}),
    *of_both("submit", EDITING, {"change_{}"},
             lambda: {"row": EventFactory()}, lambda: {"row": ClaimFactory()}),
    *of_both("annotate", EDITING, {"change_{}", "add_evidence"},
             partial(with_span, EventFactory), partial(with_span, ClaimFactory)),
    Case("add_tags", EDITING, {"change_event", "change_claim"},
         lambda: {"rows": iter([EventFactory(), ClaimFactory()]), "tags": [TagFactory()]}),
    Case("remove_tags", EDITING, {"change_event", "change_claim"},
         lambda: {"rows": iter([EventFactory(), ClaimFactory()]), "tags": [TagFactory()]}),
    *(
        Case("merge_records", EDITING, {f"change_{name}"}, partial(two_records, make))
        for name, make in MERGEABLE.items()
    ),
    *(
        Case("unmerge_record", EDITING, {f"change_{name}"}, partial(merged_record, make))
        for name, make in MERGEABLE.items()
    ),
    Case("resolve", EDITING, {"change_dispute"},
         lambda: {"dispute": DisputeFactory(), "resolution_en": "A notice was found."}),
    Case("set_source_state", EDITING, {"change_source"},
         lambda: {"source": SourceFactory(state="new"), "state": "rejected"}),
    Case("set_source_state", CURATING, {"change_source", *PUBLISHING},
         lambda: {"source": SourceFactory(), "state": "rejected"}),
    Case("make_snapshot_current", CURATING, {"view_snapshot", "change_source", *PUBLISHING},
         stored_snapshot),
    Case("separate_text", CURATING,
         {"view_snapshot", "add_source", "change_source", *PUBLISHING}, stored_snapshot),
    *of_both("restore", EDITING, {"change_{}"},
             partial(version, EventFactory), partial(version, ClaimFactory)),
    Case("restore", EDITING, {"change_platform"}, partial(version, PlatformFactory)),
    Case("undo", EDITING, {"change_event", "change_claim"}, act_on_two_records),
    Case("settle_doubts", EDITING, {"change_source"},
         lambda: {"source": SourceFactory(doubts=["No date."]), "doubts": ["No date."]}),
    Case("reanchor", EDITING, {"view_source", "change_evidence"},
         lambda: {"source": snapshot_of(SourceFactory()).source}),
]  # fmt: skip
each_case = pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.action} {'+'.join(sorted(case.permissions))}"
)


def user_with(codenames):
    user = UserFactory()
    permissions = Permission.objects.filter(
        content_type__app_label__in=["events", "sources"], codename__in=codenames
    )
    assert len(permissions) == len(codenames)
    user.user_permissions.set(permissions)
    return User.objects.get(pk=user.pk)


def assert_denied(case, user):
    arguments = case.arguments()
    contexts = pghistory.models.Context.objects.count()
    with pytest.raises(PermissionDenied):
        ACTIONS[case.action](**arguments, by=user)
    assert pghistory.models.Context.objects.count() == contexts


def test_every_action_of_the_modules_has_a_case():
    assert set(ACTIONS) == {case.action for case in CASES} | {"withdraw"}


@pytest.mark.slow
def test_only_its_author_withdraws_a_proposal():
    proposal = proposed(EventFactory)
    for make in ROLES.values():
        with pytest.raises(PermissionDenied):
            decisions.withdraw(proposals=[proposal], by=make())
    decisions.withdraw(proposals=[proposal], by=proposal.author)
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
@each_case
def test_action_is_open_to_these_roles_alone(case, role):
    user = ROLES[role]()
    if role in case.roles:
        ACTIONS[case.action](**case.arguments(), by=user)
    else:
        assert_denied(case, user)


@each_case
def test_action_needs_each_of_its_permissions_and_no_other(case):
    ACTIONS[case.action](**case.arguments(), by=user_with(case.permissions))
    for permission in case.permissions:
        assert_denied(case, user_with(case.permissions - {permission}))
