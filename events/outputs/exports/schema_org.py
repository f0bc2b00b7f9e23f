"""Events, claims and verdicts as things of schema.org (version 29), for JSON-LD.

A thing is a dictionary without its `@context`: pages and exports add the context they need.
"""

from __future__ import annotations

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.models import Claim, Claimant, Dispute, Event, Platform, Tag
from events.models.markets import REGIONS
from events.outputs.exports.records import plain_number
from events.outputs.exports.rows import ClaimRow, EventRow
from events.web.absolute_urls import Site, site_name
from events.web.json_values import JsonObject
from sources.dates import PartialDate
from sources.models import Source

Thing = JsonObject

CONTEXT = {"@vocab": "https://schema.org/", "xsd": "http://www.w3.org/2001/XMLSchema#"}
"""Every name below is schema.org's. The context is inline, so that no client has to fetch it."""
PAGE_CONTEXT = "https://schema.org"
"""The context that search engines expect in a page."""

PERSON_KINDS = (Claimant.Kind.PERSON, Claimant.Kind.AUTHOR)


def event_thing(row: EventRow, site: Site) -> Thing:
    """Return an Event.

    Its start and end are the first and the last day that the date may mean; the description says
    how precisely the date is known. `temporalCoverage` is the date as EDTF (ISO 8601-2), which
    loses no information.
    """
    event = row.event
    address = site.page("event", event.slug, language="en")
    keywords = [term("kind", event.kind, event.get_kind_display())]
    if event.outcome:
        keywords.append(term("outcome", event.outcome, event.get_outcome_display()))
    return without_empty(
        {
            "@type": "Event",
            "@id": address,
            "identifier": event.slug,
            "url": address,
            "name": language_values(event, "title"),
            "description": description(event),
            **date_bounds(event.date),
            "temporalCoverage": event.when,
            "keywords": keywords + [tag_thing(tag, site) for tag in row.tags],
            "about": [platform_thing(platform, site) for platform, _role in row.platforms],
            "location": [place(market) for market in event.markets],
            "subjectOf": [article(source, site) for source in row.sources],
        }
    )


def description(event: Event) -> str:
    """Return the summary, followed by the precision of the date if the day is not certain."""
    sentences = [str(event.summary)] if str(event.summary) else []
    if not is_certain_day(event.date):
        sentences.append(
            _("Known date: %(date)s. The start and end dates are the first and last possible days.")
            % {"date": event.date.label("en")}
        )
    return " ".join(sentences)


def is_certain_day(date: PartialDate) -> bool:
    """Return whether a date is a single day, not marked approximate or uncertain."""
    return date.machine_date() is not None and date.earliest == date.latest


def date_bounds(date: PartialDate) -> Thing:
    """Return the start and the end of a date; leave out an open end."""
    return without_empty(
        {
            "startDate": date.earliest.isoformat() if date.earliest else None,
            "endDate": date.latest.isoformat() if date.latest else None,
        }
    )


def claim_thing(row: ClaimRow, site: Site) -> Thing:
    """Return a Claim, wrapped in a ClaimReview if editors ranked it."""
    return with_review(row.claim, plain_claim(row, site), site)


def plain_claim(row: ClaimRow, site: Site) -> Thing:
    """Return a Claim: what somebody asserts, not that it is true."""
    claim = row.claim
    address = site.page("claim", claim.pk, language="en")
    events = [{"@id": site.page("event", event.slug, language="en")} for event in row.events]
    keywords = [term("kind", claim.kind, claim.get_kind_display())]
    return without_empty(
        {
            "@type": "Claim",
            "@id": address,
            "identifier": claim.key,
            "url": address,
            "text": language_values(claim, "statement"),
            "author": claimant_thing(claim.claimant),
            "datePublished": claim.asserted_date and claim.asserted_date.machine_date(),
            "temporalCoverage": claim.period,
            "keywords": keywords + [tag_thing(tag, site) for tag in row.tags],
            "about": [platform_thing(platform, site) for platform in row.platforms] + events,
            "appearance": [article(source, site) for source in row.sources],
            "variableMeasured": figure(claim),
            "subjectOf": [question(dispute, site) for dispute in row.disputes],
        }
    )


