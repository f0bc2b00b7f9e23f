"""The serializers, one module per resource.

A serializer declares its fields for the schema, and builds its dictionary itself: a page of fifty
rows with their relations has some thousand values, and building them field by field would take most
of the response time. Tests validate every response against the schema.
"""
