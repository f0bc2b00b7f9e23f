"""The timeline chart: the filtered events, drawn at the scale of the viewport.

Only `titles` and `table` query the database. Days are ordinals (date.toordinal), widths are CSS
pixels, positions along the time axis are per cent of the drawing.
"""
