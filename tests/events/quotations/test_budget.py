"""What is beyond the budget is withheld when it would become public, the record never."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from events.editing.actions import annotate
from events.editing.proposals.content import content_of
from events.editing.proposals.decisions import approve
from events.editing.proposals.review import Review
from events.editing.quotations.actions import choose_quotation
from events.editing.quotations.budget import keep_within_budget
from events.editing.quotations.effects import effects_of
from events.editing.quotations.share import share_limit, share_of
from events.editing.sources import set_source_state
from events.models import Evidence, Proposal, State
from sources.adapters.base import Block, Draft
from sources.intake.snapshots import store
from sources.models import Source
from tests.events.editing.reviewing import approve_now, publish
from tests.factories import ClaimFactory, EventFactory, SourceFactory, snapshot_of, user_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SENTENCES = [
    f"{chr(0x4E00 + 97 * number)}店在{chr(0x5200 + 83 * number)}城有{number + 11}万用户"
    f"{''.join(chr(0x6100 + 31 * number + step) for step in range(9))}。"
    for number in range(40)
]
LENGTH = len(SENTENCES[0])


@pytest.fixture
def snapshot():
    text = "\n\n".join("".join(SENTENCES[at : at + 4]) for at in range(0, 40, 4))
    return snapshot_of(SourceFactory(state="accepted", language="zh-Hans"), text)


@pytest.fixture
def curator():
    return user_in("curator")


def quoting(snapshot, number, make=ClaimFactory):
    """Return a draft that quotes one sentence of the article."""
    row = make(kind="statistic") if make is ClaimFactory else make(outcome="failed")
    start = snapshot.text.index(SENTENCES[number])
    annotate(row=row, snapshot=snapshot, start=start, end=start + LENGTH - 1, by=user_in("editor"))
    Evidence.objects.filter(**{row._meta.model_name: row}).update(
        quoted=True, quote_start=None, quote_end=None
    )
    return row


def test_approval_withholds_the_passages_of_the_new_record(snapshot, curator):
    rows = []
    while share_of(snapshot.source).share < share_limit() - 0.04:
        rows.append(quoting(snapshot, 2 * len(rows)))
        publish(rows[-1], curator)
    assert len(rows) > 1
    assert all(row.evidence.get().quoted for row in rows)
    late = [quoting(snapshot, 2 * (len(rows) + step)) for step in range(4)]
    for row in late:
        publish(row, curator)
    assert all(row.evidence.get().quoted for row in rows), "what readers see already stays"
    assert [row.state for row in late] == [State.PUBLISHED] * 4
    assert not late[-1].evidence.get().quoted
    assert share_of(snapshot.source).is_within_budget
    assert late[-1].evidence.get().history.last().pgh_context.metadata == {"user": curator.pk}


def test_review_says_what_is_quoted_and_what_will_be_withheld(snapshot, curator):
    numbers = iter(range(40))
    while not effects_of(Review.of(_submitted(quoting(snapshot, next(numbers)))))[0].withheld:
        approve_now(Proposal.objects.latest("pk"), curator)
    before = share_of(snapshot.source).share
    (effect,) = effects_of(Review.of(Proposal.objects.latest("pk")))
    assert effect.quoted == ()
    assert len(effect.withheld) == 1
    assert effect.share == pytest.approx(before)


def _submitted(row):
    from events.editing.actions import submit

    return submit(row=row, by=user_in("editor"))


def test_review_counts_new_words_once(snapshot, curator):
    publish(quoting(snapshot, 0), curator)
    again = quoting(snapshot, 0)
    other = quoting(snapshot, 1)
    for row, added in ((again, 0), (other, len(SENTENCES[1]) - 2)):
        (effect,) = effects_of(Review.of(_submitted(row)))
        assert effect.added == added
        assert effect.quoted


def test_choice_for_a_public_record_is_proposed_and_kept_within_the_budget(snapshot, curator):
    row = quoting(snapshot, 0)
    publish(row, curator)
    evidence = row.evidence.get()
    edit = choose_quotation(
        evidence=evidence, by=user_in("editor"), quoted=True, words=SENTENCES[0][3:12]
    )
    evidence.refresh_from_db()
    assert evidence.quote_start is None, "it waits for approval"
    approve_now(edit.proposal, curator)
    evidence.refresh_from_db()
    assert evidence.quoted_words == SENTENCES[0][3:12]


def test_two_choices_for_one_passage_are_a_conflict(snapshot, curator):
    row = quoting(snapshot, 0)
    publish(row, curator)
    evidence = row.evidence.get()
    first, second = (
        choose_quotation(evidence=evidence, by=user_in("editor"), quoted=True, words=words)
        for words in (SENTENCES[0][3:12], SENTENCES[0][6:15])
    )
    approve_now(first.proposal, curator)
    assert Review.of(second.proposal).conflicts
    with pytest.raises(ValidationError, match="same values"):
        approve_now(second.proposal, curator)


def test_adjacent_quotations_are_one_and_must_not_be_too_long(snapshot, curator):
    for number in (0, 1, 2, 3):
        publish(quoting(snapshot, number), curator)
    quoted = [row for row in Evidence.objects.order_by("start") if row.quoted]
    assert 0 < len(quoted) < 4
    assert share_of(snapshot.source).is_within_budget


def test_statement_that_repeats_the_article_takes_the_room(snapshot, curator):
    copied = "".join(SENTENCES[20:24])
    claim = ClaimFactory(statement_zh=copied, kind="statistic")
    start = snapshot.text.index(SENTENCES[0])
    annotate(row=claim, snapshot=snapshot, start=start, end=start + LENGTH, by=user_in("editor"))
    publish(claim, curator)
    share = share_of(snapshot.source)
    assert share.own == share.article.within(*_span(snapshot, copied))
    events = [quoting(snapshot, 4 * number, EventFactory) for number in range(2, 5)]
    for event in events:
        publish(event, curator)
    assert sum(event.evidence.get().quoted for event in events) < 3


def test_review_warns_of_a_statement_that_repeats_too_much(snapshot):
    claim = ClaimFactory(statement_zh="".join(SENTENCES[8:16]))
    start = snapshot.text.index(SENTENCES[0])
    annotate(row=claim, snapshot=snapshot, start=start, end=start + LENGTH, by=user_in("editor"))
    (effect,) = effects_of(Review.of(_submitted(claim)))
    assert effect.is_beyond


def test_record_that_repeats_too_much_of_an_article_is_refused(snapshot, curator):
    publish(quoting(snapshot, 0), curator)
    claim = ClaimFactory(statement_zh="".join(SENTENCES[8:16]))
    start = snapshot.text.index(SENTENCES[20])
    annotate(row=claim, snapshot=snapshot, start=start, end=start + LENGTH, by=user_in("editor"))
    proposal = _submitted(claim)
    with pytest.raises(ValidationError, match="Restate them"):
        approve_now(proposal, curator)
    claim.refresh_from_db()
    assert claim.state == State.IN_REVIEW
    assert Evidence.objects.filter(quoted=True, claim__state=State.PUBLISHED).count() == 1


def test_accepted_repost_is_measured_with_its_original(snapshot, curator):
    copy = SourceFactory(state="accepted", language="zh-Hans")
    copied = snapshot_of(copy, snapshot.text)
    for number in range(0, 20, 2):
        publish(quoting((snapshot, copied)[number // 2 % 2], 2 * number), curator)
    assert share_of(copy).is_within_budget
    Source.objects.filter(pk=copy.pk).update(repost_of=snapshot.source, state="new")
    assert not share_of(snapshot.source).is_within_budget
    copy.refresh_from_db()
    set_source_state(source=copy, state="accepted", by=curator)
    assert share_of(snapshot.source).is_within_budget


def test_a_batch_is_kept_within_the_budget_together(snapshot, curator):
    proposals = [_submitted(quoting(snapshot, 4 * number)) for number in range(9)]
    approve(proposals={row.pk: Review.of(row).seen for row in proposals}, by=curator)
    assert share_of(snapshot.source).is_within_budget
    assert 0 < Evidence.objects.filter(quoted=True).count() < 9


def _span(snapshot, words):
    start = snapshot.text.index(words)
    return start, start + len(words)


def test_shorter_text_of_the_article_withholds_what_is_too_much(snapshot, curator):
    for number in (0, 8):
        publish(quoting(snapshot, number), curator)
    assert Evidence.objects.filter(quoted=True).count() == 2
    kept = "".join(SENTENCES[0:4]), "".join(SENTENCES[8:12])
    draft = Draft(
        adapter="made", adapter_version=1, encoding="utf-8", title="t", language="zh-Hans",
        blocks=tuple(Block("paragraph", text) for text in kept),
    )  # fmt: skip
    store(snapshot.source, draft, "".join(kept).encode(), "original")
    assert share_of(snapshot.source).is_within_budget
    assert Evidence.objects.filter(quoted=True).count() < 2


def test_reposts_share_one_budget(snapshot, curator):
    copy = SourceFactory(state="accepted", language="zh-Hans", repost_of=snapshot.source)
    copied = snapshot_of(copy, snapshot.text)
    for number in range(8):
        publish(quoting((snapshot, copied)[number % 2], 4 * number), curator)
    for source in (snapshot.source, copy):
        share = share_of(source)
        assert share.is_within_budget
        assert len(share.quoted) == Evidence.objects.filter(quoted=True).count() > 1


def test_keeping_within_the_budget_again_changes_nothing(snapshot, curator):
    for number in range(0, 24, 4):
        publish(quoting(snapshot, number), curator)
    before = [content_of(row.owner) for row in Evidence.objects.order_by("pk")]
    assert keep_within_budget([snapshot.source]) == []
    assert [content_of(row.owner) for row in Evidence.objects.order_by("pk")] == before


def test_command_prints_proposes_withholds_and_fails_beyond_the_limit(
    snapshot, curator, settings, capsys
):
    for number in range(0, 40, 4):
        publish(quoting(snapshot, number), curator)
    Evidence.objects.update(quoted=True)
    with pytest.raises(CommandError, match="Beyond the limit of 13.0%"):
        call_command("quotations")
    assert "quotations" in capsys.readouterr().out
    call_command("quotations", "--withhold")
    kept = Evidence.objects.filter(quoted=True).count()
    assert 0 < kept < 10
    Evidence.objects.update(quoted=False)
    call_command("quotations", "--propose", snapshot.source.slug, "--json")
    assert 0 < Evidence.objects.filter(quoted=True).count() <= kept + 1
    with pytest.raises(CommandError, match="no such accepted article"):
        call_command("quotations", "nothing")
    settings.QUOTATION_SHARE = 0.0
    with pytest.raises(CommandError):
        call_command("quotations")


@pytest.mark.parametrize("span", [(None, 3), (2, None), (3, 3), (4, 2), (0, 99)])
def test_database_refuses_words_outside_the_passage(snapshot, span):
    evidence = quoting(snapshot, 0).evidence
    with pytest.raises(IntegrityError, match="evidence_quotes_a_part"), transaction.atomic():
        evidence.update(quote_start=span[0], quote_end=span[1])
