"""Two texts side by side: what both have, and what only one has."""
