"""Read the knowledge base from the text files of `seeds/`, and write it back."""
