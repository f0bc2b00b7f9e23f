"""The knowledge base as reviewable text files in `seeds/`: loading and dumping them."""
