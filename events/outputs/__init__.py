"""What the site publishes for programs and other sites: API, exports, feeds and embeds."""
