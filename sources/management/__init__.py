"""Management package of the app."""
