"""The quotation budget: which words of an article readers see, and how many there are.

See docs/adr/0025 for the rules. `choice` proposes which passages are quoted, `share` measures what
is given of an article, `budget` withholds what is too much, and `actions` has the decisions of
editors and the takedown of articles.
"""
