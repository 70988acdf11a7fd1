"""The request a family's own script would send for a page of the list, put together from what the page holds."""

import html
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from auditor.fetch import PageRequest
from auditor.read.families import FamilyRequest
from auditor.read.lists.outline import Outline
from auditor.read.lists.rows import address_in_page
from auditor.read.next_page.literals import object_after, unquoted, variables
from auditor.read.next_page.stepping import pairs_of, with_query

_NAME = re.compile(r"\{(\w+)\}")
_TAG = re.compile(r"^\s*[\"']")


@dataclass(frozen=True, slots=True)
class ListPosition:
    """Where in the list a request is for: the page from 1, the records before it, the records of a page."""

    page: int
    before: int
    size: int

    @property
    def names(self) -> dict[str, str]:
        """What templates may ask for."""
        return {
            "page": str(self.page),
            "start": str(self.before + 1),
            "end": str(self.before + self.size),
            "size": str(self.size),
        }


def build_request(
    spec: FamilyRequest, outline: Outline, text: str, url: str, place: ListPosition
) -> PageRequest | None:
    """The request for that place; ``None`` where the page lacks something the request needs."""
    found, sent = _parameters(spec, outline, text)
    known = spec.defaults | sent | found
    for name, pattern in spec.find.items():
        match = re.search(pattern, url) or re.search(pattern, text)
        if match:
            known[name] = html.unescape(next((group for group in match.groups() if group), ""))
    if any(not known.get(name) for name in spec.needs):
        return None
    known = place.names | known
    extra = spec.first_send if place.page == 1 and spec.first_send is not None else spec.send
    sent = {name: value for name, value in sent.items() if name not in spec.drop}
    sent = {spec.rename.get(name, name): value for name, value in sent.items()}
    sent |= {
        name: value for name, template in extra.items() if (value := _filled(template, known | place.names)) is not None
    }
    target = address_in_page(url, _filled(spec.url, known) or "")
    if not target:
        return None
    if spec.method == "POST":
        said = {name: _filled(template, known | place.names) or "" for name, template in spec.address.items()}
        target = with_query(target, [*pairs_of(target), *said.items()]) if said else target
        return PageRequest(target, "POST", urlencode(sent))
    return PageRequest(with_query(target, [*pairs_of(target), *sent.items()]))


def _filled(template: str, known: dict[str, str]) -> str | None:
    names = _NAME.findall(template)
    if any(name not in known for name in names):
        return None
    return _NAME.sub(lambda match: known[match[1]], template)


def _parameters(spec: FamilyRequest, outline: Outline, text: str) -> tuple[dict[str, str], dict[str, str]]:
    """What the page's element or object says: values to fill in, parameters to send."""
    found: dict[str, str] = {}
    sent: dict[str, str] = {}
    if spec.element:
        node = outline.tree.css_first(spec.element)
        attrs = {name: value or "" for name, value in node.attributes.items()} if node is not None else {}
        found |= {name: attrs[name] for name in spec.attributes if attrs.get(name)}
        if spec.query and attrs.get(spec.query):
            sent = _pairs(attrs[spec.query], 0, {})
    if spec.object:
        known = variables(text)
        for match in re.finditer(spec.object, text):
            pairs = _pairs(text, match.end(), known)
            if all(pairs.get(name) or name in spec.find or name in spec.defaults for name in spec.needs):
                sent = pairs
                break
    return found, sent


def _pairs(text: str, at: int, known: dict[str, str]) -> dict[str, str]:
    """An object literal or a query string, quoted or not."""
    if text[at : at + 1] == "{":
        return object_after(text, at, known)
    end = at + 2000
    if _TAG.match(text[at : at + 4]):
        at += text[at : at + 4].find('"') + 1 or text[at : at + 4].find("'") + 1
        end = min((where for sign in "\"'" if (where := text.find(sign, at)) >= 0), default=end)
    return dict(parse_qsl(unquoted(html.unescape(text[at:end])), keep_blank_values=True))
