"""Memory: stage values in, stage values out; no table object leaves."""

from auditor.store.database import Store, open_store
from auditor.store.runs import RunMark

__all__ = ["RunMark", "Store", "open_store"]
