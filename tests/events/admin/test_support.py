"""Admin pages say what rests on an article or a passage, and do not take it away in passing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Claim, Event, Evidence
from sources.models import Source
from tests.events.admin.test_admin import change_url, evidence_form_data, form_data, run_action
from tests.factories import (
    EventFactory,
    SourceFactory,
    UserFactory,
    evidence_for,
    published_claim,
    published_event,
    snapshot_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("self_approval")]
SOURCES = reverse("admin:sources_source_changelist")
LOSES = "Harbour was rebuilt.\n\nNothing else is known."


@pytest.fixture
def source() -> Source:
    return SourceFactory(title="A long report")


@pytest.fixture
def rows(source: Source) -> list[Event | Claim]:
    """Return a published event and a published claim that rest on the article alone."""
    snapshot = snapshot_of(source)
    return [published_event(snapshot=snapshot), published_claim(snapshot=snapshot)]


def source_url(source: Source, page: str = "change") -> str:
    return reverse(f"admin:sources_source_{page}", args=[source.pk])


def source_data(client: Client, source: Source, **changes: object) -> dict[str, object]:
    """Return the POST data of an article's change page."""
    context = client.get(source_url(source)).context
    form = context["adminform"].form
    data = {bound.html_name: bound.value() for bound in form}
    for inline in context["inline_admin_formsets"]:
        management = inline.formset.management_form
        data |= {management[name].html_name: management[name].value() for name in management.fields}
    data["authors"] = ""
    return {name: value for name, value in data.items() if value not in (None, False)} | changes


def states() -> list[str]:
    """Return the state of the article, the event and the claim."""
    return [model.objects.get().state for model in (Source, Event, Claim)]


def lists(page: str, rows: list[Event | Claim]) -> bool:
    """Return whether a page names how many records rest on something, and links to each."""
    number = f"{len(rows)} published records would lose their last support." in page
    return number and all(f'href="{change_url(row)}"' in page for row in rows)


@pytest.mark.slow
def test_reject_lists_what_rests_on_it_and_retracts_it(
    curator: Client, source: Source, rows: list
) -> None:
    page = run_action(curator, SOURCES, "reject", [source])
    assert lists(page, rows)
    assert states() == ["accepted", "published", "published"]
    sent = {"confirmed": "yes", "retract": "on"}
    page = run_action(curator, SOURCES, "reject", [source], **sent, reason=" ")
    assert "This field is required." in page
    assert states() == ["accepted", "published", "published"]
    page = run_action(curator, SOURCES, "reject", [source], **sent, reason="A forgery.")
    assert "1 article rejected." in page
    assert states() == ["rejected", "retracted", "retracted"]
    for row in (source, *rows):
        last = row.history.order_by("-pgh_id").first()
        assert last.pgh_context.metadata["reason"] == "A forgery."


@pytest.mark.slow
def test_reject_without_the_choice_to_retract_is_refused(
    curator: Client, source: Source, rows: list
) -> None:
    page = run_action(curator, SOURCES, "reject", [source], confirmed="yes", reason="A forgery.")
    assert "2 published records would lose their last support." in page
    assert states() == ["accepted", "published", "published"]


@pytest.mark.slow
def test_reject_lists_twenty_and_counts_the_rest(curator: Client, source: Source) -> None:
    snapshot = snapshot_of(source)
    events = [published_event(snapshot=snapshot) for _ in range(23)]
    page = run_action(curator, SOURCES, "reject", [source])
    assert "23 published records would lose their last support." in page
    assert sum(change_url(event) in page for event in events) == 20
    assert "… and 3 more" in page


@pytest.mark.slow
@pytest.mark.parametrize("sent", [{}, {"confirmed": "yes", "reason": "x", "retract": "on"}])
def test_editors_do_not_reject_what_records_rest_on(
    editor: Client, source: Source, rows: list, sent: dict
) -> None:
    page = run_action(editor, SOURCES, "reject", [source], **sent)
    assert "“A long report” was not changed" in page
    assert states() == ["accepted", "published", "published"]
    if not sent:
        assert (
            "2 published records would lose their last support. Only a curator can retract them."
            in page
        )


@pytest.mark.slow
def test_rejection_of_two_articles_that_support_a_record_together(curator: Client) -> None:
    event = published_event()
    evidence_for(event)
    one, two = Source.objects.all()
    page = run_action(curator, SOURCES, "reject", [one, two])
    assert "1 published record would lose its last support." in page
    assert change_url(event) in page
    sent = {"confirmed": "yes", "reason": "Both copied.", "retract": "on"}
    run_action(curator, SOURCES, "reject", [one, two], **sent)
    assert set(Source.objects.values_list("state", flat=True)) == {"rejected"}
    assert Event.objects.get().state == "retracted"


