"""Where the pages of a list are, once two requests in a row tell how they are counted: the way to its far end."""

import re
from dataclasses import replace

from auditor.fetch import PageRequest

_NUMBERS = re.compile(r"(\d+)")
_BETWEEN = "\n"


def page_at(number: int, here: PageRequest, following: PageRequest, wanted: int) -> PageRequest | None:
    """The request for page ``wanted``; ``None`` where page ``number`` and the one behind it do not tell how it is made.

    One number alone may differ between ``here`` and ``following``, by one step up, or down where files are counted
    backwards.
    """
    one, other = (_NUMBERS.split(f"{request.url}{_BETWEEN}{request.body or ''}") for request in (here, following))
    differing = [at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right]
    if here.method != following.method or len(one) != len(other) or len(differing) != 1:
        return None
    at = differing[0]
    if not (one[at].isdecimal() and other[at].isdecimal()) or abs(step := int(other[at]) - int(one[at])) != 1:
        return None
    count = int(one[at]) + step * (wanted - number)
    if count < 0:
        return None
    url, body = "".join([*one[:at], str(count).zfill(_width(one[at])), *one[at + 1 :]]).split(_BETWEEN, 1)
    return replace(here, url=url, body=None if here.body is None else body)


def _width(number: str) -> int:
    """How many digits a number is filled up to."""
    return len(number) if number.startswith("0") else 1
