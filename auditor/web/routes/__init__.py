"""The pages, one file a subject; each has a ``router``."""