@pytest.mark.slow
@pytest.mark.parametrize("state", ["new", "rejected"])
def test_form_lists_what_rests_on_the_article(
    curator: Client, source: Source, rows: list, state: str
) -> None:
    data = source_data(curator, source, state=state, title="Renamed")
    response = curator.post(source_url(source), data)
    assert response.status_code == 200
    assert lists(response.content.decode(), rows)
    assert "Give a reason" not in response.content.decode()
    response = curator.post(source_url(source), data | {"retract": "on"})
    assert "Give a reason for the retraction." in response.content.decode()
    assert states() == ["accepted", "published", "published"]
    response = curator.post(source_url(source), data | {"retract": "on", "reason": "A forgery."})
    assert response.status_code == 302
    assert states() == [state, "retracted", "retracted"]
    assert Source.objects.get().title == "Renamed"


@pytest.mark.slow
@pytest.mark.parametrize("sent", [{}, {"retract": "on", "reason": "x"}])
def test_form_of_editors_cannot_withdraw_an_article(
    editor: Client, source: Source, rows: list, sent: dict
) -> None:
    page = editor.get(source_url(source))
    assert 'name="retract"' not in page.content.decode()
    data = source_data(editor, source, state="rejected") | sent
    response = editor.post(source_url(source), data)
    assert response.status_code == 200
    assert "Only a curator can" in response.content.decode()
    assert states() == ["accepted", "published", "published"]


@pytest.mark.slow
def test_page_opens_for_an_account_that_may_only_view(source: Source, rows: list) -> None:
    account = UserFactory(is_staff=True)
    account.user_permissions.add(*Permission.objects.filter(codename__in=["view_source"]))
    client = Client()
    client.force_login(account)
    assert client.get(source_url(source)).status_code == 200
    assert client.post(source_url(source), {"state": "rejected"}).status_code == 403


@pytest.mark.slow
def test_form_of_editors_can_reject_a_new_article(editor: Client) -> None:
    source = SourceFactory(state="new")
    snapshot_of(source)
    data = source_data(editor, source, state="rejected")
    assert editor.post(source_url(source), data).status_code == 302
    assert Source.objects.get().state == "rejected"


@pytest.mark.slow
def test_form_changes_other_fields_of_an_article_with_dependants(
    curator: Client, source: Source, rows: list
) -> None:
    data = source_data(curator, source, title="Renamed")
    assert curator.post(source_url(source), data).status_code == 302
    assert Source.objects.get().title == "Renamed"


@pytest.mark.slow
def test_delete_of_an_article_lists_what_rests_on_it(
    curator: Client, source: Source, rows: list
) -> None:
    assert curator.post(source_url(source, "delete"), {"post": "yes"}).status_code == 403
    page = run_action(curator, SOURCES, "delete_selected", [source], post="yes")
    assert lists(page, rows)
    assert "Reject it first." in page
    assert Source.objects.exists()


@pytest.mark.slow
def test_delete_of_evidence_lists_what_rests_on_it(curator: Client) -> None:
    event = published_event()
    row = event.evidence.get()
    other = evidence_for(published_event())
    evidence = reverse("admin:events_evidence_changelist")
    page = run_action(curator, evidence, "delete_selected", [row, other], post="yes")
    assert "1 published record would lose its last support." in page
    assert f'href="{change_url(event)}"' in page
    assert Evidence.objects.count() == 3
    run_action(curator, evidence, "delete_selected", [other], post="yes")
    assert Evidence.objects.count() == 2


@pytest.mark.slow
@pytest.mark.parametrize("weak", [{"anchor": "orphan"}, {"snapshot": "rejected"}])
@pytest.mark.parametrize("sent", [{"evidence-0-DELETE": "on"}, {"evidence-0-stance": "mentions"}])
def test_inline_counts_only_evidence_that_supports(
    curator: Client, source: Source, sent: dict, weak: dict
) -> None:
    event = published_event(snapshot=snapshot_of(source))
    fields = {**weak}
    if state := fields.pop("snapshot", None):
        evidence_for(event, snapshot_of(SourceFactory(state=state)))
    else:
        evidence_for(event, **fields)
    data = form_data(curator, event)
    index = [data["evidence-0-id"], data["evidence-1-id"]].index(
        event.evidence.get(snapshot__source=source).pk
    )
    sent = {name.replace("0", str(index)): value for name, value in sent.items()}
    page = curator.post(change_url(event), data | sent).content.decode()
    assert "needs at least one passage" in page
    assert event.evidence.supporting().exists()


