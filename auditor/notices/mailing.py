"""The units' letters by mail: each unit that has an address gets its own, with the form to answer and working papers.

The office's account for sending and the addresses stand in ``notices.toml``: they are no part of what is published.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from apprise.attachment.memory import AttachMemory

from auditor.audit.model import Audit, UnitEntry
from auditor.base.files import CONTENT_TYPES
from auditor.circular.unit_papers import WORDS, Asking, asking_document, render_letter
from auditor.documents.fonts import Faces
from auditor.notices.notifier import NotSent, deliver_by_apprise
from auditor.notices.rules import Mail

Files = Mapping[str, bytes]
SendMail = Callable[[str, str, str, Files], None]
"""Sends subject, body and files to an address of apprise; raises `NotSent`."""


@dataclass(frozen=True, slots=True)
class Mailed:
    """What became of one unit's letter: to which address, and why it did not leave, if it did not."""

    unit: str
    address: str
    fault: str = ""


def mail_letters(
    mail: Mail, audit: Audit, asking: Asking, faces: Faces, units: Collection[str], send: SendMail | None = None
) -> Iterator[Mailed]:
    """Send these units' letters, one after the other; a unit without an address is passed over."""
    for unit, address in addressed(mail, audit):
        if unit.name not in units:
            continue
        files, _ = render_letter(audit, unit, asking, faces)
        document = asking_document(audit, unit, asking)
        body = "\n".join(
            [
                WORDS.asking.salutation.format(unit=document.addressees),
                *(part.text for part in document.body),
                WORDS.asking.mailed,
            ]
        )
        try:
            (send or _send)(_address_of(mail, address), document.title, body, files)
        except NotSent as error:
            yield Mailed(unit.name, address, str(error))
        else:
            yield Mailed(unit.name, address)


def addressed(mail: Mail, audit: Audit) -> Sequence[tuple[UnitEntry, str]]:
    """The units of an audit that have an address, with it: that of the county's own unit before that of the name."""
    known = ((unit, mail.address_of(audit.county, unit.name)) for unit in audit.units)
    return [(unit, address) for unit, address in known if address]


def _address_of(mail: Mail, to: str) -> str:
    """The sending account's address, with one receiver in place of any other."""
    parts = urlsplit(mail.url.get_secret_value())
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "to"]
    return urlunsplit(parts._replace(query=urlencode([*query, ("to", to)], quote_via=quote)))


def _send(url: str, subject: str, body: str, files: Files) -> None:
    held = [
        AttachMemory(content=content, name=name, mimetype=CONTENT_TYPES[name.rpartition(".")[2]])  # type: ignore[no-untyped-call]
        for name, content in files.items()
    ]
    deliver_by_apprise(url, subject, body, held)
