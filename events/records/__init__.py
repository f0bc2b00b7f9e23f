"""The pages and lists of events, claims, disputes, tags and articles."""
