"""Annotation of article texts: anchors, dates, highlights, layout and offsets."""
