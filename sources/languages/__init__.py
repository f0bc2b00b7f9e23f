"""Languages of texts: detection, and fields in two languages."""
