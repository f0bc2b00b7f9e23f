"""Filter sets of events, claims and other lists, with their active filters, facets and sentence."""
