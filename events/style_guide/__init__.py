"""The style guide: one page with every component."""
