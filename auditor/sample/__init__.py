"""The built-in sample portal: a county's disclosure columns served on loopback, for the demo and the tests."""

from auditor.sample.content import SampleColumn, SampleItem, Site, build_site, truth
from auditor.sample.server import SampleFault, SamplePortal, ServedRequest
from auditor.sample.systems import System

__all__ = [
    "SampleColumn",
    "SampleFault",
    "SampleItem",
    "SamplePortal",
    "ServedRequest",
    "Site",
    "System",
    "build_site",
    "truth",
]
