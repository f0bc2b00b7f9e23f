"""HTTP infrastructure: caching, paging, middleware, static files and URLs."""
