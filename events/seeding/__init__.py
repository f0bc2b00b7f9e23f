"""The knowledge base as reviewable text: `seeds/` into the database and back."""
