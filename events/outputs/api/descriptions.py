"""Descriptions of views and serializers in the schema, listed for translators.

The descriptions are docstrings, which makemessages does not read. This list is for makemessages
alone; the schema looks up the translation of each docstring in the message catalogue.
"""

from django.utils.translation import gettext_noop

DESCRIPTIONS = (
    gettext_noop(
        "A claim with the passages that support or dispute it, its events and its disputes."
    ),
    gettext_noop("A company, platform, product, feature, payment system or programme."),
    gettext_noop("A date, as precisely as it is known."),
    gettext_noop(
        "A dispute with its positions, and the published claims and events that support them."
    ),
    gettext_noop("A range of whole months, as exact as the dates allow."),
    gettext_noop(
        "A passage of an article that supports, disputes or mentions an event or a claim."
    ),
    gettext_noop("A person or organisation that makes claims."),
    gettext_noop("A platform involved in an event."),
    gettext_noop("A platform with its life cycle, its parts, its predecessors and its successors."),
    gettext_noop("A platform, with the life cycle derived from its events."),
    gettext_noop("A predecessor or a successor of a platform."),
    gettext_noop("A publication or website."),
    gettext_noop("A published claim, with its evidence."),
    gettext_noop("A published event, with its evidence."),
    gettext_noop("A related claim."),
    gettext_noop("A related dispute."),
    gettext_noop("A related event."),
    gettext_noop("A related platform."),
    gettext_noop("A related source."),
    gettext_noop("A related tag."),
    gettext_noop("A tag with its narrower tags."),
    gettext_noop("A tag."),
    gettext_noop("A term of the controlled vocabulary, in one facet."),
    gettext_noop("A text in English and in Simplified Chinese; null if there is none."),
    gettext_noop("Accepted articles, most recently published first."),
    gettext_noop("An accepted article."),
    gettext_noop(
        "An article used as evidence. Its text belongs to its publisher and is not included."
    ),
    gettext_noop(
        "An event with the passages that support it, the claims about it, and its disputes."
    ),
    gettext_noop(
        "Claims or events that cannot all be true: the question, the positions, and the state."
    ),
    gettext_noop("Disputes by id, with their positions."),
    gettext_noop("One answer to the question, with the claims and events that support it."),
    gettext_noop("A statement by a claimant. It records what is claimed, not that it is true."),
    gettext_noop("A problem with a request."),
    gettext_noop("Platforms by id. `parent` selects the direct parts of a platform."),
    gettext_noop("Published claims, most recently recorded first."),
    gettext_noop("Published events, newest first, with the filters of the timeline."),
    gettext_noop("Something that happened to one or more platforms."),
    gettext_noop("Tags by id, without merged tags."),
    gettext_noop("The start or end of a life cycle, and the event that marks it."),
    gettext_noop("The life cycle of a platform, derived from its events."),
    gettext_noop("The number in a claim, in whole units: 30000000000 dollars, not 30 billion."),
    gettext_noop("The problems with a request (RFC 9457)."),
)
