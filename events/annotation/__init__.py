"""Annotation of article texts: anchors, dates, highlights, layout, offsets and quotations."""
