"""Charts as numbers for SVG: pure functions that return dataclasses, no markup and no queries.

Places along an axis are per cent of its width, so that one SVG serves every screen.
"""
