"""Proposals: changes of public records that wait for review, and what they propose."""
