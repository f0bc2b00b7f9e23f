"""Made-up rows of the knowledge base, the same every time, for `bench.generate`."""
