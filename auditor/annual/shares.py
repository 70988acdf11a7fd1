"""Shares that add up: the largest remainder method, so that the printed parts make exactly 100 %."""

from collections.abc import Sequence

from auditor.base.chinese import DASH

PLACES = 2
"""Decimals of a printed share; the text says so."""
_WHOLE = 100 * 10**PLACES


def shares(parts: Sequence[int | None]) -> tuple[str, ...]:
    """Each part's share of their sum, as printed. Parts that are unknown, and all parts of nothing, print a dash."""
    whole = sum(part for part in parts if part is not None)
    if whole == 0:
        return tuple(DASH for _ in parts)
    known = [(place, part) for place, part in enumerate(parts) if part is not None]
    units = {place: part * _WHOLE // whole for place, part in known}
    left = _WHOLE - sum(units.values())
    by_remainder = sorted(known, key=lambda pair: (-(pair[1] * _WHOLE % whole), -pair[1], pair[0]))
    for place, _ in by_remainder[:left]:
        units[place] += 1
    return tuple(_printed(units[place]) if place in units else DASH for place in range(len(parts)))


def whole_share(parts: Sequence[int | None]) -> str:
    """What the total row prints under the shares: 100% of something, a dash of nothing."""
    return "100%" if sum(part for part in parts if part is not None) else DASH


def _printed(units: int) -> str:
    return f"{units // 10**PLACES}.{units % 10**PLACES:0{PLACES}}%"
