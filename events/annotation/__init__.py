"""Annotation of article texts: anchors, dates, amounts, highlights, layout and quotations."""
