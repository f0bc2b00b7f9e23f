"""What each resource looks like, one module a resource.

A serializer declares its fields for the schema, and builds its dictionary itself: fifty rows with
all they name are made of some thousand values, which field by field would take most of the answer's
time. Tests hold every answer against the schema.
"""
