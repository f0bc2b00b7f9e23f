"""Geometry of SVG charts: pure functions that return dataclasses, without markup and queries.

Positions along an axis are in per cent of its width, so that one SVG fits every screen.
"""
