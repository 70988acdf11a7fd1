"""Quarterly column audit (季度栏目核查) of county government portals."""

__version__ = "0.1.0"
