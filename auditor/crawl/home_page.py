"""The portal's home page, to recognise it where a column's list should be."""

import hashlib
import logging
from dataclasses import dataclass
from functools import cached_property

from auditor.base.terms import FetchStatus
from auditor.fetch import Fetched
from auditor.read import PageReading
from auditor.read.charset import decode
from auditor.read.lists.outline import one_line
from auditor.read.reading import read_page
from auditor.read.walls import TITLE

_LOG = logging.getLogger(__name__)


def body_digest(body: bytes) -> str:
    """Identity of a body."""
    return hashlib.sha256(body).hexdigest()


@dataclass(frozen=True)
class HomePage:
    """The portal's home page, to recognise it where a column's list should be; it is read when first compared."""

    fetched: Fetched

    @classmethod
    def of(cls, fetched: Fetched) -> "HomePage | None":
        """Remember the home page, where it could be had at all."""
        return cls(fetched) if fetched.status is FetchStatus.OK else None

    @cached_property
    def _printed_title(self) -> str:
        """Its title as its mark-up has it, where that is plain; most columns need no more to be told from it."""
        found = TITLE.findall(decode(self.fetched.body, self.fetched.header("content-type")).text)
        return one_line(found[0]) if len(found) == 1 and "&" not in found[0] else ""

    @cached_property
    def _shown(self) -> tuple[str, frozenset[str]]:
        """Its title and its items; nothing where reading it fails, so that no column is taken for it."""
        kind = self.fetched.header("content-type")
        try:
            reading = read_page(self.fetched.body, url=self.fetched.url, content_type=kind)
        except Exception as error:  # noqa: BLE001 - whatever this one page raises is no column's fault
            _LOG.info("%s", self.fetched.url, exc_info=error)
            return "", frozenset()
        return reading.title, frozenset(item.key for item in reading.items)

    def is_served_as(self, body: bytes, reading: PageReading) -> bool:
        """Whether a page is this home page under another address."""
        if body == self.fetched.body:
            return True
        if reading.title and self._printed_title not in ("", reading.title):
            return False
        title, keys = self._shown
        return reading.title == title and bool(keys) and {item.key for item in reading.items} == keys
