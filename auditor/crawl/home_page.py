"""The portal's home page, to recognise it where a column's list should be."""

import hashlib
from dataclasses import dataclass

from auditor.base.terms import FetchStatus
from auditor.fetch import Fetched
from auditor.read import PageReading
from auditor.read.reading import read_page


def body_digest(body: bytes) -> str:
    """Identity of a body."""
    return hashlib.sha256(body).hexdigest()


@dataclass(frozen=True, slots=True)
class HomePage:
    """The portal's home page, to recognise it where a column's list should be."""

    digest: str
    title: str
    item_keys: frozenset[str]

    @classmethod
    def of(cls, fetched: Fetched) -> "HomePage | None":
        """Remember the home page, where it could be read at all."""
        if fetched.status is not FetchStatus.OK:
            return None
        reading = read_page(fetched.body, url=fetched.url, content_type=fetched.header("content-type"))
        return cls(body_digest(fetched.body), reading.title, frozenset(item.key for item in reading.items))

    def is_served_as(self, body_digest: str, reading: PageReading) -> bool:
        """Whether a page is this home page under another address."""
        if body_digest == self.digest:
            return True
        keys = {item.key for item in reading.items}
        return bool(keys) and reading.title == self.title and keys == self.item_keys