@pytest.mark.slow
def test_inline_accepts_no_new_support_from_an_article_that_is_not_accepted(
    curator: Client,
) -> None:
    event, source = published_event(), SourceFactory(state="new")
    snapshot_of(source)
    data = form_data(curator, event) | evidence_form_data(1, source, "Nobody used it")
    page = curator.post(change_url(event), data | {"evidence-0-DELETE": "on"}).content.decode()
    assert "needs at least one passage" in page


@pytest.mark.slow
def test_record_without_support_from_before_can_be_edited(curator: Client) -> None:
    event = published_event()
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # without triggers
        Source.objects.update(state="rejected")
        cursor.execute("SET session_replication_role = origin")
    data = form_data(curator, event, title_en="A better title")
    assert curator.post(change_url(event), data).status_code == 302
    connection.check_constraints()
    assert Event.objects.get().title_en == "A better title"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_only_the_database_sees_is_a_message(curator: Client) -> None:
    """The other support disappears between the check of the page and the commit."""
    event = published_event()
    first, second = event.evidence.get(), evidence_for(event)
    reject = "UPDATE sources_source SET state = 'rejected' WHERE id = %s"

    def reject_after_deletion(
        execute: Callable, sql: str, parameters: object, many: bool, context: dict
    ) -> object:
        result = execute(sql, parameters, many, context)
        if sql.startswith("DELETE") and '"events_evidence"' in sql:
            execute(reject, [second.source.pk], False, context)
        return result

    address = reverse("admin:events_evidence_delete", args=[first.pk])
    with connection.execute_wrapper(reject_after_deletion):
        response = curator.post(address, {"post": "yes"}, follow=True)
    assert response.status_code == 200
    assert "supported only by articles that are not accepted" in response.content.decode()
    assert set(event.evidence.all()) == {first, second}


@pytest.fixture
def stored(source: Source, rows: list) -> object:
    """Return a text of the article that is not current, without the quotations."""
    current = source.snapshots.get()
    snapshot = snapshot_of(source, LOSES)
    from sources.intake.snapshots import make_current

    make_current(current)
    return snapshot


def current_url(snapshot: object) -> str:
    return reverse("admin:sources_snapshot_make_current", args=[snapshot.pk])


@pytest.mark.slow
def test_make_current_shows_what_is_lost_and_needs_the_choice(
    curator: Client, source: Source, rows: list, stored: object
) -> None:
    page = curator.get(current_url(stored)).content.decode()
    assert lists(page, rows)
    assert page.count("is lost") == 2
    page = curator.post(current_url(stored), {"reason": "It is newer."}).content.decode()
    assert "2 published records would lose their last support. Retract them" in page
    assert states() == ["accepted", "published", "published"]
    response = curator.post(current_url(stored), {"reason": "It is newer.", "retract": "on"})
    assert response.status_code == 302
    assert states() == ["accepted", "retracted", "retracted"]
    assert source.snapshots.current().get() == stored


@pytest.mark.slow
def test_make_current_shows_what_stays_and_moves(curator: Client, source: Source) -> None:
    old = snapshot_of(source)
    evidence_for(EventFactory(), old)
    snapshot_of(source, "A new line.\n\n" + old.text)
    page = curator.get(current_url(old)).content.decode()
    assert "<td>moves" in page
    assert 'name="retract"' not in page
    response = curator.post(current_url(old), {"reason": " "})
    assert "This field is required." in response.content.decode()
    assert curator.post(current_url(old), {"reason": "The page was defaced."}).status_code == 302
    assert source.snapshots.current().get() == old
    page = curator.post(current_url(old), {"reason": "Again."}).content.decode()
    assert "current already" in page


@pytest.mark.slow
def test_make_current_needs_few_queries_for_much_evidence(
    curator: Client, source: Source, stored: object
) -> None:
    for _ in range(20):
        evidence_for(EventFactory(), source.snapshots.current().get())
    with CaptureQueriesContext(connection) as queries:
        assert curator.get(current_url(stored)).content.decode().count("is lost") == 22
    assert len(queries) <= 20


@pytest.mark.slow
def test_make_current_is_for_curators(
    reader: Client, editor: Client, curator: Client, source: Source, stored: object
) -> None:
    assert reader.get(current_url(stored)).status_code == 302
    for client, status in ((editor, 403), (curator, 200)):
        assert client.get(current_url(stored)).status_code == status
        for page in (
            source_url(source),
            reverse("admin:sources_snapshot_change", args=[stored.pk]),
        ):
            shown = current_url(stored) in client.get(page).content.decode()
            assert shown == (status == 200), page
    assert editor.post(current_url(stored), {"reason": "x", "retract": "on"}).status_code == 403
    assert curator.get(current_url(stored).replace(str(stored.pk), "999999")).status_code == 404
