"""The pages of platforms and of failures."""
