"""oEmbed: descriptions of pages that other sites embed."""
