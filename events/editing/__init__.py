"""Editorial actions on events, claims, tags and disputes, and re-anchoring of evidence."""
