"""Events, platforms and claims: what happened, who says so, and the pages that show it."""
