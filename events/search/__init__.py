"""The search page and the suggestions of the search field."""
