"""The REST API: published data as JSON, read-only and without accounts.

`urls` maps the addresses, `base` has what all responses share, `lists` has pagination and filters,
and `serializers` has one module per resource. docs/api.md describes how to use the API.
"""
