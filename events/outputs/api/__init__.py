"""The REST API: what readers see on the pages, as JSON, read-only and without accounts.

`urls` is its map, `base` what every answer has in common, `lists` pages and filters, `serializers`
one module a resource. docs/api.md says how it is used.
"""