def with_review(claim: Claim, thing: Thing, site: Site) -> Thing:
    """Return the claim, wrapped in a ClaimReview if editors ranked it.

    A rank says which of several claims to rely on, and why. It does not measure a degree of truth,
    so the rating has a label and reasons but no number: a 1 or a 5 would be invented. An open
    dispute is not a verdict, and its claims stay plain Claims.
    """
    if claim.rank == Claim.Rank.NORMAL:
        return thing
    address = site.page("claim", claim.pk, language="en")
    return without_empty(
        {
            "@type": "ClaimReview",
            "@id": f"{address}#review",
            "url": address,
            "claimReviewed": str(claim.statement),
            "itemReviewed": thing,
            "reviewRating": rating(claim),
            "author": {"@type": "Organization", "name": site_name(), "url": site.root + "/"},
            "dateModified": claim.updated_at.date().isoformat(),
        }
    )


def rating(claim: Claim) -> Thing:
    """Return the rank of a claim and its reason as a Rating without a number."""
    return without_empty(
        {
            "@type": "Rating",
            "alternateName": rank_label(claim.rank),
            "ratingExplanation": claim.rank_reason,
        }
    )


def rank_label(rank: str) -> str:
    """Return the meaning of a rank, for readers who do not know the ranks."""
    if rank == Claim.Rank.PREFERRED:
        return pgettext("rating", "Preferred over the claims that contradict it")
    return pgettext("rating", "Contradicted by better evidence; kept for the record")


def question(dispute: Dispute, site: Site) -> Thing:
    """Return a dispute as a Question, with its answer if it is resolved."""
    thing = {
        "@type": "Question",
        "name": str(dispute.question),
        "url": f"{site.page('disputes', language='en')}#{dispute.slug}",
    }
    if dispute.state == Dispute.State.RESOLVED:
        thing["acceptedAnswer"] = {"@type": "Answer", "text": str(dispute.resolution)}
    return thing


def figure(claim: Claim) -> Thing | None:
    """Return the figure of a claim as a PropertyValue; a range has both its ends."""
    if claim.value is None:
        return None
    value = {"value": plain_number(claim.value)}
    if claim.value_to is not None:
        value = {"minValue": plain_number(claim.value), "maxValue": plain_number(claim.value_to)}
    unit = claim.currency or claim.unit
    return without_empty(
        {"@type": "PropertyValue", "name": claim.metric, **value, "unitText": unit}
    )


def claimant_thing(claimant: Claimant) -> Thing:
    """Return a claimant as a Person, an Organization, or a Thing if it is anonymous."""
    kind = "Person" if claimant.kind in PERSON_KINDS else "Organization"
    if claimant.kind == Claimant.Kind.ANONYMOUS:
        kind = "Thing"
    return without_empty(
        {
            "@type": kind,
            "name": str(claimant.name),
            "url": claimant.url,
            "description": str(claimant.affiliation),
        }
    )


def platform_thing(platform: Platform, site: Site) -> Thing:
    """Return a platform: an Organization if it is a company, else a Thing."""
    kind = "Organization" if platform.kind == Platform.Kind.COMPANY else "Thing"
    return {
        "@type": kind,
        "@id": site.page("platform", platform.slug, language="en"),
        "name": language_values(platform, "name"),
    }


def tag_thing(tag: Tag, site: Site) -> Thing:
    """Return a tag as a DefinedTerm of its facet."""
    return {
        "@type": "DefinedTerm",
        "@id": site.page("tag", tag.slug, language="en"),
        "termCode": tag.slug,
        "name": language_values(tag, "name"),
        "inDefinedTermSet": tag.facet,
    }


def term(of: str, code: str, label: str) -> Thing:
    """Return a value of an enumeration as a DefinedTerm; `of` names the enumeration."""
    return {"@type": "DefinedTerm", "termCode": code, "name": label, "inDefinedTermSet": of}


def place(market: str) -> Thing:
    """Return a market as a Place if it is a region, else as a Country."""
    kind = "Place" if market in REGIONS else "Country"
    return {"@type": kind, "name": market}


def article(source: Source, site: Site) -> Thing:
    """Return a source as an Article with its publisher."""
    return without_empty(
        {
            "@type": "Article",
            "@id": site.page("source", source.slug, language="en"),
            "headline": source.title,
            "inLanguage": "" if source.language == "und" else source.language,
            "url": source.url,
            "datePublished": source.published_date.machine_date() if source.published_date else "",
            "publisher": {"@type": "Organization", "name": str(source.outlet.name)}
            if source.outlet
            else None,
        }
    )


def language_values(row: Model, field: str) -> list[Thing]:
    """Return a text as one language-tagged value per language that has it."""
    texts = {"en": getattr(row, f"{field}_en"), "zh-Hans": getattr(row, f"{field}_zh")}
    return [{"@language": code, "@value": text} for code, text in texts.items() if text]


def without_empty(thing: Thing) -> Thing:
    """Return the thing without properties that are None, empty texts or empty lists."""
    return {name: value for name, value in thing.items() if value not in (None, "", [])}
