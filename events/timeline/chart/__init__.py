"""The chart: what is drawn of the events a filter finds, at the scale it is looked at.

Pure but for the titles of what is drawn. Days are ordinals (date.toordinal), widths CSS pixels,
places along time per cent of what is drawn.
"""
