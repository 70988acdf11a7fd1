"""Fuzz targets: everything that comes from outside, fed with anything; see ``python -m tests.fuzz --help``."""
