"""The trash: deleted records, put back as they were, or deleted for ever."""
