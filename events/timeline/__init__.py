"""The timeline page: the chart of events, the list and the facets."""
